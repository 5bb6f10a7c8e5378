"""For whom a source speaks: the capacity in which it is credited, as far as the article gives one.

The words beside the source decide, in this order: running for an office or working for who does (party), the source's own
noun ("senator", "economist"), the institution that is named with it ("a spokesman for the Ministry for Rivers"). Whose
affiliation is that of somebody else in the article is asked in `affiliation_of_others`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from generator.lexicons import read_lexicon
from generator.model import Affiliation, CoreferenceChain, Mention, MentionForm, SourceKind, TextSpan
from generator.names import initials_of

_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_TITLES = {row[0]: row for row in read_lexicon("titles")}
_INSTITUTIONS = {row[0]: row[2] for row in read_lexicon("institutions")}
_OUTLETS = {row[0]: row[1] for row in read_lexicon("outlets") if row[2] == "name"}
_LONGEST = max(len(name.split()) for name in (*_INSTITUTIONS, *_OUTLETS))
_USES: dict[str, set[str]] = {}
for _word, _use, _ in read_lexicon("capacity_words"):
    _USES.setdefault(_use, set()).add(_word)
_ARMED = {Affiliation.LAW_ENFORCEMENT, Affiliation.INTELLIGENCE, Affiliation.COURT, Affiliation.ARMED_GROUP}
_COUNTRIES = {row[0] for row in read_lexicon("countries")}
_ISSUED_BY_NAME = {SourceKind.INSTITUTION, SourceKind.OUTLET, SourceKind.POLL}  # whose names tell what they are
_BODIES = {SourceKind.INSTITUTION, SourceKind.OUTLET}
_WORK_FOR = _USES["serves"] | _USES["works-for"]
_ALLIES = _USES["ally"] - _USES["serves"]
_OFFICES = {
    Affiliation.EXECUTIVE,
    Affiliation.LEGISLATURE,
    Affiliation.COURT,
    Affiliation.MILITARY,
    Affiliation.MEDIA_OTHER,
}
_POLITICAL = {Affiliation.LEGISLATURE, Affiliation.PARTY}
_HOME = re.compile(r", (?:[a-z]\.){2},? ?|, [a-z]{3,5}\.,? ?")  # "a Corvale, N.J., native"
_PREPOSITIONS = {"of", "for", "to", "at", "in", "with", "from", "on", "by", "under"}
_PREPOSED = re.compile(r"^(?:at|of|for|with|from|in|by)\s")
_SERVED = re.compile(r"^(?P<who>.*?)\s(?:to|for|of)\s(?P<whom>.+)$", re.DOTALL)
_OF_OUTLET = re.compile(
    rf"\s(?:of|at|for|with)\s(?:the\s)?(?P<outlet>{'|'.join(re.escape(name) for name in sorted(_OUTLETS, key=len, reverse=True))})"
    r"(?=,|$)"
)
_WORKERS = re.compile(
    r"^(?:\w+ )*(?:workers|teachers|teamsters|nurses|employees|machinists|steelworkers|firefighters|pilots|brotherhood|seafarers)"
    r"(?: (?:of|union)\b.*)?$"
)
_CHAMBER = re.compile(r"\b(house|senate|congressional|congress|parliament|assembly|chamber|(?:sub)?committee)\b(?! of)")
_NATIONAL = re.compile(r"\b(national|campaign|central|steering|executive) committee\b")  # of a party, not of a chamber
_DISTRICT = re.compile(r"^[rdi][-.]+ ?-?[a-z]")  # "(D-Dunmere)", as members of Congress are given
_PEOPLES = ("ian", "ish", "ese", "can", "ean", "ench", "erman", "utch", "eek", "aqi", "ani", "eli", "iss", "ch")
_PRESIDES = re.compile(r"\bpresident of (?!the (united|republic))|\b(its|their) president|[’']s (vice )?president\b")
_FORMER = re.compile(
    r"^who (?:served|worked|taught|headed|governed|represented)\b"
    r"|\b(former|ex|retired|onetime|one-time|then|late)\b(?!-)|\bex-|\bthen-"
)
_STATE_RUN = re.compile(
    r"\bstate[- ](run |owned |controlled |funded )?(media|television|tv|radio|broadcaster|news agency|outlets?)\b"
    r"|\bstate-(run|owned|controlled|funded)\b"
)


def find_affiliations(
    text: str,
    chains: Sequence[CoreferenceChain],
    kinds: Sequence[SourceKind],
    candidacies: Sequence[Sequence[TextSpan]],
    asked: Sequence[bool],
) -> tuple[Affiliation, ...]:
    """The affiliation of the referent of each of `chains`, which are of `kinds`; `text` is the article's.

    `candidacies[i]` are the words that say that `chains[i]` runs for an office, if any. Bodies come first, since those who
    speak for one, or lead it, have its affiliation. Those who are neither `asked` for nor can tell whom somebody else speaks for
    are left unclear.
    """
    bodies: dict[str, Affiliation] = {}
    found = [Affiliation.UNCLEAR] * len(chains)
    wanted = [i for i, chain in enumerate(chains) if asked[i] or any(map(_is_told_by, chain.mentions))]
    for i in sorted(wanted, key=lambda i: kinds[i] not in _BODIES):
        found[i] = _find_affiliation(text, chains[i], kinds[i], candidacies[i], bodies)
        named = {_bare(mention.name): found[i] for mention in chains[i].mentions if mention.name}
        named |= {
            initials_of(name.split()): code
            for name, code in named.items()
            if kinds[i] in _BODIES and name.count(" ") > 1
        }
        if found[i] is not Affiliation.UNCLEAR and kinds[i] in _BODIES:
            bodies |= named
    return tuple(found)


def _is_told_by(mention: Mention) -> bool:
    """Whether another's affiliation may be told by this mention: "Lomm's aides", "her team"."""
    return bool(mention.name) or mention.noun in _USES["possessive"]


