"""The preview's server: serves a folder, and tells the browser when it was built anew or could not be.

It is given a builder and knows nothing else. The builder writes to a temporary folder, so the site's own output is not touched, and
the script that reloads is added to pages as they are served, so no file ever holds it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from html import escape
from mimetypes import guess_type
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import msgspec
import uvicorn
from msgspec import Struct
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from generator.errors import ConfigError, SaysoError
from generator.preview.problems import Problem, describe_problem
from generator.preview.watch import Touched, Watcher

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 20
OWN_PATH = "/_sayso"
SWITCH_SECONDS = 0.0005
"""A tenth of Python's own: while a build goes on, the page that was just told of is asked for, and each step waits so long."""
ENDING_SECONDS = 2.0
"""How long a first build that is under way has, when the preview is ended, to stop before its folder is removed."""
KEPT_BUILDS = 200
"""A page that is older than so many builds is reloaded, whatever they changed."""
SCRIPT = (Path(__file__).parent / "preview.js").read_bytes()


class Built(Struct, frozen=True, kw_only=True):
    """What a builder has to say: errors in single files, the path the site stands under, and what to watch from now on."""

    problems: tuple[Problem, ...] = ()
    base_path: str = "/"  # begins and ends with a slash
    watch: tuple[Path, ...] = ()
    changed: tuple[str, ...] | None = None  # the files written or removed, relative to the folder; None: any may be


Builder = Callable[[Path, Touched, Callable[[], bool]], Iterable[Built]]
"""Builds the site into a folder, in one step or several, each of which is told at once.

Its second argument are the paths that have changed since it was asked last, where they are known; its third says whether something
has changed again meanwhile; then it may stop. May raise SaysoError; whatever it raises is shown, and the next change builds again.
"""


