"""The naming ladder: how much the article says of who is speaking, N0 to N6 (docs/coding-scheme.md, sections 2 and 6).

Naming follows the referent as the article identifies it anywhere: a pronoun has its referent's level, and a name or capacity
that comes later counts as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from generator.lexicons import read_lexicon
from generator.model import CoreferenceChain, Mention, MentionForm, Naming, SourceKind, TextSpan

_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_INSTITUTIONS = {row[0] for row in read_lexicon("institutions")}
_USES: dict[str, set[str]] = {}
for _word, _use, _ in read_lexicon("naming_words"):
    _USES.setdefault(_use, set()).add(_word)
_SPOKESPEOPLE = _USES["speaks-for"]
_SOURCES = _USES["source"]
_STAFF = _USES["staff"]
_SOMEBODYS = _USES["somebody's"]  # nobody is one without somebody whose
_EMPLOYERS = {row[0] for row in read_lexicon("outlets") if row[2] == "name"} | {
    row[0] for row in read_lexicon("institutions") if row[2] != "party"
}
_VAGUE_QUANTIFIERS = _USES["vague"]
_CIRCUMSTANCES = _USES["circumstance"]
_UNDIVIDED = {"police"}  # a body that takes a plural and no article
_SAYS_NOTHING = _USES["says-nothing"]


_NUMBERS = _USES["number"]
_SHARES = _USES["share"]
_PARTISANS = _USES["partisan"]
_CHAMBERS = _USES["chamber"]
_POSSESSIVES = {word for word, use, _ in read_lexicon("capacity_words") if use == "possessive"}
_PAPERS = {SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST}
_RUNGS = (Naming.UNCLEAR, Naming.N0, Naming.N1, Naming.N2, Naming.N3, Naming.N4, Naming.N5, Naming.N6)


def find_namings(
    chains: Sequence[CoreferenceChain], kinds: Sequence[SourceKind], candidacies: Sequence[Sequence[TextSpan]]
) -> tuple[Naming, ...]:
    """The rung of each of `chains`, which are of `kinds`; people named together stand on the lowest of their rungs.

    `candidacies[i]` are the words that say that `chains[i]` runs for an office, a role as any other.
    """
    alone = [
        Naming.N6 if naming is Naming.N5 and signs else naming
        for naming, signs in zip(map(_find_naming, chains, kinds), candidacies, strict=True)
    ]
    rung_at = {mention.head: naming for chain, naming in zip(chains, alone, strict=True) for mention in chain.mentions}
    authors = {
        mention.span.start_char: (mention.head, naming)
        for chain, kind, naming in zip(chains, kinds, alone, strict=True)
        for mention in chain.mentions
        if kind is SourceKind.PERSON
    }
    alone = [
        _name_by_author(chain, authors) or naming if kind in _PAPERS and chain.resolved else naming
        for chain, kind, naming in zip(chains, kinds, alone, strict=True)
    ]
    together = [[rung_at[part] for mention in chain.mentions for part in mention.parts] for chain in chains]
    return tuple(
        min(parts, key=_RUNGS.index) if parts else naming for parts, naming in zip(together, alone, strict=True)
    )


def _name_by_author(chain: CoreferenceChain, authors: Mapping[int, tuple[TextSpan, Naming]]) -> Naming | None:
    """The rung of whose paper it is, "Lomm's letter", "his memo"; None where nobody's name or pronoun begins the phrase.

    `authors` has the people by where their mentions begin: the mention's head and their rung.
    """
    for paper in chain.mentions:
        head, rung = authors.get(paper.span.start_char, (paper.head, Naming.UNCLEAR))
        if paper.form is MentionForm.DESCRIPTION and head < paper.head and rung in {Naming.N5, Naming.N6}:
            return rung
    return None


def _find_naming(chain: CoreferenceChain, kind: SourceKind) -> Naming:
    if not chain.resolved:
        return Naming.UNCLEAR
    named = [mention for mention in chain.mentions if mention.name]
    described = [mention for mention in chain.mentions if mention.form is MentionForm.DESCRIPTION]
    if kind in {SourceKind.INSTITUTION, SourceKind.OUTLET}:
        return Naming.N4 if named else _name_institution(described, chain.mentions)
    if kind in _PAPERS:
        return _name_document(described or named or list(chain.mentions), kind)
    if named and kind is not SourceKind.GROUP:
        return Naming.N6 if any(map(_says_role, chain.mentions)) else Naming.N5
    if any(mention.noun in _SPOKESPEOPLE for mention in described):
        return Naming.N4
    if kind is SourceKind.GROUP:
        return _name_group(chain.mentions)
    if not described:
        return Naming.N1 if kind is not SourceKind.UNCLEAR else Naming.UNCLEAR
    if all(mention.noun in _SOURCES and _is_bare(mention) for mention in described):
        return Naming.N2
    if kind is SourceKind.UNCLEAR:
        return Naming.N1 if all(mention.plural for mention in described) else Naming.UNCLEAR
    return Naming.N3


def _says_role(mention: Mention) -> bool:
    """Whether it says what its bearer is: beside the name, or in its place ("the justice")."""
    if mention.form is MentionForm.DESCRIPTION:
        return _NOUNS.get(mention.noun, ("", ""))[1] == "person"
    return bool(mention.capacities)


def _name_institution(described: list[Mention], mentions: tuple[Mention, ...]) -> Naming:
    if any(mention.noun in _UNDIVIDED or _is_somebodys_camp(mention) for mention in described):
        return Naming.N4
    if any(mention.definite for mention in described):
        return Naming.N4 if not all(mention.plural for mention in described) else Naming.N3
    return Naming.N1 if all(mention.plural for mention in mentions) else Naming.N3


def _is_somebodys_camp(mention: Mention) -> bool:
    """Whether it is a campaign or camp, and a name says whose: "Lomm camp"."""
    named = any(word[:1].isupper() for word in mention.modifiers)
    return named and not mention.plural and _NOUNS.get(mention.noun, ("", "", ""))[2] == "party"


def _name_document(mentions: list[Mention], kind: SourceKind) -> Naming:
    """By who answers for it: an institution, or whoever it is named after, N4; only described N3; a bare plural N1."""
    if any(mention.noun == "report" and _is_bare_plural(mention) for mention in mentions):
        return Naming.N0  # "reports of ...": that somebody reports is all that is said
    if any(mention.name or _names_somebody(mention) for mention in mentions):
        return Naming.N4
    if kind is SourceKind.POLL and all(mention.plural and not mention.definite for mention in mentions):
        return Naming.N1  # "recent polls"; what they show narrows them no further
    return Naming.N1 if all(_is_bare_plural(mention) for mention in mentions) else Naming.N3


def _is_bare_plural(mention: Mention) -> bool:
    return mention.plural and not mention.definite and not set(mention.modifiers) - _VAGUE_QUANTIFIERS


def _names_somebody(mention: Mention) -> bool:
    """Whether a name or an institution stands with the noun: "a Harbour Board report", "intelligence warnings"."""
    return any(
        word[:1].isupper() or word in _INSTITUTIONS or _NOUNS.get(word, ("", ""))[1] == "institution"
        for word in mention.modifiers
    )


def _name_group(mentions: tuple[Mention, ...]) -> Naming:
    """N3 where an employer, institution, number or circumstance narrows the group, else N1."""
    for mention in mentions:
        if mention.noun in _SOURCES:
            return Naming.N2 if _is_bare(mention) else Naming.N3
        words = set(mention.modifiers)
        if mention.noun in _SHARES or (mention.noun in {*_NUMBERS, "one"} and {"in", "out"} & words):
            continue  # "two in three" narrows nothing
        if mention.noun in _NUMBERS:
            return Naming.N3
        if mention.noun in _PARTISANS and _CHAMBERS.intersection(word.lower() for word in words):
            return Naming.N3  # "Senate Democrats"
        if any(word.isdigit() or word in _NUMBERS for word in words):
            return Naming.N3
        staff = mention.noun in _STAFF or (
            mention.form is MentionForm.PRONOUN and any(word.removesuffix("s") in _STAFF for word in words)
        )  # "some of Lomm's aides"
        if mention.noun in _SOMEBODYS or _has_known_employer(mention):
            return Naming.N3
        if staff and (_names_somebody(mention) or _POSSESSIVES.intersection(mention.modifiers)):
            return Naming.N3
        if words & _CIRCUMSTANCES:
            return Naming.N3
    return Naming.N1


def _has_known_employer(mention: Mention) -> bool:
    """Whether a name that the lexicons know, or several words that they know, narrow the group: "BBC moderators"."""
    words = mention.modifiers
    among = next((place for place, word in enumerate(words) if word in {"including", "such", "like"}), len(words))
    words = words[:among]
    names = any(word[:1].isupper() and word.lower() in _EMPLOYERS for word in words)
    return names or any(f"{one} {two}".lower() in _EMPLOYERS for one, two in pairwise(words))


def _is_bare(mention: Mention) -> bool:
    """Whether nothing is said of the source but that it is one."""
    return not set(mention.modifiers) - _SAYS_NOTHING - _VAGUE_QUANTIFIERS and not mention.capacities