def _find_affiliation(
    text: str,
    chain: CoreferenceChain,
    kind: SourceKind,
    candidacy: Sequence[TextSpan],
    bodies: Mapping[str, Affiliation],
) -> Affiliation:
    if not chain.resolved:
        return Affiliation.UNCLEAR
    phrases = sorted(
        _phrases(text, chain, kind), key=lambda phrase: bool(_FORMER.search(phrase))
    )  # what it is before what it was
    if kind in _BODIES:  # and its own name, where that is known, before what it is called
        phrases.sort(key=lambda phrase: _longest_institution(_words(phrase)) is None)
    if kind is SourceKind.OUTLET:
        names = {mention.name.lower() for mention in chain.mentions}
        state_run = any(_OUTLETS.get(name) == Affiliation.MEDIA_STATE for name in names)
        state_run = state_run or any(_STATE_RUN.search(phrase) for phrase in phrases)
        return Affiliation.MEDIA_STATE if state_run else Affiliation.MEDIA_OTHER
    if candidacy and kind in {SourceKind.PERSON, SourceKind.UNCLEAR}:
        return Affiliation.PARTY
    if any(map(_runs, phrases)) and kind is not SourceKind.POLL:
        return Affiliation.PARTY
    if kind is SourceKind.POLL:
        phrases = [phrase.replace("-", " ") for phrase in phrases]  # "a Courier-Corvale University poll"
    told = [(phrase, code) for phrase in phrases if (code := _read_phrase(phrase, kind, bodies)) is not None]
    if _OFFICES.isdisjoint(code for _, code in told) and any(map(_gives, phrases)):
        return Affiliation.ACTOR  # a donor who also leads a company speaks as a donor
    if told:  # a senator who is a candidate's surrogate, or a donor, is a senator
        return min(told, key=lambda one: _outranked(*one))[1]
    if kind is SourceKind.GROUP and any(map(_is_nation, chain.mentions)):
        return Affiliation.EXECUTIVE  # "the Germans announce"
    if kind is SourceKind.INSTITUTION and any(_bare(mention.name) in _COUNTRIES for mention in chain.mentions):
        return Affiliation.EXECUTIVE  # a country that says something is its government
    if kind is SourceKind.INSTITUTION and any(_WORKERS.match(_bare(mention.name)) for mention in chain.mentions):
        return Affiliation.NGO  # "the Dock Workers of Marlen" are a union
    if any(map(_DISTRICT.match, phrases)):
        return Affiliation.LEGISLATURE
    if kind is SourceKind.PERSON and any(phrase.startswith("executive director") for phrase in phrases):
        return Affiliation.NGO  # as only those of charities and associations are called
    if kind is SourceKind.GROUP and any(map(_is_people, chain.mentions)):
        return Affiliation.ACTOR
    if kind is SourceKind.PERSON and any(_USES["speaks-for-self"].intersection(_words(phrase)) for phrase in phrases):
        return Affiliation.ACTOR
    if kind is SourceKind.GROUP and any(map(_is_share, chain.mentions)):
        return Affiliation.ACTOR  # a share of those who were asked
    return Affiliation.UNCLEAR


