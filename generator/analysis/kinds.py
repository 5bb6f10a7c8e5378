"""What kind of thing is credited: person, group, institution, outlet, document, poll or post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.model import CoreferenceChain, Mention, MentionForm, SourceKind

_NOT_PEOPLE = {SourceKind.INSTITUTION, SourceKind.OUTLET, SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST}
_WEIGHT = {MentionForm.NAME: 2, MentionForm.DESCRIPTION: 2, MentionForm.PRONOUN: 1}


def find_kinds(chains: Sequence[CoreferenceChain]) -> tuple[SourceKind, ...]:
    """The kind of each of `chains`; of bodies or papers named together, "the board and the council", what all of them are."""
    alone = [_find_kind(chain) for chain in chains]
    kind_at = {mention.head: kind for chain, kind in zip(chains, alone, strict=True) for mention in chain.mentions}
    together = [{kind_at[part] for mention in chain.mentions for part in mention.parts} for chain in chains]
    return tuple(
        next(iter(parts)) if len(parts) == 1 and parts <= _NOT_PEOPLE else kind
        for parts, kind in zip(together, alone, strict=True)
    )


def _find_kind(chain: CoreferenceChain) -> SourceKind:
    """The kind that most of the mentions of `chain` show; `unclear` where none shows any.

    What words show outweighs what the entity recogniser guesses, and where two kinds tie, the first mention decides.
    """
    shown: Counter[SourceKind] = Counter()
    guessed: Counter[SourceKind] = Counter()
    longest = max((len(mention.name.split()) for mention in chain.mentions), default=0)
    titled = [mention for mention in chain.mentions if " " in mention.name and mention.kind is SourceKind.PERSON]
    for mention in chain.mentions:
        short = bool(mention.name) and len(mention.name.split()) < min(longest, 2) and not mention.name.isupper()
        if short and (mention.guessed or bool(titled)):
            continue  # a full name says more: the recogniser's guess of a surname, or an outlet of that name, is worth less
        if mention.kind is not SourceKind.UNCLEAR:
            (guessed if mention.guessed else shown)[mention.kind] += _WEIGHT[mention.form]
        if mention.capacities and mention.form is MentionForm.NAME and not mention.plural and mention.guessed:
            guessed[SourceKind.PERSON] += 1
    if not shown and not any(_shows_person(mention) for mention in chain.mentions):
        # One capitalised word, met without title or forename, may as well be a company: the recogniser's guess decides nothing.
        del guessed[SourceKind.PERSON]
    votes = shown or guessed
    return max(votes, key=lambda kind: votes[kind]) if votes else SourceKind.UNCLEAR


def _shows_person(mention: Mention) -> bool:
    """Whether the phrase has more than one bare word to take for a person's name."""
    return len(mention.name.split()) > 1 or bool(mention.titles or mention.capacities)
