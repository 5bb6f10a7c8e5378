"""The naming ladder: how much the article says of who is speaking, N0 to N6 (docs/coding-scheme.md, sections 2 and 6).

Naming follows the referent as the article identifies it anywhere: a pronoun has its referent's level, and a name or capacity
that comes later counts as well.
"""

from __future__ import annotations

import re

from generator.lexicons import read_lexicon
from generator.model import CoreferenceChain, Mention, MentionForm, Naming, SourceKind

_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_INSTITUTIONS = {row[0] for row in read_lexicon("institutions")}
_SPOKESPEOPLE = {"spokesman", "spokeswoman", "spokesperson", "spox", "spokespeople"}
_SOURCES = {"source", "insider", "informant"}
# Nouns for people who work for the one who is named beside them: the employer narrows the group.
_STAFF = {
    "aide", "adviser", "advisor", "staffer", "staff", "lawyer", "attorney", "employee", "agent", "officer",
    "official", "deputy", "assistant", "secretary", "investigator", "prosecutor", "diplomat", "executive",
    "negotiator", "member", "manager", "worker", "source", "insider", "associate", "guard", "soldier",
    "detective", "police", "analyst", "reporter", "editor", "counsel", "operative", "surrogate", "strategist",
    "colleague", "relative", "friend",
}  # fmt: skip
_VAGUE_QUANTIFIERS = {
    "some", "many", "most", "several", "few", "various", "certain", "numerous", "other", "others", "more",
    "all",
}  # fmt: skip
_CIRCUMSTANCES = {
    "familiar", "close", "briefed", "present", "involved", "knowledge", "who", "speaking", "working", "near",
    "inside", "within",
}  # fmt: skip
_SAYS_NOTHING = {
    "anonymous", "unnamed", "unidentified", "one", "single", "other", "another", "same", "first", "second",
    "third",
}  # fmt: skip


def find_naming(text: str, chain: CoreferenceChain, kind: SourceKind) -> Naming:
    """The rung of the referent of `chain`, which is of `kind`; `text` is the article's."""
    if not chain.resolved:
        return Naming.UNCLEAR
    named = [mention for mention in chain.mentions if mention.name]
    described = [mention for mention in chain.mentions if mention.form is MentionForm.DESCRIPTION]
    if kind in {SourceKind.INSTITUTION, SourceKind.OUTLET}:
        return Naming.N4 if named else _name_institution(described, chain.mentions)
    if kind in {SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST}:
        return _name_document(text, described or named or list(chain.mentions))
    if named and kind is not SourceKind.GROUP:
        return Naming.N6 if any(mention.capacities for mention in chain.mentions) else Naming.N5
    if any(mention.noun in _SPOKESPEOPLE for mention in described):
        return Naming.N4
    if kind is SourceKind.GROUP:
        return _name_group(text, chain.mentions)
    if not described:
        return Naming.N1 if kind is not SourceKind.UNCLEAR else Naming.UNCLEAR
    if all(mention.noun in _SOURCES and _is_bare(text, mention) for mention in described):
        return Naming.N2
    if kind is SourceKind.UNCLEAR:
        return Naming.N1 if all(mention.plural for mention in described) else Naming.UNCLEAR
    return Naming.N3


def _name_institution(described: list[Mention], mentions: tuple[Mention, ...]) -> Naming:
    if any(mention.definite or _has_name(mention) for mention in described):
        return Naming.N4 if not all(mention.plural for mention in described) else Naming.N3
    return Naming.N1 if all(mention.plural for mention in mentions) else Naming.N3


def _name_document(text: str, mentions: list[Mention]) -> Naming:
    """By who answers for it: a named person N6, an institution N4, only described N3, a bare plural N1."""
    words = " ".join(text[mention.span.start_char : mention.span.end_char] for mention in mentions)
    lowered = re.findall(r"[\w.'’-]+", words.lower())
    if any(
        mention.noun == "report" and mention.plural and not mention.definite and not mention.modifiers
        for mention in mentions
    ):
        return Naming.N0  # "reports of ...": that somebody reports is all that is said
    if any(_INSTITUTIONS.intersection({mention.name.lower(), *mention.modifiers}) for mention in mentions):
        return Naming.N4
    if any(_has_name(mention) or mention.name for mention in mentions):
        return Naming.N4
    if any("’s" in word or "'s" in word for word in lowered) and re.search(r"\b[A-Z][\w-]+[’']s\b", words[1:]):
        return Naming.N4
    if all(mention.plural and not mention.modifiers and not mention.definite for mention in mentions):
        return Naming.N1
    return Naming.N3


def _name_group(text: str, mentions: tuple[Mention, ...]) -> Naming:
    """N3 where an employer, institution, number or circumstance narrows the group, else N1."""
    for mention in mentions:
        if mention.noun in _SOURCES:
            return Naming.N2 if _is_bare(text, mention) else Naming.N3
        words = set(mention.modifiers)
        if any(word.isdigit() or word in _NUMBERS for word in words):
            return Naming.N3
        if mention.noun in _STAFF and _names_employer(text, mention):
            return Naming.N3
        if words & _CIRCUMSTANCES:
            return Naming.N3
    return Naming.N1


def _is_bare(text: str, mention: Mention) -> bool:
    """Whether nothing is said of the source but that it is one."""
    return not set(mention.modifiers) - _SAYS_NOTHING - _VAGUE_QUANTIFIERS and not mention.capacities


def _names_employer(text: str, mention: Mention) -> bool:
    """Whether a name, an institution or a possessor stands with the noun."""
    words = text[mention.span.start_char : mention.span.end_char].split()
    return (
        any(word[:1].isupper() for word in words[1:])
        or (
            words[0][:1].isupper()
            and words[0].lower().strip("’'s") in {modifier.strip("’'s") for modifier in mention.modifiers}
            and words[0].lower() not in _RANKS
        )
        or any(
            modifier in _INSTITUTIONS or _NOUNS.get(modifier, ("", ""))[1] == "institution"
            for modifier in mention.modifiers
        )
        or any(modifier in {"his", "her", "their", "its"} for modifier in mention.modifiers)
    )


def _has_name(mention: Mention) -> bool:
    return bool(mention.name)


_RANKS = {
    "senior", "top", "local", "former", "current", "several", "some", "many", "most", "federal", "state",
    "retired", "high",
}  # fmt: skip
_NUMBERS = {
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen",
    "dozens", "hundred", "hundreds", "percent", "%", "half", "third",
}  # fmt: skip
