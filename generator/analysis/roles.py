"""What a source is to the events, and whether it still has the capacity that the article gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.lexicons import read_lexicon
from generator.model import CoreferenceChain, MentionForm, SourceKind, SourceRole, SourceStatus, TextSpan

_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_TITLES = {row[0]: row for row in read_lexicon("titles")}
_FORMER = re.compile(
    r"^who (?:served|worked|taught|headed|governed|represented)\b"
    r"|\b(former|ex|retired|onetime|one-time|erstwhile|then|late|outgoing)\b(?!-)|\bex-|\bthen-"
)
_PAPERS = {SourceKind.OUTLET, SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST}


def find_role(text: str, chain: CoreferenceChain, kind: SourceKind, candidacy: Sequence[TextSpan]) -> SourceRole:
    """The role of the referent of `chain`, which is of `kind`: who speaks for somebody is a representative, whatever else.

    `candidacy` are the words that say that it runs for an office, if any.
    """
    if not chain.resolved:
        return SourceRole.UNCLEAR
    if kind in _PAPERS:
        return SourceRole.INFORMATIONAL
    roles = [role for phrase in _capacities(text, chain) for role in _roles_in(phrase)]
    if SourceRole.REPRESENTATIVE in roles:
        return SourceRole.REPRESENTATIVE
    if roles:
        return roles[0]
    return SourceRole.PARTICIPANT if candidacy or kind is SourceKind.INSTITUTION else SourceRole.UNCLEAR


def find_status(text: str, chain: CoreferenceChain) -> SourceStatus:
    """`former` where every capacity is said to be over, `current` where one is not, `unclear` where none is given."""
    capacities = _capacities(text, chain)
    if not chain.resolved or not capacities:
        return SourceStatus.UNCLEAR
    return SourceStatus.FORMER if all(_FORMER.search(phrase) for phrase in capacities) else SourceStatus.CURRENT


def _capacities(text: str, chain: CoreferenceChain) -> list[str]:
    spans = {span for mention in chain.mentions for span in mention.capacities}
    spans |= {
        mention.span for mention in chain.mentions if mention.form is MentionForm.DESCRIPTION and not mention.parts
    }
    return [text[span.start_char : span.end_char].lower() for span in sorted(spans)]


def _roles_in(phrase: str) -> list[SourceRole]:
    """The role of the noun that the phrase says the source is: the last before its first preposition or comma."""
    head = re.split(r"\s(?:of|for|to|at|in|with|from|within|on|who|that)\s|[,(]", phrase)[0]
    for word in reversed(re.findall(r"[\w-]+", head)):
        word = word.removeprefix("ex-").removeprefix("then-").removeprefix("co-")
        for noun in (word, _TITLES.get(word, ("", ""))[1], word.removesuffix("s")):
            if noun in _NOUNS:
                return [SourceRole(_NOUNS[noun][3])] if _NOUNS[noun][3] != "-" else []
    return []
