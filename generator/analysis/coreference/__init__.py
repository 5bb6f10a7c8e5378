"""Which mentions have the same referent: names, then descriptions and pronouns in reading order.

Two full names with different first names are never one person; a surname alone goes to the one full name that bears it, or
to none. Descriptions go back to a referent that the text has given the same noun ("the president" after "President Ilo
Brand"). Pronouns go to the most salient candidate before them, after the weights of Lappin & Leass (1994) and with what news
prose adds (who has just been credited goes on speaking), and only where it stands clear of the second; else they stay
unresolved. Agreement rests on pronouns and titles that stand in the text, never on lists of first names, and is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from generator.analysis.coreference.descriptions import resolve_description
from generator.analysis.coreference.names import resolve_names
from generator.analysis.coreference.pronouns import FIRST, HE, IT, RELATIVE, SHE, THEY, find_agreement, resolve_pronoun
from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent
from generator.model import Attribution, CoreferenceChain, Mention, MentionForm, Quotation, SourceKind, TextSpan

__all__ = ["resolve_coreference"]

# Words that point to somebody mentioned or present, and that nothing here resolves.
_ANAPHORIC = {
    "we", "us", "our", "you", "your", "this", "these", "those", "both", "another", "one", "each", "either",
    "neither",
}  # fmt: skip


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
    reading = Reading(doc, quotations, mentions, attributions, heads)
    resolve_names(reading)
    find_agreement(reading)
    for mention in mentions:
        if mention.head.start_char not in reading.referent_of:
            referent = _resolve(reading, mention) or reading.new(resolved=not _is_unclear(reading, mention))
            reading.join(mention, referent)
    chains = [
        CoreferenceChain(
            mentions=tuple(sorted(referent.mentions, key=lambda mention: mention.head)), resolved=referent.resolved
        )
        for referent in reading.referents
    ]
    return tuple(sorted(chains, key=lambda chain: chain.mentions[0].head))


def _resolve(reading: Reading, mention: Mention) -> Referent | None:
    token = reading.tokens.get(mention.head.start_char)
    if token is None:
        return None
    if token.dep_ == "appos" and token.head.idx in reading.referent_of and mention.form is MentionForm.DESCRIPTION:
        return reading.referent_of[token.head.idx]
    if mention.form is MentionForm.DESCRIPTION:
        return resolve_description(reading, mention, token)
    return resolve_pronoun(reading, mention, token)


def _is_unclear(reading: Reading, mention: Mention) -> bool:
    """Whether a mention without an antecedent needed one."""
    word = reading.tokens[mention.head.start_char].lower_ if mention.head.start_char in reading.tokens else ""
    if word in HE | SHE | THEY | IT | RELATIVE | FIRST | _ANAPHORIC:
        return True
    if mention.form is MentionForm.DESCRIPTION and mention.definite and not mention.modifiers and not mention.plural:
        if mention.kind is SourceKind.DOCUMENT:
            return True
        if mention.kind is SourceKind.PERSON:
            return any(
                referent.is_person and referent.mentions[0].head < mention.head for referent in reading.referents
            )
    return False