class Preview:
    """The state that requests read and builds replace: a number that grows with each build, and what went wrong in the last."""

    def __init__(
        self,
        builder: Builder,
        folder: Path,
        watch: tuple[Path, ...],
        overtaken: Callable[[], bool] = lambda: False,
        *,
        base_path: str = "/",
    ) -> None:
        """Build with `builder` into `folder`; `watch` is watched as long as no build says what to."""
        self.folder = folder
        self.built = Built(watch=watch, base_path=base_path)
        self.number = 0
        self._builder = builder
        self._overtaken = overtaken
        self._changed: deque[tuple[int, tuple[str, ...] | None]] = deque(maxlen=KEPT_BUILDS)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._closing = False

    def build(self, touched: Touched = None) -> None:
        """Build once `touched` has changed, and tell the open pages; a failed build leaves the last good site, under its errors."""
        try:
            for built in self._builder(self.folder, touched, self._overtaken):
                self._tell(built)
        except SaysoError as error:
            path = Path(error.path) if error.path else None
            self._tell_failure(
                describe_problem(
                    error.message,
                    error.hint or "",
                    shown=error.path,
                    path=path,
                    line=error.line,
                    column=error.column,
                )
            )
        except Exception as error:  # the server outlives whatever a build does
            traceback.print_exc()
            hint = "This is a mistake in Sayso; the terminal has the details."
            self._tell_failure(Problem(message=f"{type(error).__name__}: {error}", hint=hint))

    def _tell_failure(self, problem: Problem) -> None:
        last = self.built
        self._tell(Built(problems=(problem,), base_path=last.base_path, watch=last.watch, changed=()))

    def _tell(self, built: Built) -> None:
        self.built = built
        self._changed.append((self.number + 1, built.changed))
        self.number += 1  # last: who sees it also sees what it changed
        self._wake()

    def changed_since(self, number: int) -> list[str] | None:
        """The files that builds after `number` wrote or removed; None where that is not known."""
        builds = [changed for build, changed in list(self._changed) if build > number]
        if len(builds) != self.number - number or None in builds:
            return None
        return sorted({path for changed in builds for path in changed or ()})

    def close(self) -> None:
        """End all event streams, so that the server can stop."""
        self._closing = True
        self._wake()

    def _wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def application(self) -> Starlette:
        """The ASGI application."""

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            self._loop = asyncio.get_running_loop()
            yield

        routes = [
            Route(f"{OWN_PATH}/events", self._events),
            Route(f"{OWN_PATH}/preview.js", self._script),
            Route("/{path:path}", self._page),
        ]
        # Another name for this address would let a foreign page read the preview (DNS rebinding).
        hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)
        return Starlette(routes=routes, middleware=[hosts], lifespan=lifespan)

    async def _script(self, request: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-store"})

    async def _events(self, request: Request) -> Response:
        since = request.query_params.get("since", "")

        async def stream() -> AsyncIterator[str]:
            sent = -1
            shown = int(since) if since.isdecimal() and len(since) < 10 else -1
            while not self._closing:
                bell = self._news  # taken before looking, so that nothing that comes while sending is missed
                if sent != self.number:
                    sent = self.number
                    problems = msgspec.to_builtins(self.built.problems)
                    news = {"build": sent, "problems": problems, "changed": self.changed_since(shown)}
                    shown = sent
                    yield f"data: {json.dumps(news)}\n\n"
                try:
                    await asyncio.wait_for(bell.wait(), timeout=15)
                except TimeoutError:
                    yield ": alive\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _page(self, request: Request) -> Response:
        base, path = self.built.base_path, "/" + request.path_params["path"]
        if not path.startswith(base):
            if path in ("/", base.rstrip("/")):
                return RedirectResponse(base)
            return self._missing()
        file = self._file(path.removeprefix(base))
        if file is None:
            return self._missing()
        if file.is_dir():
            if not path.endswith("/"):
                return RedirectResponse(quote(path) + "/")
            file /= "index.html"
        try:
            content = file.read_bytes()
        except OSError:
            return self._missing()
        shown = file.relative_to(self.folder).as_posix()
        return self._response(content, guess_type(file.name)[0] or "application/octet-stream", 200, shown)

    def _file(self, path: str) -> Path | None:
        """The file or folder that `path` (decoded, without its leading slash) names; None for whatever is no plain path."""
        parts = path.removesuffix("/").split("/") if path else []
        if any(part in ("", "..") or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        file = self.folder.joinpath(*parts)
        try:
            within = file.resolve().is_relative_to(self.folder.resolve())
            folder = file.is_dir()
        except (OSError, ValueError):  # longer than any file's name
            return None
        return file if within and (folder or not path.endswith("/")) else None

    def _missing(self) -> Response:
        try:
            content = (self.folder / "404.html").read_bytes()
        except OSError:
            nothing = "There is no such page." if self.number else "The first build is under way."
            content = f"<!doctype html><title>Preview</title><p>{nothing}</p>".encode()
        return self._response(content, "text/html", 404, "")

    def _response(self, content: bytes, media_type: str, status: int, file: str) -> Response:
        if media_type == "text/html":
            content = _with_script(content, self.number, file)
        return Response(content, status, media_type=media_type, headers={"Cache-Control": "no-store"})


def serve(
    builder: Builder,
    *,
    watch: tuple[Path, ...],
    port: int | None,
    on_ready: Callable[[str], None],
    on_begin: Callable[[str], None] = lambda address: None,
    base_path: str = "/",
    poll: bool = False,
) -> None:
    """Build, serve and build again until interrupted; `on_ready` is told the address once the first build is done.

    `on_begin` is told it before, since pages that are opened meanwhile say that the build is under way, and load themselves again;
    `base_path` is where the site will stand as far as is known then.

    Without `port` the first free one from FIRST_PORT on. With `poll` files are looked at again and again, for drives that
    don't tell what changes. Raises ConfigError where the port asked for is taken.
    """
    listener = _listen(port)
    temporary = tempfile.TemporaryDirectory(prefix="sayso-preview-", ignore_cleanup_errors=True)
    with listener, _ending_in_order() as asked, temporary as folder:
        ending = threading.Event()
        preview = Preview(
            builder, Path(folder) / "site", watch, lambda: ending.is_set() or watcher.pending, base_path=base_path
        )
        one_at_a_time = threading.Lock()

        def rebuild(touched: Touched) -> None:
            with one_at_a_time:
                preview.build(touched)
                watcher.watch(preview.built.watch)

        sys.setswitchinterval(SWITCH_SECONDS)
        watcher = Watcher(rebuild, poll=poll)
        watcher.watch(watch)
        watcher.start()

        def begin() -> None:
            rebuild(None)
            if not ending.is_set():
                on_ready(f"{address}{preview.built.base_path}")

        address = f"http://{HOST}:{listener.getsockname()[1]}"
        first = threading.Thread(target=begin, daemon=True)
        try:
            on_begin(f"{address}{base_path}")
            first.start()
            config = uvicorn.Config(preview.application(), log_level="error", timeout_graceful_shutdown=2)
            _Server(config, preview.close, asked).run(sockets=[listener])
            if asked:
                raise SystemExit(128 + asked[0])
        finally:
            watcher.stop()
            ending.set()
            if first.ident is not None:
                first.join(ENDING_SECONDS)


@contextmanager
def _ending_in_order() -> Iterator[list[int]]:
    """While it lasts, whatever asks the process to end (SIGTERM, a terminal that is closed) has it clear away first.

    The numbers of the signals that came are added to what it gives: where one comes while Python runs a callback of its own, as
    imports have some, the exception is lost.

    uvicorn passes these signals on once it has ended, and by default they end a process where it stands: a whole site would be
    left behind in the temporary folder.
    """

    asked: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise SystemExit(128 + number)

    found = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    default = [number for number in found if signal.getsignal(number) is signal.SIG_DFL]  # not so under nohup
    for number in default:
        signal.signal(number, end)
    try:
        yield asked
    finally:
        for number in default:
            signal.signal(number, signal.SIG_DFL)


class _Server(uvicorn.Server):
    """Closes the event streams first: a graceful stop would wait for them for ever. Ends at once where that was `asked` before."""

    def __init__(self, config: uvicorn.Config, before_exit: Callable[[], None], asked: list[int]) -> None:
        super().__init__(config)
        self._before_exit = before_exit
        self._asked = asked

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._asked:
            self.handle_exit(self._asked[0], None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._before_exit()
        super().handle_exit(sig, frame)


def _listen(port: int | None) -> socket.socket:
    for candidate in [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            reason = error.strerror
            continue
        return listener
    if port is None:
        raise ConfigError(
            f"no port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is free", hint="Name one with --port N."
        )
    raise ConfigError(f"port {port} cannot be used: {reason}", hint="Name another with --port N, or leave --port out.")


def _with_script(page: bytes, number: int, file: str) -> bytes:
    """`page` with our script at its end, told which file of which build it is, and a policy that lets it listen."""
    version = hashlib.blake2b(page, digest_size=8).hexdigest()  # builds go on counting while the page stays as it is
    html = page.decode("utf-8", "replace")
    html = re.sub(
        r"(<meta\s+http-equiv=[\"']?Content-Security-Policy[\"']?\s+content=)(\"[^\"]*\"|'[^']*')",
        lambda found: found[1] + found[2][0] + _permit(found[2][1:-1]) + found[2][0],
        html,
        flags=re.IGNORECASE,
    )
    script = (
        f'<script src="{OWN_PATH}/preview.js" data-build="{number}" data-version="{version}" '
        f'data-page="{escape(file)}"></script>'
    )
    head, end, tail = html.rpartition("</body>")
    return (f"{head}{script}{end}{tail}" if end else f"{html}{script}").encode()


def _permit(policy: str) -> str:
    """`policy` with scripts from, and connections to, this server allowed."""
    directives = {words[0]: words[1:] for words in map(str.split, policy.split(";")) if words}
    for name in ("script-src", "connect-src"):
        allowed = [value for value in directives.get(name, []) if value not in ("'none'", "'self'")]
        directives[name] = [*allowed, "'self'"]
    return "; ".join(" ".join((name, *values)) for name, values in directives.items())
