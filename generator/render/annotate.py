"""Spans to marked HTML: every element is split at the pieces' tags and where it would cross another, so that all nest.

This is a sweep over the text from left to right. Open elements form a stack, outer first; a tag of the article closes
them all, and the next text opens them again; one that ends below others closes those too, and they open again after it.
The cost is linear in what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from markupsafe import Markup
from msgspec import Struct, field

from generator.model import Article, BodyPiece, Tag, TextRun, TextSpan


class Annotation(Struct, frozen=True, kw_only=True):
    """What marks some spans of the text: one HTML element, repeated for each segment that the text is split into.

    Spans may overlap those of other annotations, be nested in them, and be discontinuous. Of two that begin together the longer is
    the outer one; of two equal ones, the earlier in the list.
    """

    spans: tuple[TextSpan, ...]
    element: str = "mark"
    classes: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)  # on every segment, such as {"data-attribution": "a1"}
    id: str | None = None  # on the first segment only: the target of a permalink
    after: Markup = Markup("")  # stands after the last segment, outside every element that ends there, never in a link
    rank: int = 0  # orders the `after` of those that end together, the lowest first; of equals the outer one is first


def annotate(text: str, pieces: Iterable[BodyPiece], annotations: Sequence[Annotation]) -> Markup:
    """The `pieces` of `text` as HTML with `annotations`.

    The pieces may be a part of the article (its headline, one page of many): each annotation shows what lies in that part, with its
    `id` where the part has its first character and its `after` where it has its last. White space at a span's ends is not marked,
    and a span of white space is nothing.
    """
    sweep = _Sweep(text, annotations)
    for piece in pieces:
        if isinstance(piece, Tag):
            sweep.write_tag(piece.html)
        else:
            sweep.write_text(piece)
    return sweep.finish()


def annotate_headline(article: Article, annotations: Sequence[Annotation]) -> Markup:
    """The headline of `article` as HTML, without the heading element itself."""
    if not article.headline_pieces:
        return Markup(escape(article.title, quote=False))
    return annotate(article.text, article.headline_pieces, annotations)


class _Range(Struct):
    """One continuous stretch of an annotation, in characters that are shown."""

    start_char: int
    end_char: int
    annotation: Annotation
    first: bool
    last: bool

    def start_tag(self, position: int) -> str:
        annotation = self.annotation
        tag = f"<{annotation.element}"
        if annotation.id is not None and self.first and position == self.start_char:
            tag += f' id="{escape(annotation.id)}"'
        if annotation.classes:
            tag += f' class="{_class_value(annotation.classes)}"'
        for name, value in annotation.attributes.items():
            tag += f' {name}="{escape(value)}"'
        return f"{tag}>"


@lru_cache(maxsize=1024)
def _class_value(classes: tuple[str, ...]) -> str:
    """There are few different ones, and an article has hundreds of each."""
    return escape(" ".join(classes))


class _Sweep:
    """The state of one `annotate`: ranges still to come, and the stack of those that cover the current position."""

    def __init__(self, text: str, annotations: Sequence[Annotation]) -> None:
        self._text = text
        # a stable sort: equal ranges stay in the order of the annotations
        self._coming = sorted(
            (r for annotation in annotations for r in _ranges(text, annotation)),
            key=lambda r: (r.start_char, -r.end_char),
        )
        self._next = 0
        self._active: list[_Range] = []  # outer first
        self._opened = 0  # how many of them, from the outside, have their element open
        self._out: list[str] = []
        self._in_link = False
        self._after_link: list[str] = []

    def write_tag(self, html: str) -> None:
        self._close(0)
        self._out.append(html)
        if html.startswith("<a ") and not html.endswith("</a>"):
            self._in_link = True
        elif html.startswith("</a>"):
            self._in_link = False
            self._out += self._after_link
            self._after_link = []

    def write_text(self, run: TextRun) -> None:
        position = run.start_char
        coming = len(self._coming)
        while position < run.end_char:
            if self._active:
                self._end_ranges(position)
            if self._next < coming:
                self._begin_ranges(position)
            for entered in self._active[self._opened :]:
                self._out.append(entered.start_tag(position))
            self._opened = len(self._active)
            border = run.end_char
            for active in self._active:
                if active.end_char < border:
                    border = active.end_char
            if self._next < coming and self._coming[self._next].start_char < border:
                border = self._coming[self._next].start_char
            self._out.append(escape(self._text[position:border], quote=False))
            position = border
        self._end_ranges(position)

    def finish(self) -> Markup:
        self._close(0)
        return Markup("".join(self._out))

    def _begin_ranges(self, position: int) -> None:
        while self._next < len(self._coming) and self._coming[self._next].start_char <= position:
            if self._coming[self._next].end_char > position:
                self._active.append(self._coming[self._next])
            self._next += 1

    def _end_ranges(self, position: int) -> None:
        ends = [r.end_char <= position for r in self._active]
        if True not in ends:
            return
        self._close(ends.index(True))
        ended = [r for r in self._active if r.end_char <= position]
        self._active = [r for r in self._active if r.end_char > position]
        out = self._after_link if self._in_link else self._out
        out += [r.annotation.after for r in sorted(ended, key=lambda r: r.annotation.rank) if r.last]

    def _close(self, depth: int) -> None:
        """Close open elements until `depth` are left."""
        while self._opened > depth:
            self._opened -= 1
            self._out.append(f"</{self._active[self._opened].annotation.element}>")


def _ranges(text: str, annotation: Annotation) -> list[_Range]:
    """The annotation's spans in order, trimmed of white space, those that overlap or touch made one."""
    if len(annotation.spans) == 1:
        start, end = _trim(text, annotation.spans[0])
        return [_Range(start, end, annotation, first=True, last=True)] if start < end else []
    merged: list[list[int]] = []
    for span in sorted(annotation.spans):
        start, end = _trim(text, span)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return [
        _Range(start, end, annotation, first=i == 0, last=i == len(merged) - 1) for i, (start, end) in enumerate(merged)
    ]


def _trim(text: str, span: TextSpan) -> tuple[int, int]:
    """The first character of `span` and the one after its last, without white space at its ends."""
    words = text[span.start_char : span.end_char]
    return span.start_char + len(words) - len(words.lstrip()), span.start_char + len(words.rstrip())
