"""The template environment: strict, always escaping, built once a build; and where templates and static files are found.

A site's own folder (`templates` in sayso.toml) is searched first, so that it overrides one file without copying the rest; under
`shipped/` every template is found as it was shipped, so that the file which overrides it can extend it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from msgspec import Raw, Struct

from generator.errors import ConfigError
from generator.memo import Memo
from generator.model import Page, StandingPage
from generator.render.compiled import CompiledTemplates
from generator.render.contexts import ArticlePage
from generator.render.kept import KeptPage, Parts, PartsEnvironment, Restored, keep_page, name_parts
from generator.standing import Standing

SHIPPED = "shipped"
HASHED = frozenset({".css", ".js"})
ASSET = re.compile(r"""\basset\((?:\s*["']([^"']+)["']\s*\))?""")


def templates_folder() -> Path:
    """site_templates/ inside the installed package, else beside it in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "site_templates"
    return installed if installed.is_dir() else package.parent / "site_templates"


class StaticFile(Struct, frozen=True, kw_only=True):
    """A file of static/ and where it goes. Style sheets and scripts have their hash in their name, so that a browser which kept an
    older one never shows it with newer pages; what they refer to (fonts) keeps its name."""

    name: str  # relative to static/, with forward slashes
    path: str  # relative to the output folder
    content: bytes


def read_static_files(own: Path | None) -> dict[str, StaticFile]:
    """The static files by name: ours, and those of the site's own templates folder `own`, which replace ours."""
    files: dict[str, StaticFile] = {}
    for folder in (templates_folder(), own):
        if folder is None or not (folder / "static").is_dir():
            continue
        static = folder / "static"
        for file in sorted(static.rglob("*")):
            if not file.is_file() or any(part.startswith(".") for part in file.relative_to(static).parts):
                continue
            name = file.relative_to(static).as_posix()
            content = file.read_bytes()
            files[name] = StaticFile(name=name, path=f"static/{_published_name(name, content)}", content=content)
    return files


def build_environment(own: Path | None, static: dict[str, StaticFile], compiled: CompiledTemplates) -> PartsEnvironment:
    """The environment for the templates in `own` and ours; `asset(name)` is a static file's path below the output folder."""
    folders = [folder for folder in (own, templates_folder()) if folder is not None]
    environment = PartsEnvironment(
        loader=ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in folders),
                PrefixLoader({SHIPPED: FileSystemLoader(templates_folder())}),
            ]
        ),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_refuse_none,
        auto_reload=False,  # a build reads each template once
        bytecode_cache=compiled,
    )

    def asset(name: str) -> str:
        return static[name].path

    environment.globals["asset"] = asset
    environment.filters["sha256_source"] = _sha256_source
    return environment


