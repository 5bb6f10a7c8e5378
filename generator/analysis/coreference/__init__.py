"""Which mentions have the same referent: names, then descriptions and pronouns in reading order.

Two full names with different first names are never one person; a surname alone goes to the one full name that bears it, or
to none. Descriptions go back to a referent that the text has given the same noun ("the president" after "President Ilo
Brand"). Pronouns go to the most salient candidate before them, after the weights of Lappin & Leass (1994) and with what news
prose adds (who has just been credited goes on speaking), and only where it stands clear of the second; else they stay
unresolved. Agreement rests on pronouns and titles that stand in the text, never on lists of first names, and is not kept. The
text is read twice, so that a pronoun that is plain later helps one that is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from generator.analysis.coreference.descriptions import find_last_pair, resolve_description
from generator.analysis.coreference.names import resolve_names
from generator.analysis.coreference.pronouns import (
    FIRST,
    HE,
    IT,
    RELATIVE,
    SHE,
    THEY,
    find_agreement,
    learn_agreement,
    resolve_pronoun,
)
from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent
from generator.analysis.coreference.turns import find_interviewee, labels_turn
from generator.model import Attribution, CoreferenceChain, Mention, MentionForm, Quotation, SourceKind, TextSpan

__all__ = ["resolve_coreference"]

# Words that point to somebody mentioned or present, and that nothing here resolves.
_ANAPHORIC = {
    "we", "us", "our", "you", "your", "this", "these", "those", "both", "another", "one", "each", "either",
    "neither",
}  # fmt: skip
_POINTING = HE | SHE | THEY | IT | RELATIVE | FIRST | _ANAPHORIC


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
    first = Reading(doc, quotations, mentions, attributions, heads)
    _read(first, {})
    agreement = learn_agreement(first)
    reading = first.again() if agreement else first  # with nothing learned it would be the same again
    if agreement:
        _read(reading, agreement)
    chains = [
        CoreferenceChain(
            mentions=tuple(sorted(referent.mentions, key=lambda mention: mention.head)), resolved=referent.resolved
        )
        for referent in reading.referents
    ]
    return tuple(sorted(chains, key=lambda chain: chain.mentions[0].head))


def _read(reading: Reading, agreement: Mapping[tuple[str, ...], str]) -> None:
    """Resolve the mentions of `reading` in their order, knowing which pronouns agree with which names."""
    resolve_names(reading, agreement)
    find_agreement(reading)
    for mention in reading.mentions:
        if mention.head.start_char not in reading.referent_of:
            referent = _resolve(reading, mention) or reading.new(resolved=not _is_unclear(reading, mention))
            reading.join(mention, referent)


def _resolve(reading: Reading, mention: Mention) -> Referent | None:
    token = reading.tokens.get(mention.head.start_char)
    if token is None:
        return None
    if mention.parts:
        return _described_together(reading, mention)
    if labels_turn(mention):
        return find_interviewee(reading) if mention.noun == "a" else None
    if token.dep_ == "appos" and token.head.idx in reading.referent_of and mention.form is MentionForm.DESCRIPTION:
        return _joined(reading, token.head) if mention.plural else reading.referent_of[token.head.idx]
    if mention.form is MentionForm.DESCRIPTION:
        named = (child for child in token.children if child.dep_ == "appos" and child.idx in reading.referent_of)
        for child in named:
            referent = reading.referent_of[child.idx]
            if not (mention.plural or referent.plural) and referent.is_person:
                return referent  # "the other man, his cousin Jon Vell"
        return _subject_of_predicate(reading, mention, token) or resolve_description(reading, mention, token)
    if token.lower_ in {"both", "neither"} and not any(child.lower_ == "of" for child in token.children):
        return find_last_pair(reading, token)
    return resolve_pronoun(reading, mention, token)


def _subject_of_predicate(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """Whom "he was a desperate man who ..." is said of, where that man is credited; other predicates may be praise."""
    verb = token.head
    if token.dep_ != "attr" or verb.lemma_ != "be" or mention.plural or mention.kind is not SourceKind.PERSON:
        return None
    relatives = (word for clause in token.children if clause.dep_ == "relcl" for word in clause.children)
    if not reading.source_heads.intersection((token.idx, *(word.idx for word in relatives))):
        return None
    if any(child.dep_ == "neg" or child.lower_ in {"if", "whether", "unless"} for child in verb.children):
        return None
    subjects = (child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i)
    said_of = next((reading.referent_of.get(subject.idx) for subject in subjects), None)
    return said_of if said_of is not None and said_of.is_person and said_of.resolved else None


def _described_together(reading: Reading, mention: Mention) -> Referent | None:
    """What those named in `mention` are said to be together before it: "Two sociologists, Ana Brel and Jon Vell,"."""
    first = reading.tokens[mention.parts[0].start_char]
    described = reading.referent_of.get(first.head.idx) if first.dep_ == "appos" else None
    if first.dep_ == "attr" and first.head.lemma_ == "be":  # "The two sociologists are Ana Brel and Jon Vell"
        subjects = (child for child in first.head.children if child.dep_ == "nsubj")
        described = next((reading.referent_of.get(subject.idx) for subject in subjects), None)
    return described if described is not None and described.plural and not described.names else None


def _joined(reading: Reading, member: Token) -> Referent | None:
    """Whom a description in the plural beside `member` takes up: those named together with it, or it alone if it is no person."""
    for other in (member, *member.conjuncts):
        for child in other.children:
            if child.dep_ == "cc" and child.idx in reading.referent_of:
                return reading.referent_of[child.idx]
    alone = reading.referent_of[member.idx]
    return None if alone.is_person else alone


def _is_unclear(reading: Reading, mention: Mention) -> bool:
    """Whether a mention without an antecedent needed one."""
    word = reading.tokens[mention.head.start_char].lower_ if mention.head.start_char in reading.tokens else ""
    if labels_turn(mention):
        return True
    if word == "those" and any(
        child.dep_ in {"relcl", "acl"} for child in reading.tokens[mention.head.start_char].children
    ):
        return False  # "those who voted" are who they are
    if word in {"both", "each", "either", "neither"} and any(
        child.lower_ == "of" and any(noun.pos_ == "NOUN" for noun in child.children)
        for child in reading.tokens[mention.head.start_char].children
    ):
        return False  # "both of his senators"
    if word == "one" and mention.kind is SourceKind.GROUP:
        return False  # "one in five"
    if word in _POINTING:
        return mention.form is MentionForm.PRONOUN  # "one of the managers" is described
    if mention.form is MentionForm.DESCRIPTION and mention.definite and not mention.modifiers and not mention.plural:
        if mention.kind is SourceKind.DOCUMENT:
            return True
        if mention.kind is SourceKind.PERSON:
            return any(
                referent.is_person and referent.mentions[0].head < mention.head for referent in reading.referents
            )
    return False
