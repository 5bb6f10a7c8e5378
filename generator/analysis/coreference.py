"""Which mentions have the same referent: names, then descriptions and pronouns in reading order.

Two full names with different first names are never one person; a surname alone goes to the one full name that bears it, or
to none. Descriptions go back to a referent that the text has given the same noun ("the president" after "President Ilo
Brand"). Pronouns go to the most salient candidate before them, after the weights of Lappin & Leass (1994) and with what news
prose adds (who has just been credited goes on speaking), and only where it stands clear of the second; else they stay
unresolved. Agreement rests on pronouns and titles that stand in the text, never on lists of first names, and is not kept.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import (
    Attribution,
    CoreferenceChain,
    Mention,
    MentionForm,
    Quotation,
    QuotationKind,
    SourceKind,
    TextSpan,
)

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_INSTITUTION_NOUNS = {noun for noun, row in _NOUNS.items() if row[1] in {"institution", "outlet"}}

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "hers", "herself"}
_THEY = {"they", "them", "their", "theirs", "themselves"}
_IT = {"it", "its", "itself"}
_FIRST = {"i", "me", "my", "mine", "myself"}
_RELATIVE = {"who", "whom", "which", "that", "whose"}
# Words that point to somebody mentioned or present, and that nothing here resolves.
_ANAPHORIC = {
    "we", "us", "our", "you", "your", "this", "these", "those", "both", "another", "one", "each", "either",
    "neither",
}  # fmt: skip
_NAME_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "esq", "esq."}
# Modifiers by which two descriptions with the same noun differ ("the second source", "the other officer").
_CONTRAST = {
    "other", "another", "second", "third", "fourth", "different", "new", "next", "same-named", "rival",
    "former", "fellow",
}  # fmt: skip

_FORMER = {"former", "ex", "then", "late", "outgoing", "acting", "deputy", "vice"}
_COMPANY = {"company", "firm", "group", "operator", "corporation", "manufacturer", "utility"}
_LOCATIVES = {"in", "near", "outside", "across", "throughout", "around"}

_WINDOW = 4  # sentences that a pronoun looks back
_MARGIN = 0.22  # how far, of the first candidate's salience, the second must stay behind
_FLOOR = 0.45  # the least salience that decides anything


@dataclass(eq=False)
class _Referent:
    """What is known of a referent while the text is read."""

    mentions: list[Mention] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # where their heads begin, ascending
    mentions_in: dict[int, list[Mention]] = field(default_factory=dict)  # by sentence
    names: set[tuple[str, ...]] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)  # of these nouns those that are said as of the only one: "the mayor"
    agreement: Counter[str] = field(default_factory=Counter)
    kinds: Counter[SourceKind] = field(default_factory=Counter)
    guesses: Counter[SourceKind] = field(default_factory=Counter)
    plural: bool = False
    place: bool = False  # something is said to be "in" it
    resolved: bool = True

    def add(self, mention: Mention, sentence: int) -> None:
        self.mentions.append(mention)
        insort(self.heads, mention.head.start_char)
        self.mentions_in.setdefault(sentence, []).append(mention)
        if mention.kind is not SourceKind.UNCLEAR:
            (self.guesses if mention.guessed else self.kinds)[mention.kind] += 1
        for title in mention.titles:
            entry = _TITLES.get(title)
            if entry is not None and entry[2] != "-":
                self.agreement[entry[2]] += 3
            self.nouns.add(entry[1] if entry is not None and entry[1] != "-" else title)
            if not _FORMER.intersection(mention.titles):
                self.offices.add(entry[1] if entry is not None and entry[1] != "-" else title)
        entry = _NOUNS.get(mention.noun)
        if mention.form is MentionForm.DESCRIPTION:
            self.nouns.add(mention.noun)
        if (
            entry is not None
            and entry[4] not in {"", "-"}
            and not mention.plural
            and mention.form is MentionForm.DESCRIPTION
        ):
            self.agreement[entry[4]] += 3

    @property
    def is_person(self) -> bool:
        votes = self.kinds or self.guesses
        return not self.plural and 2 * votes[SourceKind.PERSON] >= max(1, votes.total())

    @property
    def may_be_person(self) -> bool:
        """Also where only the entity recogniser, which errs on names it has not met, says something else."""
        return self.is_person or not (self.plural or self.kinds or self.place or not self.names)

    def agrees(self, gender: str) -> bool:
        other = "she" if gender == "he" else "he"
        return self.agreement[other] <= self.agreement[gender]


def resolve_coreference(
    doc: Doc,
    quotations: Sequence[Quotation],
    mentions: tuple[Mention, ...],
    attributions: Sequence[Attribution],
    heads: Sequence[TextSpan | None],
) -> tuple[CoreferenceChain, ...]:
    """The chains of `mentions` in the order of their first mention; each mention is in exactly one.

    `heads[i]` is the head word of the source of `attributions[i]`.
    """
    return _Resolution(doc, quotations, mentions, attributions, heads).resolve()


class _Resolution:
    """One reading of one text."""

    def __init__(
        self,
        doc: Doc,
        quotations: Sequence[Quotation],
        mentions: tuple[Mention, ...],
        attributions: Sequence[Attribution],
        heads: Sequence[TextSpan | None],
    ) -> None:
        self.text = doc.text
        self.doc = doc
        self.mentions = mentions
        self.tokens = {token.idx: token for token in doc}
        self.source_heads = {head.start_char for head in heads if head is not None}
        self.sentences = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
        self.quotation_at = {
            offset: number
            for number, quotation in enumerate(quotations)
            if quotation.depth == 0 and quotation.kind is QuotationKind.SPEECH
            for offset in range(quotation.span.start_char, quotation.span.end_char)
        }
        # whose words a quotation holds: the head word of the source of the attribution that covers it
        self.speaker_of = {
            self.quotation_at[span.start_char]: head.start_char
            for attribution, head in zip(attributions, heads, strict=True)
            for span in attribution.content
            if attribution.depth == 0 and head is not None and span.start_char in self.quotation_at
        }
        self.places = _number_narrative(doc, self.quotation_at)
        self.referent_of: dict[int, _Referent] = {}  # by the offset of the mention's head
        self.referents: list[_Referent] = []
        self.by_noun: dict[str, dict[_Referent, None]] = {}  # every noun that the text has used of it, in this order
        self.things: dict[_Referent, None] = {}  # those that a name stands for and a "which" takes up
        self.by_words: dict[str, _Referent] = {}  # the latest that these very words stood for
        self.recent: list[dict[_Referent, None]] = [{} for _ in range(len(set(self.sentences.values())) or 1)]

    def resolve(self) -> tuple[CoreferenceChain, ...]:
        self._resolve_names()
        self._find_agreement()
        for mention in self.mentions:
            if mention.head.start_char not in self.referent_of:
                referent = self._resolve(mention) or self._new(resolved=not self._is_unclear(mention))
                self._join(mention, referent)
        chains = [
            CoreferenceChain(
                mentions=tuple(sorted(referent.mentions, key=lambda mention: mention.head)), resolved=referent.resolved
            )
            for referent in self.referents
        ]
        return tuple(sorted(chains, key=lambda chain: chain.mentions[0].head))

    def _new(self, *, resolved: bool = True) -> _Referent:
        referent = _Referent(resolved=resolved)
        self.referents.append(referent)
        return referent

    def _join(self, mention: Mention, referent: _Referent) -> None:
        token = self.tokens[mention.head.start_char]
        sentence = self.sentences[token.i]
        if not referent.mentions:
            referent.plural = mention.plural
        referent.add(mention, sentence)
        for span in mention.capacities:
            head = self._capacity_noun(span)
            if head:
                referent.nouns.add(head)
                words = self._text(span).split()
                if words[0] not in {"a", "an", "one"} and not _FORMER.intersection(words):
                    referent.offices.add(head)
                entry = _NOUNS.get(head)
                if entry is not None and entry[4] not in {"", "-"} and not mention.plural:
                    referent.agreement[entry[4]] += 3
                if entry is not None and entry[1] == "person" and not mention.plural:
                    referent.kinds[SourceKind.PERSON] += 2
        self.referent_of[mention.head.start_char] = referent
        if token.dep_ == "pobj" and token.head.lower_ in _LOCATIVES:
            referent.place = True
        last_words = {name[-1] for name in referent.names} & _INSTITUTION_NOUNS
        referent.offices |= last_words
        if mention.name and any(
            child.dep_ == "relcl" and any(word.lower_ == "which" for word in child.children) for child in token.children
        ):
            self.things[referent] = None
        for noun in referent.nouns | last_words:
            self.by_noun.setdefault(noun, {})[referent] = None
        if mention.form is MentionForm.DESCRIPTION:
            self.by_words[self._text(mention.span)] = referent
        self.recent[sentence][referent] = None

    def _capacity_noun(self, span: TextSpan) -> str:
        """The last noun before the first preposition: "campaign manager" of "campaign manager for Ana Brel"."""
        noun = ""
        found = self.doc.char_span(span.start_char, span.end_char, alignment_mode="expand")
        for token in found if found is not None else ():
            if noun and (token.dep_ == "prep" or token.is_punct):
                break
            word = token.lower_.rstrip(".")
            if token.pos_ in {"NOUN", "PROPN"} or word in _TITLES:
                title = _TITLES.get(word)
                noun = title[1] if title is not None and title[1] != "-" else token.lemma_.lower()
        return noun

    # --- names ---------------------------------------------------------------------------------------------------

    def _resolve_names(self) -> None:
        """Full names first, then the shorter forms that one of them explains."""
        named = [mention for mention in self.mentions if mention.form is MentionForm.NAME]
        acronyms = _find_acronyms(self.text, named)
        full: dict[tuple[str, ...], _Referent] = {}
        alike: dict[tuple[str, str], list[tuple[str, ...]]] = {}  # by first and last word
        bearers: dict[str, list[tuple[str, ...]]] = {}  # by first or last word
        for mention in named:
            key = _name_key(mention.name)
            if len(key) < 2:
                continue
            same = alike.setdefault((key[0], key[-1]), [])
            if key not in full:
                full[key] = next((full[words] for words in same if _same_full_name(words, key)), None) or self._new()
                same.append(key)
                for word in {key[0], key[-1]}:
                    bearers.setdefault(word, []).append(key)
            full[key].names.add(key)
            self._join(mention, full[key])
        by_name: dict[str, _Referent] = {}
        for mention in named:
            key = _name_key(mention.name)
            if len(key) != 1:
                continue
            word = key[0]
            if word in acronyms:
                referent = full.get(acronyms[word]) or by_name.get(word) or self._new()
            else:
                referent = self._bearer(word, mention, [(key, full[key]) for key in bearers.get(word, ())], by_name)
            referent.names.add(key)
            self._join(mention, referent)

    def _bearer(
        self, word: str, mention: Mention, full: list[tuple[tuple[str, ...], _Referent]], by_name: dict[str, _Referent]
    ) -> _Referent:
        """Whom the single name `word` is short for: the one that the text allows, or nobody."""
        bearers: list[_Referent] = []
        for words, referent in full:
            shortened = words[-1] == word or (words[0] == word and referent.is_person)
            if shortened and referent not in bearers and not referent.plural:
                bearers.append(referent)
        gender = next(
            (_TITLES[title][2] for title in mention.titles if title in _TITLES and _TITLES[title][2] != "-"), ""
        )
        if len(bearers) > 1 and gender:
            bearers = [referent for referent in bearers if referent.agreement[gender] > 0] or [
                referent for referent in bearers if referent.agrees(gender)
            ]
        if len(bearers) > 1:
            with_surname = [referent for referent in bearers if any(name[-1] == word for name in referent.names)]
            bearers = with_surname if len(with_surname) == 1 else bearers
        if len(bearers) > 1:
            introduced = [referent for referent in bearers if referent.heads[0] < mention.head.start_char]
            if len(introduced) == 1:
                bearers = introduced
        if len(bearers) == 1:
            return bearers[0]
        if len(bearers) > 1:
            return self._new(resolved=False)
        if word not in by_name:
            by_name[word] = self._new()
        return by_name[word]

    def _find_agreement(self) -> None:
        """Bind reflexives and possessives to the subject of their clause where nobody else comes into question."""
        for token in self.doc:
            gender = _gender(token)
            if not gender or token.lower_ in {"he", "she", "him"}:
                continue
            clause = token
            while clause.head.i != clause.i and clause.pos_ not in {"VERB", "AUX"}:
                clause = clause.head
            subjects = [child for child in clause.children if child.dep_ == "nsubj"]
            if not subjects or subjects[0].i >= token.i:
                continue
            referent = self.referent_of.get(subjects[0].idx)
            if referent is None or not referent.is_person:
                continue
            between = any(
                other.i != subjects[0].i and self.referent_of.get(other.idx) not in {None, referent}
                for other in self.doc[clause.sent.start : token.i]
            )
            if not between or token.lower_.endswith("self"):
                referent.agreement[gender] += 1

    # --- descriptions and pronouns -----------------------------------------------------------------------------------

    def _resolve(self, mention: Mention) -> _Referent | None:
        token = self.tokens.get(mention.head.start_char)
        if token is None:
            return None
        if token.dep_ == "appos" and token.head.idx in self.referent_of and mention.form is MentionForm.DESCRIPTION:
            return self.referent_of[token.head.idx]
        if mention.form is MentionForm.DESCRIPTION:
            return self._resolve_description(mention, token)
        word = token.lower_
        if word in _RELATIVE:
            return self._resolve_relative(token)
        if word in _FIRST:
            return self._speaker_around(token)
        if word in _HE | _SHE:
            return self._resolve_personal(mention, token, "he" if word in _HE else "she")
        if word in _THEY:
            return self._resolve_salient(token, lambda referent: referent.plural or _is_collective(referent))
        if word in _IT:
            return self._resolve_salient(token, _is_thing)
        return None

    def _resolve_description(self, mention: Mention, token: Token) -> _Referent | None:
        if not mention.definite or _CONTRAST.intersection(mention.modifiers):
            return None
        if any(child.dep_ == "poss" for child in token.children):
            # "his lawyer", "Ana Brel's lawyer": the same words again, or somebody new
            return self._same_words(mention)
        candidates = []
        for referent in self.by_noun.get(mention.noun, ()):
            earlier = bisect_left(referent.heads, mention.head.start_char)
            if (
                earlier
                and referent.plural == mention.plural
                and referent.resolved
                and not self._conflict(mention, referent)
            ):
                candidates.append((referent.heads[earlier - 1], referent))
        if not candidates:
            return self._same_words(mention) or self._named_later(mention) or self._known_company(mention)
        if len(candidates) == 1:
            return candidates[0][1]
        candidates.sort(key=lambda candidate: candidate[0])
        here = self.sentences[token.i]
        last, before = (self.sentences[self.tokens[head].i] for head, _ in (candidates[-1], candidates[-2]))
        return candidates[-1][1] if here - last <= 1 and here - before > 3 else None

    def _named_later(self, mention: Mention) -> _Referent | None:
        """The only one in the text that a name stands for and of whom the noun is said: "The mayor ... Ilse Marrow, the mayor"."""
        if mention.modifiers or mention.plural:
            return None
        borne = [known for known in self.by_noun.get(mention.noun, ()) if mention.noun in known.offices and known.names]
        return borne[0] if len(borne) == 1 and borne[0].resolved and not borne[0].plural else None

    def _known_company(self, mention: Mention) -> _Referent | None:
        """For "the company" the only name so far that stands for a thing by the words around it: "Brel, which owns the mill"."""
        if mention.modifiers or mention.plural or mention.noun not in _COMPANY:
            return None
        things = [known for known in self.things if known.heads[0] < mention.head.start_char]
        return things[0] if len(things) == 1 else None

    def _same_words(self, mention: Mention) -> _Referent | None:
        referent = self.by_words.get(self._text(mention.span))
        return referent if referent is not None and referent.resolved else None

    def _text(self, span: TextSpan) -> str:
        return self.text[span.start_char : span.end_char].casefold()

    def _conflict(self, mention: Mention, referent: _Referent) -> bool:
        """Whether the description says something of `referent` that none of the earlier phrases said."""
        if not mention.modifiers:
            return False
        earlier = (known for known in referent.mentions if known.head < mention.head)
        said = " ".join(
            self._text(span) for known in earlier for span in (known.span, *known.capacities)
        )  # every word that has been used of it
        content = [word for word in mention.modifiers if word not in {"of", "in", "at", "the", "for", "and"}]
        return not all(word in said for word in content)

    def _resolve_relative(self, token: Token) -> _Referent | None:
        verb = token
        while verb.dep_ != "relcl" and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_ != "relcl":
            return None
        noun = verb.head
        while token.lower_ in {"who", "whom"} and not self._is_people(noun) and noun.dep_ == "pobj":
            noun = noun.head.head  # "a resident of Corvale, who ..." is often parsed as Corvale's clause
        return self.referent_of.get(noun.idx)

    def _is_people(self, noun: Token) -> bool:
        referent = self.referent_of.get(noun.idx)
        return referent is not None and (referent.is_person or referent.kinds[SourceKind.GROUP] > 0)

    def _speaker_around(self, token: Token) -> _Referent | None:
        """Whose quoted words `token` stands in."""
        head = self.speaker_of.get(self.quotation_at.get(token.idx, -1))
        speaker = self.referent_of.get(head) if head is not None else None
        return speaker if speaker is not None and speaker.is_person and speaker.resolved else None

    def _resolve_personal(self, mention: Mention, token: Token, gender: str) -> _Referent | None:
        referent = self._resolve_salient(token, lambda known: known.may_be_person and known.agrees(gender), gender)
        if referent is not None:
            referent.agreement[gender] += 1
        return referent

    def _resolve_salient(self, token: Token, fits: Callable[[_Referent], bool], gender: str = "") -> _Referent | None:
        here = self.sentences[token.i]
        first = here
        while first > 0 and self.places[here] - self.places[first - 1] <= _WINDOW:
            first -= 1
        near = dict.fromkeys(known for sentence in self.recent[first : here + 1] for known in sentence)
        ranked = sorted(
            ((self._salience(known, token, range(first, here + 1), gender), i, known)
             for i, known in enumerate(near) if known.resolved and fits(known)),
            reverse=True,
        )  # fmt: skip
        if not ranked or ranked[0][0] < _FLOOR:
            return None
        if len(ranked) > 1 and ranked[1][0] > (1 - _MARGIN) * ranked[0][0]:
            return None
        return ranked[0][2]

    def _salience(self, referent: _Referent, token: Token, near: range, gender: str) -> float:
        """How present `referent` is at `token`: its mentions before, in the sentences `near`, each by its place and distance."""
        here = self.places[self.sentences[token.i]]
        quotation = self.quotation_at.get(token.idx)
        weights = []
        for mention in (known for sentence in near for known in referent.mentions_in.get(sentence, ())):
            other = self.tokens[mention.head.start_char]
            distance = here - self.places[self.sentences[other.i]]
            if other.i >= token.i:
                continue
            if (
                distance == 0
                and _same_clause(other, token)
                and token.dep_ != "poss"
                and not token.lower_.endswith("self")
            ):
                return 0.0
            if quotation is not None and self.quotation_at.get(other.idx) is None:
                continue  # whom a quoted speaker means by "they" is not for the author's words to say
            weight = _place_weight(other)
            if mention.head.start_char in self.source_heads:
                weight += 0.6
            if self.quotation_at.get(other.idx) != quotation:
                weight *= 0.25
            weights.append(weight * 0.6**distance)
        if not weights:
            return 0.0
        total = max(weights) + 0.3 * (sum(weights) - max(weights))
        if gender and referent.agreement[gender] > 0:
            total *= 1.5
        return total if not gender or referent.is_person else 0.85 * total

    def _is_unclear(self, mention: Mention) -> bool:
        """Whether a mention without an antecedent needed one."""
        word = self.tokens[mention.head.start_char].lower_ if mention.head.start_char in self.tokens else ""
        if word in _HE | _SHE | _THEY | _IT | _RELATIVE | _FIRST | _ANAPHORIC:
            return True
        if (
            mention.form is MentionForm.DESCRIPTION
            and mention.definite
            and not mention.modifiers
            and not mention.plural
        ):
            if mention.kind is SourceKind.DOCUMENT:
                return True
            if mention.kind is SourceKind.PERSON:
                return any(
                    referent.is_person and referent.mentions[0].head < mention.head for referent in self.referents
                )
        return False


# --- what a token shows ------------------------------------------------------------------------------------------------


def _gender(token: Token) -> str:
    return "he" if token.lower_ in _HE else "she" if token.lower_ in _SHE else ""


def _number_narrative(doc: Doc, quotation_at: Mapping[int, int]) -> list[int]:
    """For each sentence its number among those that are not wholly quoted: a long quotation puts nobody out of mind."""
    numbers, number = [], 0
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space and not token.is_punct]
        if not words or words[0].idx not in quotation_at or words[-1].idx not in quotation_at:
            number += 1
        numbers.append(number)
    return numbers


def _place_weight(token: Token) -> float:
    """Subject before object before the rest (Lappin & Leass); a possessor counts little."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return 1.6 if token.head.dep_ in {"ROOT", "conj", "ccomp"} else 1.3
    if token.dep_ in {"dobj", "dative"}:
        return 1.3  # close to the subject: after "Fenn met Brand" nothing tells who "he" is
    if token.dep_ in {"attr", "agent", "appos"}:
        return 0.9
    if token.dep_ == "poss":
        return 0.6
    return 0.7