def _is_share(mention: Mention) -> bool:
    return mention.noun in _USES["share"] or (
        mention.noun == "one" and bool({"in", "out"}.intersection(mention.modifiers))
    )


def _is_nation(mention: Mention) -> bool:
    """Whether it is a nation with its article and no more, "the Germans"."""
    bare = mention.noun.removesuffix("s")
    return mention.plural and mention.definite and not mention.modifiers and bare.endswith(_PEOPLES)


def _is_people(mention: Mention) -> bool:
    """Whether it is any number of a nation or of those who are for something: "Marlenians", "those backing Lomm"."""
    bare = mention.noun.removesuffix("s")
    those = mention.noun == "those" or mention.noun.isdigit()  # "those over 60"
    backs = those and bool(_USES["backs"].intersection(mention.modifiers))
    return backs or (mention.plural and not mention.definite and mention.noun != bare and bare.endswith(_PEOPLES))


def _gives(phrase: str) -> bool:
    """Whether it calls its bearer a donor."""
    return any(word.removesuffix("s") in _USES["gives"] for word in _called(phrase)[-1:])


def _called(phrase: str) -> list[str]:
    """The words before the first preposition or comma: what the phrase calls its bearer."""
    return _words(re.split(r"\s(?:of|for|to|in|from|who)\s|[,(]", phrase)[0])


def _read_phrase(phrase: str, kind: SourceKind, bodies: Mapping[str, Affiliation]) -> Affiliation | None:
    codes = (
        _by_party(phrase),
        _by_leader(phrase, bodies),
        _by_workplace(phrase, bodies),
        _by_noun(phrase, kind),
        _by_institution(phrase, bodies),
        _by_served(phrase, kind),
    )
    return next((code for code in codes if code is not Affiliation.UNCLEAR), None)


def _outranked(phrase: str, code: Affiliation) -> int:
    """How far what else the article says of the source goes before it: private capacities last, before them causes and allies."""
    if code is Affiliation.ACTOR:
        return 2
    if code is Affiliation.NGO and any(_noun(word) in _USES["cause"] for word in _called(phrase)[-1:]):
        return 1
    return int(code is Affiliation.PARTY and any(word.removesuffix("s") in _ALLIES for word in _words(phrase)))


def _runs(phrase: str) -> bool:
    """Whether it says of its bearer that it runs for an office, or works for who does; not "the Campaign Law Center"."""
    words = _words(phrase)
    if "transition team" in phrase:
        return True
    if any(word in _USES["related"] for word in _called(phrase)[-1:]):
        return False  # a supporter of the campaign
    return any(
        word in _USES["running"]
        and not any(_INSTITUTIONS.get(after, "-") != "-" for after in words[place + 1 : place + 4])
        for place, word in enumerate(words)
    )


def _bare(name: str) -> str:
    return name.lower().removeprefix("the ").removesuffix("’s").removesuffix("'s")


def _phrases(text: str, chain: CoreferenceChain, kind: SourceKind) -> Iterator[str]:
    """What the article calls the referent, lower-cased: its capacities, descriptions, and the names of institutions.

    A person whose surname is an institution's is none.
    """
    for mention in chain.mentions:
        for span in mention.capacities:
            yield text[span.start_char : span.end_char].lower()
        if mention.form is MentionForm.PRONOUN and " of " in (
            whole := text[mention.span.start_char : mention.span.end_char].lower()
        ):
            yield whole.split(" of ", 1)[1]  # "some of his admirers"
        if mention.form is MentionForm.DESCRIPTION or (
            kind is not SourceKind.PERSON and mention.kind in _ISSUED_BY_NAME
        ):
            yield text[mention.span.start_char : mention.span.end_char].lower()


def _words(phrase: str) -> list[str]:
    return list(_cut(phrase))


@lru_cache(maxsize=4096)
def _cut(phrase: str) -> tuple[str, ...]:
    """The words of the phrase; several questions are asked of each."""
    return tuple(word.strip(".") for word in re.findall(r"[\w.-]+", phrase))


