"""What kind of thing is credited: person, group, institution, outlet, document, poll or post."""

from __future__ import annotations

from collections import Counter

from generator.model import CoreferenceChain, Mention, MentionForm, SourceKind

_WEIGHT = {MentionForm.NAME: 2, MentionForm.DESCRIPTION: 2, MentionForm.PRONOUN: 1}


def find_kind(chain: CoreferenceChain) -> SourceKind:
    """The kind that most of the mentions of `chain` show; `unclear` where none shows any.

    What words show outweighs what the entity recogniser guesses, and where two kinds tie, the first mention decides.
    """
    shown: Counter[SourceKind] = Counter()
    guessed: Counter[SourceKind] = Counter()
    longest = max((len(mention.name.split()) for mention in chain.mentions), default=0)
    for mention in chain.mentions:
        if mention.guessed and mention.name and len(mention.name.split()) < min(longest, 2):
            continue  # of a full name the recogniser's guess is worth more than of a surname
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