class Renderer:
    """Contexts to pages; a page whose context and templates are those of what stands is not made again."""

    def __init__(self, own: Path | None, standing: Standing, memo: Memo | None = None) -> None:
        """`memo` keeps the templates as they were compiled."""
        self._static = read_static_files(own)
        self._compiled = CompiledTemplates(memo or Memo())
        self._environment = build_environment(own, self._static, self._compiled)
        self._standing = standing
        self._keys: dict[str, bytes] = {}
        self._read: dict[str, tuple[str, tuple[str | None, ...]]] = {}

    def prepare(self, template: str) -> None:
        """Load `template` and all that it refers to, so that its first page doesn't wait for that."""
        for name in self._sources(template):
            with suppress(TemplateError, OSError, UnicodeDecodeError):  # said when it is rendered
                self._environment.get_template(name)

    def static_pages(self) -> Iterator[Page]:
        """The static files, as they are."""
        for file in self._static.values():
            yield Page(path=file.path, content=file.content)

    def page(self, path: str, template: str, context: Struct) -> Page | StandingPage:
        """The page at `path`: `template` with the fields of `context`; or word that it stands. Raises ConfigError."""
        return self.find(path, template, context) or self.render(path, template, context)

    def find(self, path: str, template: str, context: Struct) -> StandingPage | None:
        """Word that the page stands; None, and its key on record, where it is to be made."""
        key = self._standing.key(self.template_key(template), context)
        unit = self._standing.find(path, key)
        if unit is None:
            self._standing.record(path, key, (path,))
            return None
        (page,) = self._standing.pages(unit)
        return page

    def static_digests(self) -> dict[str, str]:
        """The SHA-256 of each static file by its path."""
        return {file.path: hashlib.sha256(file.content).hexdigest() for file in self._static.values()}

    def template_keys(self) -> dict[str, bytes]:
        """The keys of all templates that pages were made with."""
        return dict(self._keys)

    def template_key(self, template: str) -> bytes:
        """A digest of `template`, of all that it extends, includes and imports, and of the static files they name."""
        if template not in self._keys:
            sources = self._sources(template)
            assets = [name for source in sources.values() for name in ASSET.findall(source)]
            named = self._static if "" in assets else sorted({name for name in assets if name in self._static})
            self._keys[template] = self._standing.key(sources, [self._static[name].path for name in named])
        return self._keys[template]

    def _sources(self, template: str) -> dict[str, str]:
        """The closure of `template`: the source of each template in it, by name; "" for one that is not there."""
        sources: dict[str, str] = {}
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name in sources:
                continue
            sources[name], found = self._read_template(name)
            # A name that is worked out when the page is made may be any.
            waiting += (
                self._environment.list_templates(extensions=["html", "xml", "txt", "css"]) if None in found else ()
            )
            waiting += [name for name in found if name is not None]
        return dict(sorted(sources.items()))

    def _read_template(self, name: str) -> tuple[str, tuple[str | None, ...]]:
        """The source of a template, and the names of those that it refers to; None where a name isn't known beforehand."""
        if name not in self._read:
            source, found = "", tuple[str | None, ...]()
            try:
                source, file, _ = self._environment.loader.get_source(self._environment, name)  # type: ignore[union-attr]
                # By the name under which Jinja will ask for it, so that it is compiled once.
                own_name = name.removeprefix(f"{SHIPPED}/")
                found = self._compiled.find(self._environment, own_name, file or "", source).refers
            except (TemplateError, OSError, UnicodeDecodeError):
                pass  # said when it is rendered
            self._read[name] = source, found
        return self._read[name]

    def render(self, path: str, template: str, context: Struct) -> Page:
        """The page at `path`, made anew.

        Raises ConfigError where the template is wrong, which can only be one of the site's own.
        """
        return Page(path=path, content=self._render(template, _fields(context)).encode())

    def render_and_keep(
        self, path: str, template: str, context: ArticlePage
    ) -> tuple[Page, tuple[KeptPage, dict[str, Raw]] | None]:
        """The same of an article's page, and what is to be kept of it; None where that can't be."""
        parts = Parts(name_parts(context), self.template_key)
        html = self._render(template, _fields(context), parts)
        return Page(path=path, content=html.encode()), keep_page(context, html, parts)

    def render_again(self, path: str, template: str, restored: Restored) -> tuple[Page, KeptPage | None]:
        """The same of a page that was kept. May raise anything where a template asks more of its context than was foreseen."""
        html = self._render(template, restored.fields, restored.parts)
        return Page(path=path, content=html.encode()), restored.keep(html)

    def _render(self, template: str, fields: dict[str, Any], parts: Parts | None = None) -> str:
        self._environment.parts = parts
        try:
            return self._environment.get_template(template).render(fields)
        except TemplateSyntaxError as error:
            raise ConfigError(
                f"{error.message}", path=error.filename or error.name, line=error.lineno, hint="Mend the template."
            ) from error
        except TemplateError as error:
            raise ConfigError(
                f"{template}: {error.message}",
                hint="What each template is given stands in generator/render/contexts.py.",
            ) from error
        finally:
            self._environment.parts = None


def _fields(context: Struct) -> dict[str, Any]:
    return {name: getattr(context, name) for name in context.__struct_fields__}


def _refuse_none(value: Any) -> Any:
    if value is None:
        raise TemplateError("a value that may be missing is printed without asking for it first")
    return value


def _sha256_source(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows `text` (CSP Level 3, 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _published_name(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    if path.suffix not in HASHED:
        return name
    digest = hashlib.sha256(content).hexdigest()[:8]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))
