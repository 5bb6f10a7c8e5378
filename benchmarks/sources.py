"""How long it takes to say who is who in many articles, and how that grows: `python -m benchmarks.sources`.

The articles are made up: each credits six people and institutions of a cast that grows with the corpus, some under a middle initial
or with a slip, a tenth of them listed in sources.yml.
"""

from __future__ import annotations

import random
import time

from generator.index.proposals import propose_aliases
from generator.index.register import Register
from generator.index.sources import build_source_profiles, find_source_keys
from generator.model import Article, ArticleAnalysis, FrontMatter, KnownSource, Naming, Source, SourceKind, TextSpan

SIZES = (5_000, 20_000)
SOURCES = 6
SYLLABLES = ("bra", "dun", "fel", "gor", "hal", "kel", "lom", "mar", "nor", "pel", "quen", "ros", "sten", "tol", "vel")


def make_name(chance: random.Random) -> str:
    """A name of two invented words."""
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).title() for _ in range(2))


def make_corpus(size: int) -> tuple[list[tuple[Article, ArticleAnalysis]], tuple[KnownSource, ...]]:
    """`size` articles, and the entries for a tenth of their cast."""
    chance = random.Random(0)
    cast = sorted({make_name(chance) for _ in range(size * 2)})
    analysed = []
    for number in range(size):
        sources = []
        for place, name in enumerate(chance.sample(cast, SOURCES)):
            institution = hash_of(name) % 4 == 0
            shown = f"{name} Council" if institution else name
            if not institution and chance.random() < 0.1:
                first, last = name.split()
                shown = chance.choice((f"{first} {last[0]}. {last}", last, f"{first} {last}{last[-1]}"))
            sources.append(
                Source(
                    id=f"s{place}",
                    name=shown,
                    named=True,
                    kind=SourceKind.INSTITUTION if institution else SourceKind.PERSON,
                    naming=Naming.N4 if institution else Naming.N6 if " " in shown else Naming.N5,
                    mentions=(),
                )
            )
        article = Article(
            slug=f"article-{number}",
            path=f"article-{number}.txt",
            front_matter=FrontMatter(),
            text="A headline",
            headline=TextSpan(0, 10),
            body=(),
            positions=(),
        )
        analysis = ArticleAnalysis(
            engine="benchmark", quotations=(), attributions=(), sources=tuple(sources), claims=()
        )
        analysed.append((article, analysis))
    known = tuple(
        KnownSource(id="", name=name, aliases=(f"{name} himself",), line=number)
        for number, name in enumerate(cast[::10], 1)
    )
    return analysed, known


def hash_of(name: str) -> int:
    """The same number for the same name in each run."""
    return sum(map(ord, name))


def main() -> None:
    """Print a row for each size."""
    print("| articles | sources | across articles | joined names | who is who, s | profiles, s | proposals, s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        analysed, known = make_corpus(size)
        begun = time.process_time()
        register = Register(known)
        analysed = [(article, register.apply(article, analysis)) for article, analysis in analysed]
        keys = find_source_keys(analysed, register)
        matched = time.process_time()
        profiles = build_source_profiles(analysed, keys, {article.slug: () for article, _ in analysed})
        profiled = time.process_time()
        propose_aliases(profiles)
        proposed = time.process_time()
        joined = sum(bool(profile.other_keys) for profile in profiles)
        print(
            f"| {size:,} | {size * SOURCES:,} | {len(profiles):,} | {joined:,} | {matched - begun:.1f} "
            f"| {profiled - matched:.1f} | {proposed - profiled:.1f} |"
        )


if __name__ == "__main__":
    main()
