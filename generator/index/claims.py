"""Claims across articles that speak of the same thing, in groups, with how each pair of a group stands to each other.

`links` says which passages are alike; a group takes a passage in only where it is like most of it. Passages that no link connects
are never of one group, so the groups of each component are worked out by themselves, and kept under a digest of all that they
depend on: an edit costs the components that it touches, and of other articles nothing is read.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from msgspec.structs import replace

from generator.digests import digest
from generator.index.likeness import Likeness, are_set_apart, is_counted, relate, wording_of
from generator.index.links import Component, KeptLinks, Links
from generator.index.passages import Passage, Sharing, read_passages
from generator.index.sources import Read
from generator.memo import Memo
from generator.model import ClaimGroup, ClaimPair, ClaimRelation, TextSpan

WHOLE = 24
"""In a group of so many wordings each pair of figures that agree is given; in a larger one, and of assertions, only those that are
alike by themselves."""

ARTICLES_HELD = 64
"""So many articles' passages are held in memory at a time; of the others only those that are compared."""

SHELVES = 64
"""The groups are kept in so many records, and only those written again in which something is another."""

SAMPLE = 6
"""So many of each of two groups are looked at before the two become one."""

Groups = tuple[ClaimGroup, ...]


def build_claim_groups(read: Read, source_keys: Mapping[tuple[str, str], str], memo: Memo) -> Groups:
    """The groups of all articles, those in conflict first, then by articles, versions and id."""
    articles = {article.slug: article for article, _ in read}
    keys = {article.slug: [source_keys[article.slug, source.id] for source in parts.sources] for article, parts in read}
    sharing = Sharing()

    @lru_cache(ARTICLES_HELD)
    def read_of(slug: str) -> tuple[Passage, ...]:
        passages = memo.recall_of(
            "passages",
            articles[slug],
            keys[slug],
            tuple[Passage, ...],
            lambda article, analysis: tuple(read_passages(article, analysis, source_keys)),
        )
        return tuple(map(sharing.share, passages))

    inputs = {slug: digest(article.digest, keys[slug]) for slug, article in articles.items()}
    links = Links(inputs, read_of, memo.last("claim links", KeptLinks))
    earlier = _read_groups(memo)
    groups = {
        one.key: earlier[one.key] if one.key in earlier else _group_component(one, links) for one in links.components()
    }
    memo.leave("passages", articles)
    if links.changed:
        memo.keep("claim links", links.keep())
    _keep_groups(memo, groups, earlier)
    return tuple(
        sorted(
            _with_ids(itertools.chain.from_iterable(groups.values())),
            key=lambda group: (not group.in_conflict, -_articles(group), -len(group.versions), group.id),
        )
    )


def _read_groups(memo: Memo) -> dict[bytes, Groups]:
    """The groups of the last build by the keys of their components."""
    found: dict[bytes, Groups] = {}
    for shelf in range(SHELVES):
        found |= memo.last("claim groups", dict[bytes, Groups], f"{shelf:02}") or {}
    return found


def _keep_groups(memo: Memo, groups: Mapping[bytes, Groups], earlier: Mapping[bytes, Groups]) -> None:
    """Keep `groups`, where `earlier` are those that are kept."""
    changed = {key[0] % SHELVES for key in groups.keys() ^ earlier.keys()}
    shelves: dict[int, dict[bytes, Groups]] = {shelf: {} for shelf in changed}
    for key, found in groups.items():
        if key[0] % SHELVES in changed:
            shelves[key[0] % SHELVES][key] = found
    for shelf, those in sorted(shelves.items()):
        memo.keep("claim groups", those, f"{shelf:02}")


def group_passages(passages: Iterable[Passage]) -> list[ClaimGroup]:
    """The groups of two and more passages, in any order; the passages of an article follow one another."""
    by_article: dict[str, list[Passage]] = {}
    for passage in passages:
        by_article.setdefault(passage.version.article_slug, []).append(passage)
    links = Links(dict.fromkeys(by_article, b""), by_article.__getitem__)
    return list(_with_ids(group for one in links.components() for group in _group_component(one, links)))