def _same_clause(one: Token, two: Token) -> bool:
    return _clause(one).i == _clause(two).i


def _clause(token: Token) -> Token:
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return token


def _is_collective(referent: _Referent) -> bool:
    collective = (SourceKind.INSTITUTION, SourceKind.GROUP, SourceKind.OUTLET)
    return any((referent.kinds or referent.guesses)[kind] for kind in collective) and not referent.is_person


def _is_thing(referent: _Referent) -> bool:
    return not referent.plural and not referent.is_person and bool(referent.kinds or referent.guesses)


# --- names --------------------------------------------------------------------------------------------------------------


def _name_key(name: str) -> tuple[str, ...]:
    """The words that identify a name: lower case, without initials, suffixes and "the"."""
    words = [word.strip(".,’'").casefold() for word in name.replace("’s", "").replace("'s", "").split()]
    kept = [word for word in words if len(word) > 1 and word not in _NAME_SUFFIXES and word != "the"]
    return tuple(kept or words)


def _same_full_name(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Equal first and last words; a middle name may be left out."""
    return one == two or (one[0] == two[0] and one[-1] == two[-1] and (len(one) == 2 or len(two) == 2))


def _find_acronyms(text: str, named: list[Mention]) -> dict[str, tuple[str, ...]]:
    """Acronyms of full names: in brackets behind them, or made of their initials and not of another's too."""
    full = {_name_key(mention.name) for mention in named if len(_name_key(mention.name)) > 1}
    by_initials: dict[str, list[tuple[str, ...]]] = {}
    for key in full:
        by_initials.setdefault(_initials(key), []).append(key)
    acronyms: dict[str, tuple[str, ...]] = {}
    for i, mention in enumerate(named):
        word = mention.name.replace(".", "")
        if not (2 <= len(word) <= 7 and word.isupper()):
            continue
        start = mention.span.start_char
        before = text[max(0, start - 1) : start]
        preceding = [known for known in named[max(0, i - 3) : i] if 0 <= start - known.head.end_char <= 2]
        if before == "(" and preceding and len(_name_key(preceding[-1].name)) > 1:
            acronyms[_name_key(mention.name)[0]] = _name_key(preceding[-1].name)
            continue
        matching = [key for key in by_initials.get(word.lower(), ()) if len(key) >= 3]
        if len(matching) == 1:
            acronyms.setdefault(_name_key(mention.name)[0], matching[0])
    return acronyms


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word not in {"of", "and", "for"})
