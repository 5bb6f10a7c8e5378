"""Claims across articles that speak of the same thing, in groups, with how each pair of a group stands to each other.

Comparing every passage with every other would be quadratic, so only those are compared that share a key: a figure with its noun,
two rare words, a noun and a name. A key that many share compares each passage with its nearest neighbours only, so the cost grows
about in line with the number of passages. `likeness` decides; a group takes a passage in only where it is like most of it.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from generator.index.likeness import Likeness, is_counted, relate
from generator.index.passages import Passage, is_measure, read_passages
from generator.memo import Memo
from generator.model import Article, ArticleAnalysis, ClaimGroup, ClaimPair, ClaimRelation

RAREST = 7
"""Of a passage's words so many make keys, the rarest that another passage has too, two by two."""

NEIGHBOURS = 12
"""So many of the passages after it in a key each passage is compared with."""

WHOLE = 24
"""In a group of so many versions each pair that agrees is given; in a larger one only those that are alike by themselves."""

SAMPLE = 6
"""So many of each of two groups are looked at before the two become one."""


def build_claim_groups(
    analysed: Sequence[tuple[Article, ArticleAnalysis]], source_keys: Mapping[tuple[str, str], str], memo: Memo
) -> tuple[ClaimGroup, ...]:
    """The groups of all articles, those in conflict first, then by articles, versions and id."""
    keys = [[source_keys[article.slug, source.id] for source in analysis.sources] for article, analysis in analysed]
    inputs = [(memo.articles.find(*pair), own) for pair, own in zip(analysed, keys, strict=True)]

    def read(article: Article, analysis: ArticleAnalysis, own: list[str]) -> tuple[Passage, ...]:
        return memo.recall_of(
            "passages",
            article,
            analysis,
            own,
            tuple[Passage, ...],
            lambda: tuple(read_passages(article, analysis, source_keys)),
        )

    def group() -> tuple[ClaimGroup, ...]:
        passages = [passage for pair, own in zip(analysed, keys, strict=True) for passage in read(*pair, own)]
        groups = group_passages(passages)
        return tuple(
            sorted(groups, key=lambda group: (not group.in_conflict, -_articles(group), -len(group.versions), group.id))
        )

    return memo.recall("claim groups", "", inputs, tuple[ClaimGroup, ...], group)


def group_passages(passages: Sequence[Passage]) -> list[ClaimGroup]:
    """The groups of two and more passages, in any order."""
    likeness = Likeness(passages)
    links = find_links(passages, likeness)
    found = []
    taken: Counter[str] = Counter()
    for members in _clusters(passages, links, likeness):
        if len(members) < 2:
            continue
        group = _group([passages[i] for i in members], likeness)
        if group.in_conflict or len({version.article_slug for version in group.versions}) > 1:
            taken[group.id] += 1
            found.append(group if taken[group.id] == 1 else replace(group, id=f"{group.id}-{taken[group.id]}"))
    return found


def _leaning(passages: Sequence[Passage]) -> dict[int, list[int]]:
    """By the position of each passage that stands by itself, those that take it up, directly or by way of another."""
    places = {(passage.version.article_slug, passage.version.place): number for number, passage in enumerate(passages)}
    leaning: dict[int, list[int]] = {}
    for number, passage in enumerate(passages):
        root, root_number = passage, number
        while root.takes_up is not None:
            root_number = places[root.version.article_slug, root.takes_up]
            root = passages[root_number]
        if root_number == number:
            leaning[number] = []
        else:
            leaning[root_number].append(number)
    return leaning


def find_links(passages: Sequence[Passage], likeness: Likeness) -> dict[tuple[int, int], float]:
    """The pairs that speak of the same thing, by their positions (the lower first), with their strength."""
    links: dict[tuple[int, int], float] = {}
    seen: set[tuple[int, int]] = set()
    for members in _blocks(passages, likeness):
        for here, one in enumerate(members):
            for other in members[here + 1 : here + 1 + NEIGHBOURS]:
                pair = (one, other) if one < other else (other, one)
                if pair in seen:
                    continue
                seen.add(pair)
                if strength := likeness.strength(passages[one], passages[other]):
                    links[pair] = strength
    return links


def _blocks(passages: Sequence[Passage], likeness: Likeness) -> Iterator[list[int]]:
    blocks: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, passage in enumerate(passages):
        for key in _keys(passage, likeness):
            blocks[key].append(number)
    # Passages that share many words share many keys: each set of them is given once.
    yield from {tuple(members): members for members in blocks.values() if len(members) > 1}.values()


def _keys(passage: Passage, likeness: Likeness) -> Iterator[tuple[object, ...]]:
    """What a passage can be found by."""
    frequency = likeness.word_articles
    shared = sorted((frequency[word], word) for word in passage.words if frequency[word] > 1)[:RAREST]
    words = sorted(word for _, word in shared)
    quantity = passage.version.quantity
    if quantity is None:
        for pair in itertools.combinations(words, 2):
            yield ("", *pair)
        return
    for pair in itertools.combinations(words, 2):
        yield (passage.family, *pair)
    if not is_measure(passage.family):
        names = sorted((likeness.name_articles[name], name) for name in passage.names)[:4]
        for _, name in names:
            yield ("name", passage.family, name)
        if quantity.value >= 20:
            yield ("figure", quantity.value, quantity.upper)
            for word in words:
                yield ("figure", quantity.value, word)