def _with_ids(groups: Iterable[ClaimGroup]) -> Iterator[ClaimGroup]:
    """`groups`, the second and later of the same id with a number."""
    taken: Counter[str] = Counter()
    for group in groups:
        taken[group.id] += 1
        yield group if taken[group.id] == 1 else replace(group, id=f"{group.id}-{taken[group.id]}")


def _group_component(component: Component, links: Links) -> Groups:
    passages = [links.passage(number) for number in component.passages]
    found = []
    for members in _clusters(passages, component, links.likeness):
        if len(members) > 1:
            group = _group([passages[i] for i in members], links.likeness)
            if group.in_conflict or len({version.article_slug for version in group.versions}) > 1:
                found.append(group)
    return tuple(found)


def _clusters(passages: Sequence[Passage], component: Component, likeness: Likeness) -> Iterator[list[int]]:
    """Positions that belong together: strongest links first, two groups become one where enough of their pairs are alike.

    A passage that takes up another is never parted from it, and a reprint never from what it repeats: so only originals are asked.
    """
    originals = component.originals
    roots = {place: originals[root] for place, root in enumerate(component.roots) if originals[place] == place}
    members: dict[int, list[int]] = {root: [root] for place, root in roots.items() if place == root}
    for place, root in roots.items():
        if place != root:
            members[root].append(place)
    home = {place: root for root, those in members.items() for place in those}
    links = {pair: strength for pair, strength in component.links.items() if pair[0] in roots and pair[1] in roots}
    for (one, other), _ in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        first, second = home[one], home[other]
        if first == second or not _belong_together(passages, members[first], members[second], likeness):
            continue
        first, second = (first, second) if len(members[first]) >= len(members[second]) else (second, first)
        for number in members.pop(second):
            members[first].append(number)
            home[number] = first
    for place, original in enumerate(originals):
        if original != place:
            members[home[original]].append(place)
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
    originals = _find_originals(ordered, leaning)
    worded = sorted({*originals})
    pairs = [
        ClaimPair(one=original, other=place, relation=ClaimRelation.SAME, words=tuple(sorted(ordered[place].words)))
        for place, original in enumerate(originals)
        if original != place
    ]
    for one, other in itertools.combinations(worded, 2):
        first, second = ordered[one], ordered[other]
        relation = relate(first, second)
        alike = likeness.strength(first, second) > 0
        if relation is ClaimRelation.DIFFERENT_FIGURE:
            leans = any((p.version.article_slug, p.version.place) in leaning for p in (first, second))
            given = alike or (leans and not are_set_apart(first, second))
        else:
            given = alike or (first.version.quantity is not None and len(worded) <= WHOLE)
        if given:
            words = tuple(sorted(first.words & second.words))
            pairs.append(ClaimPair(one=one, other=other, relation=relation, words=words))
    oldest = ordered[0].version
    anchor = "\0".join((oldest.article_slug, oldest.claim_id or oldest.text, oldest.figure.casefold()))
    return ClaimGroup(
        id="g" + hashlib.sha256(anchor.encode()).hexdigest()[:10],
        topic=_topic(ordered),
        versions=tuple(passage.version for passage in ordered),
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.one, pair.other))),
        originals=tuple(originals) if len(worded) < len(ordered) else (),
    )


def _find_originals(ordered: Sequence[Passage], leaning: Set[tuple[str, TextSpan]]) -> list[int]:
    """Of each of a group's passages the first in the same words, of which it is a reprint. An article may say a thing twice; it
    then has two that others may reprint."""
    first: dict[tuple[int, bool, int], int] = {}
    times: Counter[tuple[str, int, bool]] = Counter()
    found = []
    for place, passage in enumerate(ordered):
        slug = passage.version.article_slug
        wording = wording_of(passage), (slug, passage.version.place) in leaning
        found.append(first.setdefault((*wording, times[slug, *wording]), place))
        times[slug, *wording] += 1
    return found


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
