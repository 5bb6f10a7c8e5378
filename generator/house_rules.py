"""House rule sets: which rules an editor wants to hear of, and how loudly.

A set changes only what its newsroom's published guideline speaks of; everything else keeps the rule's own severity. sayso.toml
names a set, and may change single rules in a table of its own:

    [analysis]
    rules = "ap"

    [findings]
    VOICE1 = "off"
    FIG1 = { article = "note", across = "error" }
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from generator.errors import ConfigError
from generator.model import FindingCode, Severity
from generator.toml_positions import find_toml_key

ERROR, WARNING = Severity.ERROR, Severity.WARNING

SETS: dict[str, dict[FindingCode, Severity]] = {
    "default": {},
    # AP, News Values and Principles, "Anonymous sources": information, not opinion or speculation; no bare "a source"; the
    # reason for anonymity is explained; a source placed to know. "Quotations": none is altered, not even for grammar.
    "ap": {
        FindingCode.ANON1: ERROR,
        FindingCode.ANON3: ERROR,
        FindingCode.ANON6: WARNING,
        FindingCode.QUOTE2: WARNING,
    },
    # Reuters Handbook, "Sourcing": a single unnamed source is a last resort, and described as exactly as can be.
    "reuters": {FindingCode.ANON4: ERROR, FindingCode.VAGUE1: ERROR},
    # BBC Editorial Guidelines, section 3, Accuracy: a single unnamed source's material claims, and whether they are corroborated.
    "bbc": {FindingCode.ANON4: ERROR, FindingCode.ANON5: WARNING},
    # The New York Times, Guidelines on Integrity: why the source is unnamed, and how it knows; no anonymous attacks.
    "nyt": {FindingCode.ANON1: ERROR, FindingCode.ANON3: ERROR, FindingCode.ANON6: ERROR},
}
"""By the name of the set, the severities that it changes."""


SCOPES = ("article", "across")
"""Where a rule looks: in one article, or across articles."""

IN_BOTH = (FindingCode.ORIGIN1, FindingCode.FIG1)
"""The rules that look in one article and across articles, and may be as severe in each as a house likes."""


class HouseRules(Struct, frozen=True):
    """A set by its name, and what the site changes in it: by code a severity, or None for off.

    `article` and `across` are of rules that look in one article and across articles; where they speak, `changes` doesn't.
    """

    name: str = "default"
    changes: Mapping[FindingCode, Severity | None] = {}
    article: Mapping[FindingCode, Severity | None] = {}
    across: Mapping[FindingCode, Severity | None] = {}

    def severity(self, code: FindingCode, default: Severity | None, *, across: bool = False) -> Severity | None:
        """How severe a finding of `code` is in this house, which is `default` where it doesn't say; None where it is off.

        `across` asks for a finding that rests on several articles.
        """
        for changes in (self.across if across else self.article, self.changes):
            if code in changes:
                return changes[code]
        return SETS[self.name].get(code, default)


def read_house_rules(name: str, table: Any, path: str, text: str) -> HouseRules:
    """The set `name` with the table [findings] of sayso.toml.

    Raises ConfigError, with line and column, for an unknown code, scope or severity.
    """
    changes: dict[str, dict[FindingCode, Severity | None]] = {"": {}, **{scope: {} for scope in SCOPES}}
    if not isinstance(table, dict):
        line, column = find_toml_key(text, ("findings",)) or (None, None)
        raise ConfigError("“findings” must be a table", path=path, line=line, column=column, hint="Write [findings].")
    for code, value in table.items():
        line, column = find_toml_key(text, ("findings", code)) or (None, None)
        if code not in FindingCode.__members__:
            hint = f"There are: {', '.join(FindingCode)}."
            raise ConfigError(f"no finding has the code “{code}”", path=path, line=line, column=column, hint=hint)
        scoped = isinstance(value, dict)
        if scoped and (code not in IN_BOTH or not value.keys() <= set(SCOPES)):
            hint = f"Only {' and '.join(IN_BOTH)} have {' and '.join(SCOPES)}."
            raise ConfigError(f"“{code}” can't be divided so", path=path, line=line, column=column, hint=hint)
        for scope, severity in value.items() if scoped else [("", value)]:
            if severity not in (*Severity, "off"):
                hint = f'Write: {code} = "error", "warning", "note" or "off".'
                raise ConfigError(
                    f"“{code}” has no severity {severity!r}", path=path, line=line, column=column, hint=hint
                )
            changes[scope][FindingCode(code)] = None if severity == "off" else Severity(severity)
    return HouseRules(name, changes[""], article=changes["article"], across=changes["across"])
