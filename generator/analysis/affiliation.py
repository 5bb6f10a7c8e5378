"""For whom a source speaks: the capacity in which it is credited, as far as the article gives one.

The words beside the source decide, in this order: running for an office or working for who does (party), the source's own
noun ("senator", "economist"), the institution that is named with it ("a spokesman for the Ministry for Rivers").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.lexicons import read_lexicon
from generator.model import Affiliation, CoreferenceChain, MentionForm, SourceKind

_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_TITLES = {row[0]: row for row in read_lexicon("titles")}
_INSTITUTIONS = {row[0]: row[2] for row in read_lexicon("institutions")}
_LONGEST = max(len(name.split()) for name in _INSTITUTIONS)
_OUTLETS = {row[0]: row[1] for row in read_lexicon("outlets") if row[2] == "name"}
_RUNNING = {"candidate", "nominee", "contender", "challenger", "frontrunner", "front-runner", "campaign"}
_ARMED = {Affiliation.LAW_ENFORCEMENT, Affiliation.INTELLIGENCE, Affiliation.COURT, Affiliation.ARMED_GROUP}
_STATE_RUN = re.compile(
    r"\bstate[- ](run |owned |controlled |funded )?(media|television|tv|radio|broadcaster|news agency|outlets?)\b"
    r"|\bstate-(run|owned|controlled|funded)\b"
)


def find_affiliation(text: str, chain: CoreferenceChain, kind: SourceKind) -> Affiliation:
    """The affiliation of the referent of `chain`, which is of `kind`; `text` is the article's."""
    if not chain.resolved or kind is SourceKind.UNCLEAR:
        return Affiliation.UNCLEAR
    phrases = list(_phrases(text, chain))
    if kind is SourceKind.OUTLET:
        names = {mention.name.lower() for mention in chain.mentions}
        state_run = any(_OUTLETS.get(name) == Affiliation.MEDIA_STATE for name in names)
        state_run = state_run or any(_STATE_RUN.search(phrase) for phrase in phrases)
        return Affiliation.MEDIA_STATE if state_run else Affiliation.MEDIA_OTHER
    words = [word for phrase in phrases for word in _words(phrase)]
    if _RUNNING.intersection(words) and kind is not SourceKind.POLL:
        return Affiliation.PARTY
    for phrase in phrases:
        for code in (_by_noun(phrase), _by_institution(phrase)):
            if code is not Affiliation.UNCLEAR:
                return code
    return Affiliation.UNCLEAR


def _phrases(text: str, chain: CoreferenceChain) -> Iterator[str]:
    """What the article calls the referent, lower-cased: its capacities, descriptions, and the names of institutions."""
    for mention in chain.mentions:
        for span in mention.capacities:
            yield text[span.start_char : span.end_char].lower()
        if mention.form is MentionForm.DESCRIPTION or mention.kind in {SourceKind.INSTITUTION, SourceKind.OUTLET}:
            yield text[mention.span.start_char : mention.span.end_char].lower()


def _words(phrase: str) -> list[str]:
    return [word.strip(".") for word in re.findall(r"[\w.-]+", phrase)]


def _by_noun(phrase: str) -> Affiliation:
    """By the noun that the phrase says the source is: the last before its first preposition or comma.

    Armed services go by what they serve: a police commissioner, a rebel commander.
    """
    head = re.split(r"\s(?:of|for|to|at|in|with|from|within|on|who|that)\s|[,(]", phrase)[0]
    known = [_NOUNS[noun][2] for noun in map(_noun, _words(head)) if noun]
    if not known or known[-1] == "-":
        return Affiliation.UNCLEAR
    if known[-1] in {Affiliation.EXECUTIVE, Affiliation.MILITARY}:
        return Affiliation(next((code for code in known if code in _ARMED), known[-1]))
    return Affiliation(known[-1])


def _noun(word: str) -> str:
    """The entry of the lexicon that `word` is a form of, or an abbreviated title for; "" if none."""
    return next((noun for noun in (word, _TITLES.get(word, ("", ""))[1], word.removesuffix("s")) if noun in _NOUNS), "")


def _by_institution(phrase: str) -> Affiliation:
    """By the longest institution in the phrase, by name or by its common noun."""
    words = _words(phrase)
    for size in range(_LONGEST, 0, -1):
        for start in range(len(words) - size + 1):
            code = _INSTITUTIONS.get(" ".join(words[start : start + size]), "-")
            if code != "-":
                return Affiliation(code)
    for word in words:
        noun = _NOUNS.get(word)
        if noun is not None and noun[1] in {"institution", "outlet"} and noun[2] != "-":
            return Affiliation(noun[2])
        if word in _OUTLETS:
            return Affiliation(_OUTLETS[word])
    return Affiliation.UNCLEAR