def _by_party(phrase: str) -> Affiliation:
    """Of those who serve a party, "a senior Reform Party official", or its members in a chamber, "Democrats on the committee"."""
    words = set(_words(phrase))
    in_chamber = _CHAMBER.search(phrase) and not _NATIONAL.search(phrase)
    if in_chamber and (words & _USES["partisan"] or (words & _USES["party"] and words & _USES["staff"])):
        return Affiliation.LEGISLATURE
    if "government" in words:
        return Affiliation.UNCLEAR  # whose officials are not the party's
    serves = any(word.removesuffix("s") in _USES["serves"] for word in words)
    return Affiliation.PARTY if serves and words & _USES["party"] else Affiliation.UNCLEAR


def _by_served(phrase: str, kind: SourceKind) -> Affiliation:
    """Of those who work for somebody who is only described: "an aide to the senator", "adviser to Vice President Lomm"."""
    match = _SERVED.match(phrase)
    if match is None or not any(word.removesuffix("s") in _WORK_FOR for word in _words(match["who"])):
        return Affiliation.UNCLEAR
    return _by_noun(match["whom"], kind)


def _by_leader(phrase: str, bodies: Mapping[str, Affiliation]) -> Affiliation:
    """Of those who lead a body that the article names: "Dock Union president", "director of the Dock Union"."""
    words = _words(phrase)
    for place, word in enumerate(words):
        if word not in _USES["leads"]:
            continue
        of = words[place + 2 if words[place + 1 : place + 2] == ["of"] else place + 1 :]
        before, after = " ".join(words[:place]), " ".join(of).removeprefix("the ")
        for name, code in bodies.items():
            rest = after.removeprefix(name).split()
            begins = f"{after} ".startswith(f"{name} ") and (" " in name or rest[:1] in ([], ["in"], ["and"], ["who"]))
            whole = begins or (" " in name and _holds(after, name))
            if whole or f" {before}".endswith(f" {name}"):  # not "California" in "the University of California"
                return code
    return Affiliation.UNCLEAR


def _by_workplace(phrase: str, bodies: Mapping[str, Affiliation]) -> Affiliation:
    """Of scholars who work elsewhere than at a university: "an economist at the Harbor Foundation"; of who leads an outlet."""
    if (outlet := _OF_OUTLET.search(phrase)) is not None and any(
        (noun := _noun(word)) and _NOUNS[noun][2] in {Affiliation.CORPORATE, Affiliation.EXECUTIVE, "-"}
        for word in _called(phrase)[-1:]
    ):
        return Affiliation(_OUTLETS[outlet["outlet"]])
    called, at, where = phrase.partition(" at ")
    scholar = at and any(_noun(word) in _USES["scholar"] for word in _called(called)[-1:])
    return _by_institution(where, bodies) if scholar else Affiliation.UNCLEAR


def _holds(words: str, name: str) -> bool:
    return f" {name} " in f" {words} "


def _by_noun(phrase: str, kind: SourceKind) -> Affiliation:
    """By the noun that the phrase says the source is: the last before its first preposition or comma.

    Armed services go by what they serve: a police commissioner, a rebel commander. A body is not what its members are.
    """
    if _PREPOSED.match(phrase):
        return Affiliation.UNCLEAR
    head = re.split(
        r"\s(?:of|for|to|at|in|with|from|within|on|who|that|by|under|during)\s|[,(]|\s[-–—]+\s", _HOME.sub(" ", phrase)
    )[0]
    words = _words(head)
    if phrase in {"representative", "representatives", "speaker"}:
        return Affiliation.LEGISLATURE  # the title; "a representative for the brand" is none
    if kind in _BODIES and _longest_institution(_words(phrase)) is not None:
        return Affiliation.UNCLEAR  # "the White House" is more than a house
    pairs = [
        pair
        for one, two in pairwise(words)
        for pair in (f"{one} {two}", f"{one} {two.removesuffix('s')}")
        if pair in _NOUNS
    ]
    inside = {word for pair in pairs for word in pair.split()}  # an inspector general is no inspector
    if kind in _BODIES and words and words[-1] not in inside and _INSTITUTIONS.get(words[-1], "-") != "-":
        return Affiliation.UNCLEAR  # "the Harbor County GOP" is no county
    nouns = [noun for word in words if word not in inside and (noun := _noun(word))] + pairs
    if kind is SourceKind.INSTITUTION:
        nouns = [noun for noun in nouns if _NOUNS[noun][1] != "person"]
    known = [_NOUNS[noun][2] for noun in nouns]
    if nouns[-1:] and nouns[-1] in _USES["ally"] and _POLITICAL.intersection(known[:-1]):
        return Affiliation.PARTY  # "the senator's allies"
    if nouns[-1:] == ["president"] and (_PRESIDES.search(phrase) or _presides_body(words)):
        return Affiliation.UNCLEAR  # of a union, a company, a club: what it is has to say so
    if not known or known[-1] == "-":
        return Affiliation.UNCLEAR
    if kind is SourceKind.GROUP and nouns[-1] in _USES["takes-part"]:
        return Affiliation.ACTOR  # a crowd of activists; an activist who is named is one by trade
    if nouns[-1] == "official":
        employer = _by_institution(" ".join(words), {})
        if employer is not Affiliation.UNCLEAR:
            return employer  # "university officials", "law enforcement officials"
    if known[-1] in {Affiliation.EXECUTIVE, Affiliation.MILITARY}:
        return Affiliation(next((code for code in known if code in _ARMED), known[-1]))
    return Affiliation(known[-1])


