"""Descriptions: "the president" after "President Ilo Brand", "the resident" after "A resident of Corvale"."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent
from generator.analysis.coreference.salience import find_salient
from generator.lexicons import read_lexicon
from generator.model import Mention, SourceKind, TextSpan

# Modifiers by which two descriptions with the same noun differ ("the second source", "the other officer").
_CONTRAST = {
    "other", "another", "second", "third", "fourth", "different", "new", "next", "same-named", "rival",
    "former", "fellow",
}  # fmt: skip
# What a text calls somebody it has named, to say something new of him: "Jon Vell ... The conservative said". Not what somebody
# else may be without being named: "the mayor" of a town is not the baker who was.
_CANDIDATES = {row[0] for row in read_lexicon("candidacies") if row[1] == "is"} - {"rival", "opponent"}
_EPITHETS = _CANDIDATES | {
    "republican", "democrat", "conservative", "liberal", "progressive", "socialist", "politician", "lawmaker", "senator",
    "congressman", "congresswoman", "businessman", "businesswoman", "billionaire", "millionaire", "mogul", "tycoon", "magnate",
    "entrepreneur", "novice", "veteran", "author", "writer", "novelist", "poet", "filmmaker", "actor",
    "actress", "comedian", "singer", "musician", "rapper", "columnist", "commentator", "pundit", "blogger",
    "activist", "star", "entertainer", "evangelist", "justice", "boxer", "athlete", "neurosurgeon", "surgeon", "lady", "old",
}  # fmt: skip
_NO_CANDIDATES = {"president", "vice-president", "secretary", "ambassador", "justice", "judge"} | {
    row[0] for row in read_lexicon("source_nouns") if row[3] == "representative"
}
_OFFICES = {
    row[0] for row in read_lexicon("source_nouns") if row[1] == "person" and row[2] in {"executive", "legislature"}
}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_PUBLIC = {"executive", "legislature", "court", "law-enforcement", "military"}
_WALKS = {"corporate", "media-other", "ngo", "academic", "-"}  # of life, in which somebody may have several names
_RELATIONS = {
    row[0] for row in read_lexicon("capacity_words") if row[1] in {"related", "leads", "somebody's", "speaks-for"}
}
_PAPERS = (
    {"bill", "legislation", "measure", "proposal", "act", "law", "amendment"},
    {"report", "study", "analysis", "paper", "research", "review"},
    {"statement", "email", "e-mail", "letter", "memo", "message"},
    {"article", "story", "column", "editorial", "op-ed"},
    {"poll", "survey"},
)
_LEAD = 3  # sentences of the body in which news says what it is about
_PARTISAN = {"republican", "democratic", "conservative", "liberal", "socialist", "labour", "gop"}
_PARTIES = {"republican", "democratic", "democrat", "conservative", "socialist", "labour", "libertarian"}
_SETS_APART = {",", "--", "—", "–"}
_COMPANY = {"company", "firm", "group", "operator", "corporation", "manufacturer", "utility"}


def resolve_description(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """Whom the description `mention` with the head `token` stands for; None where it is somebody new, or nothing decides."""
    if mention.head.end_char <= reading.headline_end and mention.kind is SourceKind.PERSON:
        named = _named_below(reading, mention, token)
        if named is not None:
            return named
    two = _both_named(reading, mention, token)
    if two is not None:
        return two
    paper = _paper_of_headline(reading, mention)
    if paper is not None:
        return paper
    contrast = _CONTRAST.intersection(mention.modifiers)
    if not (mention.definite or contrast) and (below := _identified_below(reading, mention, token)) is not None:
        return below
    if mention.definite and contrast == {"former"}:
        return _called_so(reading, mention, token)
    if not mention.definite or contrast:
        return None
    if any(child.dep_ == "poss" for child in token.children):
        # "his lawyer", "Ana Brel's lawyer": the same words again, or somebody new
        return _same_words(reading, mention)
    candidates = []
    for referent in reading.by_noun.get(mention.noun, ()):
        earlier = bisect_left(referent.heads, mention.head.start_char)
        if (
            earlier
            and referent.plural == mention.plural
            and referent.resolved
            and not _conflict(reading, mention, referent)
        ):
            candidates.append((referent.heads[earlier - 1], referent))
    if not candidates:
        return (
            _same_words(reading, mention)
            or _same_paper(reading, mention, token)
            or _named_later(reading, mention)
            or _known_company(reading, mention)
            or _newly_described(reading, mention, token)
            or _called_so(reading, mention, token)
            or _taken_up(reading, mention, token)
        )
    if any(referent.names for _, referent in candidates):  # not those of whom only the headline speaks
        candidates = [
            (head, referent)
            for head, referent in candidates
            if referent.names or referent.heads[-1] > reading.headline_end
        ]
    if len(candidates) == 1:
        return candidates[0][1]
    candidates.sort(key=lambda candidate: candidate[0])
    here = reading.sentences[token.i]
    if mention.kind is SourceKind.DOCUMENT:
        fitting = {referent for _, referent in candidates}
        return find_salient(reading, token, fitting.__contains__)
    last, before = (reading.sentences[reading.tokens[head].i] for head, _ in (candidates[-1], candidates[-2]))
    return candidates[-1][1] if here - last <= 1 and here - before > 3 else None


def _named_later(reading: Reading, mention: Mention) -> Referent | None:
    """The only one in the text that a name stands for and of whom the noun is said: "The mayor ... Ilse Marrow, the mayor"."""
    if mention.modifiers or mention.plural:
        return None
    borne = [known for known in reading.by_noun.get(mention.noun, ()) if mention.noun in known.offices and known.names]
    return borne[0] if len(borne) == 1 and borne[0].resolved and not borne[0].plural else None


def _named_below(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """For a description in the headline the only one in the text of whom a name is given and the noun is said.

    Where several are, the only one of whom the words before the noun are said too.
    """
    if mention.plural or any(child.dep_ in {"poss", "appos"} for child in token.children):
        return None
    bearers = _find_bearers(reading, mention.noun)
    if len(bearers) > 1:
        fitting = [known for known in bearers if mention.modifiers and not _conflicts_anywhere(reading, mention, known)]
        bearers = fitting or [known for known in bearers if _is_in_the_lead(reading, known)]
    return bearers[0] if len(bearers) == 1 else None


def _is_in_the_lead(reading: Reading, referent: Referent) -> bool:
    """Whether it is named in the first sentences of the text, where the one that the headline speaks of is named."""
    return any(len(name) > 1 for name in referent.names) and _sentence_of_body(reading, _first_named(referent)) < _LEAD


def _first_named(referent: Referent) -> int:
    """Where it is first named."""
    return min(mention.head.start_char for mention in referent.mentions if mention.name)


def _sentence_of_body(reading: Reading, offset: int) -> int:
    """How many sentences stand between the headline and that of the word at `offset`."""
    first = next(
        (i for i, token in enumerate(reading.doc) if token.idx >= reading.headline_end and not token.is_space), 0
    )
    return reading.sentences[reading.tokens[offset].i] - reading.sentences[first]


def _identified_below(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """Who holds the office, where the first sentences leave it to the next ones: "A councilman said ... Councilman Jon Vell"."""
    entry = _NOUNS.get(mention.noun)
    if mention.plural or mention.kind is not SourceKind.PERSON or entry is None or entry[2] not in _PUBLIC:
        return None
    if _sentence_of_body(reading, mention.head.start_char) >= _LEAD or any(
        child.dep_ in {"poss", "appos", "relcl", "acl"} for child in token.children
    ):
        return None
    bearers = _find_bearers(reading, mention.noun)
    if len(bearers) != 1 or mention.noun not in bearers[0].offices:
        return None
    named = _first_named(bearers[0])
    if named < mention.head.start_char:
        return None
    away = reading.sentences[reading.tokens[named].i] - reading.sentences[token.i]
    return bearers[0] if away <= _LEAD + 1 else None


def _paper_of_headline(reading: Reading, mention: Mention) -> Referent | None:
    """The poll or report of which only the headline has spoken yet, where the body comes to it: "Poll: Lomm leads"."""
    if mention.kind not in {SourceKind.POLL, SourceKind.DOCUMENT} or mention.plural:
        return None
    known = [one for one in reading.by_noun.get(mention.noun, ()) if one.heads[0] < mention.head.start_char]
    if len(known) != 1 or known[0].plural or known[0].names or known[0].heads[-1] >= reading.headline_end:
        return None
    return known[0] if mention.head.start_char >= reading.headline_end else None


def _same_paper(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """The only paper so far that another word for such a paper was used of, and that of late: "the measure" after "a bill"."""
    alike = next((nouns for nouns in _PAPERS if mention.noun in nouns), set())
    if mention.plural or mention.modifiers or not alike:
        return None
    known = dict.fromkeys(one for noun in sorted(alike) for one in reading.by_noun.get(noun, ()))
    before = [one for one in known if one.heads[0] < mention.head.start_char]
    if len(before) != 1 or before[0].plural or not before[0].resolved:
        return None
    last = before[0].heads[bisect_left(before[0].heads, mention.head.start_char) - 1]
    near = reading.sentences[token.i] - reading.sentences[reading.tokens[last].i] <= _LEAD
    return before[0] if near else None


def _both_named(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """For "the two" or "the two candidates" the last two who were named together, in one of the sentences before."""
    people = _NOUNS.get(mention.noun, ("", ""))[1] == "person"
    both = people and any(child.lower_ == "both" for child in token.children)
    counted = mention.definite and (mention.noun == "two" or "two" in mention.modifiers)
    if not (counted or both) or any(child.dep_ in {"relcl", "prep"} for child in token.children):
        return None
    return find_last_pair(reading, token)


def find_last_pair(reading: Reading, token: Token) -> Referent | None:
    """The last two who were named together before `token`, in its sentence or the three before; None where two pairs were."""
    here = reading.sentences[token.i]
    for sentence in range(here, max(-1, here - _LEAD - 1), -1):
        pairs = [
            known
            for known in reading.recent[sentence]
            if known.heads[0] < token.idx and any(len(one.parts) == 2 for one in known.mentions)
        ]
        if pairs:
            return pairs[0] if len(pairs) == 1 and pairs[0].resolved else None
    return None


def _taken_up(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """Who has just been named, where a description says more of them: "Jon Vell ... The hedge fund manager wrote".

    Not where a public office, a relation or nothing but a noun is said, for these may be another's; and only where nobody
    else has been named in that sentence or the one before.
    """
    entry = _NOUNS.get(mention.noun)
    if mention.plural or token.dep_ not in {"nsubj", "nsubjpass"} or token.idx in reading.quotation_at:
        return None
    if entry is None or entry[1] != "person" or entry[2] not in _WALKS:
        return None
    if entry[3] == "representative" and (mention.noun != "manager" or "campaign" in mention.modifiers):
        return None  # who may speak for the one just named
    if (
        not mention.modifiers
        or mention.noun in _RELATIONS
        or any(child.dep_ in {"relcl", "acl", "prep", "appos"} for child in token.children)
    ):
        return None
    here = reading.sentences[token.i]
    near = dict.fromkeys(
        known
        for sentence in reading.recent[max(0, here - 1) : here + 1]
        for known in sentence
        if known.may_be_person and known.names and (known.kinds or known.guesses) and known.heads[0] < token.idx
    )
    alone = next(iter(near)) if len(near) == 1 else None
    return alone if alone is not None and alone.resolved and alone.is_person else None


def _find_bearers(reading: Reading, noun: str) -> list[Referent]:
    """The people whom the text names and of whom it says `noun`."""
    known = reading.by_noun.get(noun, ())
    return [one for one in known if one.names and one.resolved and one.is_person and not one.plural]


def _conflicts_anywhere(reading: Reading, mention: Mention, referent: Referent) -> bool:
    phrases = " ".join(_find_phrases(reading, referent))
    return not all(word.casefold() in phrases for word in mention.modifiers)


def _newly_described(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """The only named person so far of whom the noun is said, where a place or party is added: "the Dunmere senator".

    It has to be one of the last two sentences that speak of them, since another senator may not be named at all.
    """
    added = [word for word in mention.modifiers if not word[:1].isupper() and word not in _PARTISAN]
    bearers = [one for one in _find_bearers(reading, mention.noun) if one.heads[0] < mention.head.start_char]
    if mention.plural or mention.kind is not SourceKind.PERSON or added or len(bearers) != 1:
        return None
    earlier = bisect_left(bearers[0].heads, mention.head.start_char)
    last = reading.sentences[reading.tokens[bearers[0].heads[earlier - 1]].i]
    return bearers[0] if reading.sentences[token.i] - last <= 2 else None


def _called_so(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """The named person most present, where the noun is one of those that take up a name without having been said of it."""
    known = bool({mention.noun, mention.noun.rsplit("-", 1)[-1]} & _EPITHETS) or "former" in mention.modifiers
    places = {"nsubj", "nsubjpass", "dobj", "poss"} if mention.noun in _CANDIDATES else {"nsubj", "nsubjpass"}
    if not known or mention.plural or token.dep_ not in places or _has_two_people(reading, token):
        return None
    narrowed = (child for child in token.children if child.dep_ in {"relcl", "acl"} or child.lower_ == "of")
    if any(child.left_edge.i == 0 or child.left_edge.nbor(-1).text not in _SETS_APART for child in narrowed):
        return None

    speakers = _find_speakers(reading, token)

    def fits(referent: Referent) -> bool:
        if referent in speakers:
            return False  # "she said that the nominee was late": not she
        other = referent.nouns & _OFFICES - {mention.noun} if mention.noun in _OFFICES else set()
        if mention.noun in _CANDIDATES and referent.nouns & _NO_CANDIDATES:
            return False  # a vice president or a spokesman who speaks of the nominee
        return (
            referent.is_person
            and bool(referent.names)
            and not other
            and not _of_other_party(reading, mention, referent)
        )

    return find_salient(reading, token, fits)


def _of_other_party(reading: Reading, mention: Mention, referent: Referent) -> bool:
    """Whether the text has called it by another party than the description: "the Democratic candidate" is no Republican."""
    party = _PARTIES.intersection(word.lower() for word in (*mention.modifiers, mention.noun))
    said = {word for phrase in _find_phrases(reading, referent) for word in phrase.split()} & _PARTIES
    return bool(party and said) and not {word[:8] for word in party} & {word[:8] for word in said}


def _has_two_people(reading: Reading, token: Token) -> bool:
    """Whether the sentence has named two people before `token`, either of whom the description may take up."""
    here = reading.sentences[token.i]
    people = [
        referent
        for referent in reading.recent[here]
        if referent.may_be_person
        and referent.names
        and any(mention.head.start_char < token.idx for mention in referent.mentions_in.get(here, ()))
    ]
    speakers = _find_speakers(reading, token)
    return sum(one not in speakers for one in people) > 1


def _find_speakers(reading: Reading, token: Token) -> set[Referent]:
    """Who says or thinks what `token` is the subject of: the subjects of the verbs above its clause."""
    found: set[Referent] = set()
    verb = token.head
    while verb.dep_ in {"ccomp", "xcomp", "advcl"} and verb.head.i != verb.i:
        said = verb.dep_ == "ccomp"
        verb = verb.head
        above = verb
        while above.dep_ in {"xcomp", "advcl", "conj"} and not any(one.dep_ == "nsubj" for one in above.children):
            above = above.head
        subjects = (one for one in above.children if one.dep_ == "nsubj" and said)
        found |= {reading.referent_of[one.idx] for one in subjects if one.idx in reading.referent_of}
    return found


def _known_company(reading: Reading, mention: Mention) -> Referent | None:
    """For "the company" the only name so far that stands for a thing by the words around it: "Brel, which owns the mill"."""
    if mention.modifiers or mention.plural or mention.noun not in _COMPANY:
        return None
    things = [known for known in reading.things if known.heads[0] < mention.head.start_char]
    return things[0] if len(things) == 1 else None


def _same_words(reading: Reading, mention: Mention) -> Referent | None:
    referent = reading.by_words.get(reading.words_of(mention.span))
    return referent if referent is not None and referent.resolved else None


def _conflict(reading: Reading, mention: Mention, referent: Referent) -> bool:
    """Whether the description says something of `referent` that none of the earlier phrases said."""
    if not mention.modifiers:
        return False
    said = _find_phrases(reading, referent)
    content = [word for word in mention.modifiers if word not in {"of", "in", "at", "the", "for", "and"}]
    return not all(any(head < mention.head and word in phrase for phrase, head in said.items()) for word in content)


def _find_phrases(reading: Reading, referent: Referent) -> dict[str, TextSpan]:
    """What has been used of it; each mention is looked at once, since a long article asks for the same ones again and again."""
    for known in referent.mentions[referent.phrased :]:
        for span in (known.span, *known.capacities):
            phrase = reading.words_of(span)
            referent.said[phrase] = min(known.head, referent.said.get(phrase, known.head))
    referent.phrased = len(referent.mentions)
    return referent.said
