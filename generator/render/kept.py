"""What of an article's pages is kept, so that an edit of a template renders anew only what that edit touches.

A page is made of a context, and most of it is what macros make of parts of that context: notes, the ledger, bars. What is kept of
a page is its context, and where in the page that stands each of these parts ended up. Where a template has changed, but not what a
macro and its templates are made of, the macro's output is cut out of the page that stands; the parts of the context that only
macros look at are then never even read. What comes out is the same, byte for byte, as if the page were made from the beginning.

Two records an article: one for what each page shows by itself, small, and written anew with each new page; and one for the parts of
its context that macros look at (`Late`), which is only read where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from msgspec import Raw, Struct
from msgspec.structs import fields, replace

from generator.digests import KEY_LENGTH, digest
from generator.memo import Records
from generator.render.contexts import ArticlePage, Block, Note

FIRST_LOOK = 64
"""So many characters of a part are looked for first: where they are, the rest nearly always follows."""

BATCH_BYTES = 4_000_000
SCALARS = frozenset({str, int, bool, float, type(None)})
SITE_WIDE = ("site_title", "author", "language", "notices", "feed", "search", "changes")
"""The fields of a `Page` that are the same on all pages of a site, and may change while the page's own context doesn't."""

LATE = {one.name: one.type for one in fields(ArticlePage) if one.name in ("strip", "ledger")}
NOTES = tuple[Note, ...]
BLOCKS = ("headline", "blocks")
_Rest: Any = msgspec.defstruct(
    "_Rest",
    [(one.name, one.type) for one in fields(ArticlePage) if one.name not in (*LATE, *BLOCKS)],
    frozen=True,
    array_like=True,
)

Cut = tuple[int, int]
"""Where in a page, in characters, something stands."""


class KeptBlock(Struct, frozen=True, array_like=True):
    """A block of the article: where its HTML stands, and whether there are notes on it."""

    html: Cut
    notes: bool


class KeptPage(Struct, frozen=True, array_like=True):
    """What is kept of one page. `calls` are the macros called and what of, each with its output; see `Parts`."""

    rest: Raw
    json_ld: Cut
    headline: KeptBlock
    text: int  # where the first block stands; the cuts of all blocks count from there
    blocks: Raw  # tuple[KeptBlock, ...]
    late: tuple[str, ...]
    calls: tuple[tuple[bytes, int, int], ...]


class Late:
    """A part of a context that is decoded where a template looks into it, and not where it only hands it to a macro."""

    __slots__ = ("_read", "_value")

    def __init__(self, read: Callable[[], Any]) -> None:
        self._read = read
        self._value: Any = None

    def _get(self) -> Any:
        if self._value is None:  # what is empty is never late
            self._value = self._read()
        return self._value

    @property
    def looked_into(self) -> bool:
        """Whether it has been decoded."""
        return self._value is not None

    def __bool__(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._get(), name)

    def __getitem__(self, key: Any) -> Any:
        return self._get()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._get())

    def __len__(self) -> int:
        return len(self._get())

    def __contains__(self, value: object) -> bool:
        return value in self._get()

    def __eq__(self, other: object) -> bool:
        return bool(self._get() == (other._get() if isinstance(other, Late) else other))

    def __hash__(self) -> int:
        return hash(self._get())

    def __str__(self) -> str:
        return str(self._get())


class LateBlock(Struct, frozen=True):
    """What a template is given in place of a `Block`."""

    html: Markup
    notes: Late | tuple[Note, ...]


class Parts:
    """The calls of macros while one page is rendered: told by macro and arguments, and answered where both are known.

    Only macros count that are imported without the context of the page, so that nothing but the arguments and their own templates
    tells what comes out; and only arguments that are parts of the context (`names`, by identity), plain values, or lists of these.
    """

    def __init__(
        self,
        names: Mapping[int, str],
        template_key: Callable[[str], bytes],
        calls: Sequence[tuple[bytes, int, int]] = (),
        text: str = "",
    ) -> None:
        """`calls` are those of the page that stands, whose text is `text`."""
        self._names = names
        self._template_key = template_key
        self._text = text
        self._known = {key: (start, end) for key, start, end in calls}
        self._inside = False
        self.made: list[tuple[bytes, str]] = []
        self.cut_out: dict[bytes, Cut] = {}  # those of `made` that were answered: where they stood

    def call(self, context: Context, macro: Macro, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What `macro` makes of its arguments."""
        key = None if self._inside else self._key(context.environment, macro, args, kwargs)
        if key is None:
            return macro(context.eval_ctx, *args, **kwargs)
        known = self._known.get(key)
        if known is not None:
            html = self._text[known[0] : known[1]]
            self.cut_out[key] = known
        else:
            self._inside = True
            try:
                html = str(macro(context.eval_ctx, *args, **kwargs))
            finally:
                self._inside = False
        self.made.append((key, html))
        return Markup(html)

    def _key(
        self, environment: Environment, macro: Macro, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> bytes | None:
        if not any(id(value) in self._names or type(value) is list for value in args):
            return None
        given = [self._plain(value) for value in args]
        named = [(name, self._plain(value)) for name, value in kwargs.items()]
        template = _home(environment, macro)
        if template is None or _UNKNOWN in given or any(value is _UNKNOWN for _, value in named):
            return None
        return msgspec.msgpack.encode((self._template_key(template), macro.name, given, named))

    def _plain(self, value: Any) -> Any:
        name = self._names.get(id(value))
        if name is not None:
            return ("part", name)
        if type(value) in SCALARS:
            return value
        if type(value) in (list, tuple):
            inner = [self._plain(one) for one in value]
            return _UNKNOWN if _UNKNOWN in inner else ("list", inner)
        return _UNKNOWN


_UNKNOWN = object()


class ImportedTemplate(Template):
    """A template that is the same for all that import it, since all templates of an environment have the same globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return (
            super()._get_default_module()
        )  # with `ctx`, Jinja compares the globals, which costs a page a tenth of its time


class PartsEnvironment(Environment):
    """An environment whose macros may be answered for."""

    template_class = ImportedTemplate

    parts: Parts | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._imported: dict[str, object] = {}

    def imported(self, name: str) -> object:
        """The template `name` as one that imports it without its context sees it; None where it can't be imported so."""
        if name not in self._imported:
            try:
                self._imported[name] = self.get_template(name).module
            except Exception:  # a page, not a part: it asks for its context at once
                self._imported[name] = None
        return self._imported[name]


class PartsContext(Context):
    """Where the environment holds `parts`, these are asked before a macro is called."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call `called` as a template does."""
        if type(called) is Macro:
            kwargs.pop("_block_vars", None)  # which only what is given the context has a use for
            kwargs.pop("_loop_vars", None)
            parts = self.environment.parts if isinstance(self.environment, PartsEnvironment) else None
            if parts is not None:
                return parts.call(self, called, args, kwargs)
            return called(self.eval_ctx, *args, **kwargs)
        return super().call(called, *args, **kwargs)


PartsEnvironment.context_class = PartsContext


def _home(environment: Environment, macro: Macro) -> str | None:
    """The template that `macro` is imported from; None where it is the page's own, or knows the page's context."""
    assert isinstance(environment, PartsEnvironment)
    name: str = macro._func.__globals__["name"]
    return name if getattr(environment.imported(name), macro.name, None) is macro else None


def name_parts(context: ArticlePage) -> dict[int, str]:
    """The parts of `context` that macros are given, by identity."""
    names = {id(value): name for name in (*LATE, "blocks") if (value := getattr(context, name))}
    names |= _names_in(context)
    names |= {id(block.notes): str(number) for number, block in enumerate(context.blocks) if block.notes}
    if context.headline.notes:
        names[id(context.headline.notes)] = "headline"
    return names


def _names_in(context: Any) -> dict[int, str]:
    """Those that stand in what is kept of a page by itself."""
    names = {id(chain): f"chain {number}" for number, chain in enumerate(context.chains)}
    names |= {id(value): name for name in ("chains", "layers", "unvouched") if (value := getattr(context, name))}
    names[id(context.card.words_bar)] = "words"
    if context.card.naming_bar is not None:
        names[id(context.card.naming_bar)] = "naming"
    return names


def keep_page(context: ArticlePage, html: str, parts: Parts) -> tuple[KeptPage, dict[str, Raw]] | None:
    """What is kept of the page `html`, made of `context`, and its late parts; None where a template changed what it was given."""
    cutter = _Cutter(html)
    json_ld = cutter.find(context.page.json_ld)
    headline = cutter.find(context.headline.html)
    blocks = _cut_blocks(cutter, context.blocks)
    if json_ld is None or headline is None or blocks is None:
        return None
    plain = {name: getattr(context, name) for name in _Rest.__struct_fields__}
    plain["page"] = replace(context.page, json_ld=Markup(""))
    late = {name: value for name in LATE if (value := getattr(context, name))}
    names = tuple(late)
    late |= {str(number): block.notes for number, block in enumerate(context.blocks) if block.notes}
    if context.headline.notes:
        late["headline"] = context.headline.notes
    kept = KeptPage(
        rest=Raw(_encode(_Rest(**plain))),
        json_ld=json_ld,
        headline=KeptBlock(headline, bool(context.headline.notes)),
        text=blocks[0],
        blocks=blocks[1],
        late=names,
        calls=_cut_calls(html, parts),
    )
    return kept, {name: Raw(_encode(value)) for name, value in late.items()}


class Restored:
    """A page as it was kept, to be rendered again: `fields` are what its template is given, with `parts` in its environment."""

    def __init__(
        self,
        kept: KeptPage,
        text: str,
        read_late: Callable[[], Mapping[str, Raw]],
        frame: Mapping[str, object],
        template_key: Callable[[str], bytes],
    ) -> None:
        """`text` is the page that stands, `read_late` gives the late parts of its context, and `frame` the SITE_WIDE fields."""
        self._kept = kept
        rest = _REST.decode(kept.rest)
        self._new_rest: Raw | None = None
        changed = {name: new for name, new in frame.items() if new != getattr(rest.page, name)}
        if changed:
            rest = replace(rest, page=replace(rest.page, **changed))
            self._new_rest = Raw(_encode(rest))
        late = {name: _late(read_late, name, LATE[name]) for name in kept.late}
        fields: dict[str, Any] = {name: getattr(rest, name) for name in _Rest.__struct_fields__}
        fields["page"] = replace(rest.page, json_ld=Markup(text[kept.json_ld[0] : kept.json_ld[1]]))
        fields |= {name: late.get(name, EMPTY[name]) for name in LATE}
        names = {id(value): name for name, value in late.items()} | _names_in(rest)

        def block(name: str, kept_block: KeptBlock, base: int) -> LateBlock:
            notes = _late(read_late, name, NOTES) if kept_block.notes else ()
            if notes:
                names[id(notes)] = name
            start, end = kept_block.html
            return LateBlock(Markup(text[base + start : base + end]), notes)

        def blocks() -> tuple[LateBlock, ...]:
            return tuple(block(str(i), one, kept.text) for i, one in enumerate(_BLOCKS.decode(kept.blocks)))

        fields["headline"] = block("headline", kept.headline, 0)
        self._blocks = Late(blocks) if kept.text >= 0 else None
        fields["blocks"] = self._blocks or ()
        if self._blocks is not None:
            names[id(self._blocks)] = "blocks"
        self.fields = fields
        self.parts = Parts(names, template_key, kept.calls, text)

    def keep(self, html: str) -> KeptPage | None:
        """What is kept of the page as it is now, `html`; None where a template changed what it was given."""
        cutter = _Cutter(html)
        json_ld = cutter.find(self.fields["page"].json_ld)
        headline = cutter.find(self.fields["headline"].html)
        calls = _cut_calls(html, self.parts)
        if self._blocks is None or self._blocks.looked_into:
            blocks = _cut_blocks(cutter, self.fields["blocks"])
        else:
            moved = self._moved(calls)
            blocks = None if moved is None else (self._kept.text + moved, self._kept.blocks)
        if json_ld is None or headline is None or blocks is None:
            return None
        return KeptPage(
            rest=self._new_rest or self._kept.rest,
            json_ld=json_ld,
            headline=KeptBlock(headline, self._kept.headline.notes),
            text=blocks[0],
            blocks=blocks[1],
            late=self._kept.late,
            calls=calls,
        )

    def _moved(self, calls: Sequence[tuple[bytes, int, int]]) -> int | None:
        """By how much the text moved with what was cut out around it; None where it isn't there any more."""
        for key, start, _ in calls:
            old = self.parts.cut_out.get(key)
            if old is not None and old[0] <= self._kept.text < old[1]:
                return start - old[0]
        return None


class KeptArticles:
    """What is kept of all articles' pages, from build to build. Without `records` nothing is."""

    def __init__(self, records: Records | None = None, base: bytes = b"") -> None:
        """`base` is a digest of the program and its settings."""
        self._records = records
        self._base = base
        self._seen: set[str] = set()
        self._new: dict[str, dict[str, bytes | None]] = {PAGES: {}, LATES: {}}
        self._waiting = 0

    @property
    def wanted(self) -> bool:
        """Whether there is any use in keeping."""
        return self._records is not None

    def find(self, slug: str, key: bytes) -> tuple[KeptPage, ...] | None:
        """What is kept of the pages of the article `slug` that were made under `key`."""
        data = self._read(PAGES, slug, key)
        try:
            return _PAGES.decode(data) if data is not None else None
        except msgspec.DecodeError:
            return None

    def late(self, slug: str, content: bytes) -> tuple[Mapping[str, Raw], ...]:
        """The late parts of an article's contexts, which were made of what `content` is a digest of. Raises LookupError."""
        data = self._read(LATES, slug, content)
        if data is None:
            raise LookupError(slug)
        return _LATES.decode(data)

    def leave(self, slug: str) -> None:
        """Let stand what is kept of the article `slug`."""
        self._seen.add(slug)

    def keep(self, slug: str, key: bytes, pages: bytes, content: bytes = b"", late: bytes | None = None) -> None:
        """Keep what `encode_kept` gave: `pages` under the `key` they were made under, and `late`, if it is new, under `content`."""
        self._seen.add(slug)
        self._add(PAGES, slug, key, pages)
        if late is not None:
            self._add(LATES, slug, content, late)
        if self._waiting > BATCH_BYTES:
            self._flush()

    def add(self) -> None:
        """Write what is new; all else stays."""
        if self._records is not None:
            self._flush()

    def write(self) -> None:
        """Write what is new, and forget what was neither kept nor left."""
        if self._records is None:
            return
        self._flush()
        for kind in self._new:
            self._records.write_records(kind, dict.fromkeys(self._records.record_names(kind) - self._seen))

    def _read(self, kind: str, slug: str, key: bytes) -> memoryview | None:
        data = self._records.read_record(kind, slug) if self._records is not None else None
        if data is None or data[:KEY_LENGTH] != digest(self._base, key):
            return None
        return memoryview(data)[KEY_LENGTH:]

    def _add(self, kind: str, slug: str, key: bytes, data: bytes) -> None:
        self._new[kind][slug] = digest(self._base, key) + data
        self._waiting += len(data)

    def _flush(self) -> None:
        assert self._records is not None
        for kind, records in self._new.items():
            self._records.write_records(kind, records)
            records.clear()
        self._waiting = 0


def encode_kept(kept: Sequence[object]) -> bytes:
    """The pages, or the late parts of each, for `KeptArticles.keep`."""
    return msgspec.msgpack.encode(kept)


class _Cutter:
    """Finds in a page what stands there one after the other."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._position = 0

    def find(self, part: str) -> Cut | None:
        """Where `part` stands; it doesn't matter where it does if that is in several places."""
        start = self._html.find(part[:FIRST_LOOK], self._position)
        if start < 0 or not self._html.startswith(part, start):
            start = self._html.find(part, self._position)
            if start < 0:
                start = self._html.find(part)
        if start < 0:
            return None
        self._position = start + len(part)
        return start, self._position


def _cut_blocks(cutter: _Cutter, blocks: Iterable[Block | LateBlock]) -> tuple[int, Raw] | None:
    """Where the first of `blocks` stands (-1: there is none), and all of them from there; None where one isn't in the page."""
    found = []
    for block in blocks:
        cut = cutter.find(block.html)
        if cut is None:
            return None
        found.append((cut, bool(block.notes)))
    base = found[0][0][0] if found else -1
    kept = [KeptBlock((start - base, end - base), notes) for (start, end), notes in found]
    return base, Raw(msgspec.msgpack.encode(kept))


def _cut_calls(html: str, parts: Parts) -> tuple[tuple[bytes, int, int], ...]:
    cutter = _Cutter(html)
    return tuple((key, *cut) for key, part in parts.made if (cut := cutter.find(part)))


def _late(read: Callable[[], Mapping[str, Raw]], name: str, type_: Any) -> Late:
    return Late(lambda: msgspec.msgpack.decode(read()[name], type=type_))


def _encode(value: Any) -> bytes:
    return msgspec.msgpack.encode(value, enc_hook=str)  # Markup


def _decode_markup(type_: type, value: str) -> Markup:
    return Markup(value)


PAGES, LATES = "kept pages", "kept parts"
EMPTY: Mapping[str, Any] = {"strip": None, "ledger": ()}
_REST = msgspec.msgpack.Decoder(_Rest, dec_hook=_decode_markup)
_PAGES = msgspec.msgpack.Decoder(tuple[KeptPage, ...])
_BLOCKS = msgspec.msgpack.Decoder(tuple[KeptBlock, ...])
_LATES = msgspec.msgpack.Decoder(tuple[dict[str, Raw], ...])
