"""A branch of any git remote, GitHub Pages' way: one commit a publication, so readers see the old site or the new, never half.

Built with git's own plumbing in a temporary bare repository: no work tree is touched, no branch of yours is checked out. A push
that is not a fast-forward is refused by the remote, which is how two publishers are told apart.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.destinations import GitBranch
from generator.errors import PublishError
from generator.publish.manifest import MARKER, Manifest, check_foreign, is_kept, read_manifest
from generator.publish.site_files import SiteFile, make_site_file


class GitTarget:
    """The branch as it is now, fetched once; `send` adds one commit to it."""

    def __init__(self, settings: GitBranch, root: Path) -> None:
        self._settings = settings
        self._url = _resolve_remote(settings.remote, root)
        self._access = _read_access(root)
        self._folder = TemporaryDirectory(prefix="sayso-publish-")
        self._git("init", "--quiet", "--bare")
        self._tip = self._fetch_tip()

    def __enter__(self) -> GitTarget:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def name(self) -> str:
        """Where it publishes, for messages."""
        return f"{_without_secret(self._settings.remote, self._settings.remote)} {self._settings.branch}"

    def read_manifest(self) -> Manifest | None:
        """What we published there; None where the branch is new. Raises PublishError where it is somebody else's."""
        if self._tip is None:
            return None
        published = self._tree()
        manifest = None
        if MARKER in published:
            manifest = read_manifest(self._git("cat-file", "blob", published[MARKER]), self.name)
        check_foreign(published, manifest, self._settings.keep, self.name)
        return manifest

    def extra_files(self, files: tuple[SiteFile, ...]) -> tuple[SiteFile, ...]:
        """`.nojekyll`, so that GitHub serves every file as it is, and CNAME where the configuration names a domain."""
        extra = [make_site_file(".nojekyll", b"")]
        if self._settings.cname:
            extra.append(make_site_file("CNAME", f"{self._settings.cname}\n".encode()))
        return tuple(extra)

    def send(self, files: tuple[SiteFile, ...], manifest: Manifest) -> None:
        """Commit exactly `files`, the kept foreign files and the manifest, and push. PublishError where the branch has moved."""
        with TemporaryDirectory(prefix="sayso-index-") as folder:
            environment = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            marker = make_site_file(MARKER, manifest.encode())
            entries = {file.path: self._store(file) for file in (*files, marker)}
            before = self._tree() if self._tip else {}
            kept = {
                path: blob
                for path, blob in before.items()
                if is_kept(path, self._settings.keep) and path not in entries
            }
            lines = "".join(f"100644 {blob}\t{path}\0" for path, blob in sorted({**kept, **entries}.items()))
            self._git("update-index", "-z", "--index-info", stdin=lines.encode(), environment=environment)
            tree = self._text("write-tree", environment=environment)
        parent = ["-p", self._tip] if self._tip else []
        commit = self._text("commit-tree", tree, *parent, "-m", f"Publish {len(files)} files")
        self._push(commit)

    def _push(self, commit: str) -> None:
        # An empty expectation means that the branch must not exist yet; without it a first push could land on somebody else's.
        lease = f"--force-with-lease=refs/heads/{self._settings.branch}:{self._tip or ''}"
        try:
            self._git("push", "--quiet", lease, self._url, f"{commit}:refs/heads/{self._settings.branch}")
        except PublishError as error:
            # "[remote rejected]" is said of a full disk and of a hook too; a lock that isn't had is somebody else's push.
            if any(sign in error.message for sign in ("stale info", "[rejected]", "fetch first", "cannot lock ref")):
                raise PublishError(
                    "the branch has moved since this publication began",
                    path=self.name,
                    hint="Somebody else published at the same time. Run sayso publish again: it starts from what is there now.",
                ) from error
            raise

    def _fetch_tip(self) -> str | None:
        listed = self._text("ls-remote", self._url, f"refs/heads/{self._settings.branch}")
        if not listed:
            return None
        self._git("fetch", "--quiet", "--depth=1", self._url, f"refs/heads/{self._settings.branch}")
        return self._text("rev-parse", "FETCH_HEAD")

    def _tree(self) -> dict[str, str]:
        listed = self._git("ls-tree", "-r", "-z", f"{self._tip}").decode()
        entries = (line.split("\t", 1) for line in listed.split("\0") if line)
        return {path: meta.split()[2] for meta, path in entries}

    def _store(self, file: SiteFile) -> str:
        return self._text("hash-object", "-w", "--stdin", stdin=file.read())

    def _text(self, *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None) -> str:
        return self._git(*arguments, stdin=stdin, environment=environment).decode().partition("\t")[0].strip()

    def _git(self, *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None) -> bytes:
        identity = ["-c", "user.name=Sayso", "-c", "user.email=sayso@localhost"] if not _has_identity() else []
        # Never a prompt: a publication that waits for a password in CI hangs until it is killed.
        settings = {
            **os.environ,
            **self._access,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_DIR": self._folder.name,
            **(environment or {}),
        }
        try:
            done = subprocess.run(
                ["git", *identity, *arguments], input=stdin, env=settings, capture_output=True, check=False
            )
        except FileNotFoundError as error:
            raise PublishError("git is not installed", hint="Install git, or publish to a folder.") from error
        if done.returncode:
            reason = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
            raise PublishError(
                f"git {arguments[0]} failed: {_without_secret(reason, self._url)}",
                path=self.name,
                hint="Check the remote's address and that you may push to it.",
            )
        return done.stdout


def _resolve_remote(remote: str, root: Path) -> str:
    """A remote's name, as git knows it in the site's folder, to its address; an address stays as it is."""
    done = subprocess.run(["git", "-C", str(root), "remote", "get-url", remote], capture_output=True, check=False)
    return done.stdout.decode().strip() if done.returncode == 0 else remote


def _read_access(root: Path) -> dict[str, str]:
    """What the repository around the site says of reaching remotes, as git takes it from its environment.

    We work in a repository of our own, which knows none of it: the credentials that CI systems put there, an ssh command, aliases
    of addresses. In the environment they are on no disk and in no list of processes.
    """
    keys = r"^(http\.|credential\.|url\.|core\.sshcommand$)"
    command = ["git", "-C", str(root), "config", "--local", "--includes", "--null", "--get-regexp", keys]
    done = subprocess.run(command, capture_output=True, check=False)
    entries = [entry.partition("\n") for entry in done.stdout.decode(errors="replace").split("\0") if entry]
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    access = {"GIT_CONFIG_COUNT": str(first + len(entries))}
    for number, (key, _, value) in enumerate(entries, first):
        access |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return access


def _has_identity() -> bool:
    return subprocess.run(["git", "config", "user.email"], capture_output=True, check=False).returncode == 0


def _without_secret(reason: str, url: str) -> str:
    """`reason` without the password or token that an address in it may carry: ours, or what git's settings make of it."""
    scheme, at, host = url.rpartition("@")
    if at and "://" in scheme:
        reason = reason.replace(url, f"{scheme.partition('://')[0]}://…@{host}")
    return re.sub(r"(?<=://)[^/\s'\"]+@", "…@", reason)
