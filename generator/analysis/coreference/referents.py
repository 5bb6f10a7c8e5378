"""What is known of one referent while the text is read: its mentions, names, nouns, number, and what agrees with it."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TypeVar

from generator.lexicons import read_lexicon
from generator.model import Mention, MentionForm, SourceKind, TextSpan

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
Choice = TypeVar("Choice")
_FORMER = {"former", "ex", "then", "late", "outgoing", "acting", "deputy", "vice"}


@dataclass(eq=False, slots=True)
class Referent:
    """What is known of a referent while the text is read.

    Each text has hundreds of them, and votes on few: so these are counted in plain dicts, which cost least to make.
    """

    mentions: list[Mention] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # where their heads begin, ascending
    mentions_in: dict[int, list[Mention]] = field(default_factory=dict)  # by sentence
    names: set[tuple[str, ...]] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)  # of these nouns those that are said as of the only one: "the mayor"
    agreement: dict[str, int] = field(default_factory=dict)  # votes: with "he" and "she", by titles and plain pronouns
    pronouns: dict[str, int] = field(default_factory=dict)  # which of the two were taken for it in this reading
    said: dict[str, TextSpan] = field(default_factory=dict)  # each phrase for it, and the head with which it first came
    phrased: int = 0  # how many of its mentions are in `said`
    kinds: dict[SourceKind, int] = field(default_factory=dict)
    guesses: dict[SourceKind, int] = field(default_factory=dict)
    plural: bool = False
    place: bool = False  # something is said to be "in" it
    resolved: bool = True

    def add(self, mention: Mention, sentence: int) -> None:
        self.mentions.append(mention)
        insort(self.heads, mention.head.start_char)
        self.mentions_in.setdefault(sentence, []).append(mention)
        personal = mention.form is MentionForm.PRONOUN and mention.noun in {"he", "she", "him", "her", "his", "hers"}
        if (
            mention.kind is not SourceKind.UNCLEAR
            and not personal
            and not (mention.guessed and self._knows_better(mention))
        ):
            vote(self.guesses if mention.guessed else self.kinds, mention.kind, 1)
        for title in mention.titles:
            entry = _TITLES.get(title)
            if entry is not None and entry[2] != "-":
                vote(self.agreement, entry[2], 3)
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
            vote(self.agreement, entry[4], 3)

    def _knows_better(self, mention: Mention) -> bool:
        """Whether a longer name than that of `mention` has been seen, of which the recogniser's guess is worth more."""
        words = len(mention.name.split())
        return any(len(name) > words for name in self.names) and bool(self.guesses)

    @property
    def is_person(self) -> bool:
        votes = self.kinds or self.guesses
        return not self.plural and bool(votes) and 2 * votes.get(SourceKind.PERSON, 0) >= sum(votes.values())

    @property
    def may_be_person(self) -> bool:
        """Also where only the entity recogniser, which errs on names it has not met, says something else."""
        return self.is_person or not (self.plural or self.kinds or self.place or not self.names)

    def agrees(self, gender: str) -> bool:
        other = "she" if gender == "he" else "he"
        return self.agreement.get(other, 0) <= self.agreement.get(gender, 0)


def vote(votes: dict[Choice, int], choice: Choice, weight: int) -> None:
    """Add `weight` to what stands for `choice`."""
    votes[choice] = votes.get(choice, 0) + weight


def is_collective(referent: Referent) -> bool:
    collective = (SourceKind.INSTITUTION, SourceKind.GROUP, SourceKind.OUTLET)
    return any(kind in (referent.kinds or referent.guesses) for kind in collective) and not referent.is_person


def is_thing(referent: Referent) -> bool:
    return not referent.plural and not referent.is_person and bool(referent.kinds or referent.guesses)