def _presides_body(words: Sequence[str]) -> bool:
    """Whether what stands before "president" is no country: "Brelco president", "CWA President"."""
    before = words[: words.index("president")] if "president" in words else []
    named = [word for word in before if word not in _USES["president-of-state"]]
    return bool(named) and not any(_is_country(word) for word in (*named, " ".join(named)))


def _is_country(word: str) -> bool:
    return word in _COUNTRIES or word.endswith(_PEOPLES)


def _longest_institution(words: Sequence[str]) -> str | None:
    """The name of several words in `words` that the lexicon knows; None if there is none."""
    for size in range(_LONGEST, 1, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if _INSTITUTIONS.get(name, "-") != "-":
                return name
    return None


@lru_cache(maxsize=4096)
def _noun(word: str) -> str:
    """The entry of the lexicon that `word` is a form of, or an abbreviated title for; "" if none."""
    word = word.removeprefix("ex-").removeprefix("then-").removeprefix("co-")
    word = f"{word[:-3]}man" if word.endswith("men") else word
    singular = (word.removesuffix("s"), word.removesuffix("es"), f"{word.removesuffix('ies')}y")
    return next((noun for noun in (word, _TITLES.get(word, ("", ""))[1], *singular) if noun in _NOUNS), "")


def _heads_first(words: Sequence[str]) -> list[str]:
    """The words between one preposition and the next, the last of them first, as that says what kind of body it is."""
    ordered: list[str] = []
    stretch: list[str] = []
    for word in words:
        if word in _PREPOSITIONS:
            ordered += reversed(stretch)
            stretch = []
        stretch.append(word)
    return ordered + stretch[::-1]


def _by_institution(phrase: str, bodies: Mapping[str, Affiliation]) -> Affiliation:
    """By the longest institution in the phrase, by name or by its common noun, or by one that the article says more of."""
    words = [word for word in _words(phrase) if word != "campaign" or _runs(phrase)]
    if phrase.startswith("who "):
        words = [word for word in words if word != "group"]  # "who founded the group": no company by that
    if words[:1] and words[0] in _USES["before-a-kind"]:
        words = [word for word in words if word != "group"]  # "one group" may be any; "the Brelco Group" is a company
    for size in range(_LONGEST, 0, -1):
        names = (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))
        for name in names if size > 1 else _heads_first(words):
            code = _OUTLETS.get(name, _INSTITUTIONS.get(name, "-"))
            if code != "-":
                return Affiliation(code)
    site = any(word.endswith((".com", ".org", ".net")) for word in words[:1])
    if site or any(word.endswith("tv") and len(word) > 4 for word in words):
        return Affiliation.MEDIA_OTHER  # "Courier.com writer Jon Vell", "a director at CorvaleTV"
    for word in words:
        noun = _NOUNS.get(word)
        if noun is not None and noun[1] in {"institution", "outlet"} and noun[2] != "-":
            return Affiliation(noun[2])
        if word in _OUTLETS:
            return Affiliation(_OUTLETS[word])
    return next((code for name, code in bodies.items() if _holds(" ".join(words), name)), Affiliation.UNCLEAR)
