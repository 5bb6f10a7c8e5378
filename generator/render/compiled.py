"""Templates as byte code, kept from build to build: to parse and compile them costs more than to make a few pages with them."""

from __future__ import annotations

import marshal
from functools import partial

from jinja2 import Environment, meta
from jinja2.bccache import Bucket, BytecodeCache
from msgspec import Struct

from generator.memo import Memo

KIND = "template"


class Compiled(Struct, frozen=True, array_like=True):
    """A template's byte code, marshalled, and the names of the templates it refers to; None where one isn't known beforehand."""

    code: bytes
    refers: tuple[str | None, ...]


class CompiledTemplates(BytecodeCache):
    """What Jinja asks before it compiles. Each template is compiled once, whoever asks for it.

    Byte code is of one version of Python, of Jinja and of our settings of it: all three must be part of the base of the memo.
    """

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._found: dict[tuple[str, str], Compiled] = {}

    def find(self, environment: Environment, name: str, filename: str, source: str) -> Compiled:
        """The template `name`, which stands in the file `filename` as `source`. Raises TemplateSyntaxError."""
        if (filename, source) not in self._found:
            make = partial(_compile, environment, name, filename, source)
            self._found[filename, source] = self._memo.recall(KIND, filename, (name, source), Compiled, make)
        return self._found[filename, source]

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """What Jinja's loaders ask for; the bucket is never empty, so that nothing is left for them to compile."""
        assert filename is not None  # all our loaders read files
        bucket = Bucket(environment, filename, "")
        bucket.code = marshal.loads(self.find(environment, name, filename, source).code)
        return bucket


def _compile(environment: Environment, name: str, filename: str, source: str) -> Compiled:
    tree = environment.parse(source, name, filename)
    refers = tuple(dict.fromkeys(meta.find_referenced_templates(tree)))
    return Compiled(marshal.dumps(environment.compile(tree, name, filename)), refers)