def _clusters(
    passages: Sequence[Passage], links: Mapping[tuple[int, int], float], likeness: Likeness
) -> Iterator[list[int]]:
    """Positions that belong together: strongest links first, two groups become one where enough of their pairs are alike.

    A passage that takes up another is never parted from it.
    """
    members = {root: [root, *leaning] for root, leaning in _leaning(passages).items()}
    home = {number: root for root, those in members.items() for number in those}
    for (one, other), _ in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        first, second = home[one], home[other]
        if first == second or not _belong_together(passages, members[first], members[second], likeness):
            continue
        first, second = (first, second) if len(members[first]) >= len(members[second]) else (second, first)
        for number in members.pop(second):
            members[first].append(number)
            home[number] = first
    for those in members.values():
        yield sorted(those)


def _belong_together(passages: Sequence[Passage], first: list[int], second: list[int], likeness: Likeness) -> bool:
    """Half of the pairs must be alike; where counts agree, a third of those that do, because they are the surer sign.

    Passages that lean on others are asked only where nothing else agrees. A count that an article repeats is one count.
    """
    if any(_repeats(passages[one], passages[other]) for one, other in itertools.product(first, second)):
        return True
    roots = [[n for n in those if passages[n].takes_up is None][:SAMPLE] for those in (first, second)]
    pairs = [(passages[one], passages[other]) for one, other in itertools.product(*roots)]
    agreeing = [pair for pair in pairs if is_counted(*pair) and _agree(*pair)]
    if not agreeing:
        every = [(passages[one], passages[other]) for one, other in itertools.product(first[:SAMPLE], second[:SAMPLE])]
        agreeing = [pair for pair in every if is_counted(*pair) and _agree(*pair)]
    alike = sum(likeness.strength(*pair) > 0 for pair in agreeing or pairs)
    return alike * (3 if agreeing else 2) >= len(agreeing or pairs)


def _repeats(one: Passage, other: Passage) -> bool:
    """Whether the two are the same count in the same article."""
    if one.version.article_slug != other.version.article_slug or not is_counted(one, other):
        return False
    first, second = one.version.quantity, other.version.quantity
    return bool(first and second and first.value == second.value)


def _agree(one: Passage, other: Passage) -> bool:
    return relate(one, other) is not ClaimRelation.DIFFERENT_FIGURE


def _group(passages: list[Passage], likeness: Likeness) -> ClaimGroup:
    ordered = sorted(passages, key=_age)
    leaning = {
        (p.version.article_slug, place) for p in ordered if p.takes_up for place in (p.version.place, p.takes_up)
    }
    pairs = []
    for one, other in itertools.combinations(range(len(ordered)), 2):
        first, second = ordered[one], ordered[other]
        relation = relate(first, second)
        alike = likeness.strength(first, second) > 0
        if relation is ClaimRelation.DIFFERENT_FIGURE:
            given = alike or any((p.version.article_slug, p.version.place) in leaning for p in (first, second))
        else:
            given = alike or len(ordered) <= WHOLE
        if given:
            words = tuple(sorted(first.words & second.words))
            pairs.append(ClaimPair(one=one, other=other, relation=relation, words=words))
    oldest = ordered[0].version
    anchor = "\0".join((oldest.article_slug, oldest.claim_id or oldest.text, oldest.figure.casefold()))
    return ClaimGroup(
        id="g" + hashlib.sha256(anchor.encode()).hexdigest()[:10],
        topic=_topic(ordered),
        versions=tuple(passage.version for passage in ordered),
        pairs=tuple(pairs),
    )


def _age(passage: Passage) -> tuple[datetime.date, str, int]:
    return passage.date or datetime.date.max, passage.version.article_slug, passage.version.place.start_char


def _topic(passages: list[Passage]) -> str:
    """The words that most passages share, up to four, as the first of them writes them."""
    counts = Counter(word for passage in passages for word in passage.words)
    forms: dict[str, str] = {}
    for passage in passages:
        for stem, word in _forms(passage.version.text):
            forms.setdefault(stem, word)
    ordered = sorted(counts, key=lambda word: (-counts[word], word))  # a set has another order in each process
    shared = [word for word in ordered if counts[word] * 4 >= len(passages) and counts[word] > 1 and word in forms]
    chosen = shared[:4]
    return " ".join(form for word, form in forms.items() if word in chosen)


@lru_cache(10_000)  # what several articles print is asked for again and again
def _forms(text: str) -> tuple[tuple[str, str], ...]:
    """The words of `text` as `content_words` writes them, each with how it stands there first."""
    forms: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]{3,}", text):
        forms.setdefault(word.lower()[:6], word)
    return tuple(forms.items())


def _articles(group: ClaimGroup) -> int:
    return len({version.article_slug for version in group.versions})
