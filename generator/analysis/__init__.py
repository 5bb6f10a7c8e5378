"""One article's analysis, its steps in one visible list: each module answers one question, results arrive as arguments."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from generator.analysis.affiliation import find_affiliations
from generator.analysis.affiliation_of_others import share_affiliations
from generator.analysis.anonymity import find_anonymities
from generator.analysis.anonymous_statements import find_anonymous_statements
from generator.analysis.attachment import detach_speakers
from generator.analysis.attributions import ALL_PARTS, SOURCE_BOUND, Parts, find_attributions
from generator.analysis.candidacies import find_candidacies
from generator.analysis.certainty import find_certainty
from generator.analysis.checkability import find_checkability
from generator.analysis.claims import find_claims
from generator.analysis.coreference import resolve_coreference
from generator.analysis.hedges import find_hedges
from generator.analysis.kinds import find_kinds
from generator.analysis.mentions import find_mentions, find_source_heads
from generator.analysis.naming import find_namings
from generator.analysis.provenance import find_provenance
from generator.analysis.quantities import find_quantities
from generator.analysis.quotations import find_quotations, find_unclosed
from generator.analysis.roles import find_role, find_status
from generator.analysis.sentences import find_sentences
from generator.analysis.sources import resolve_sources
from generator.analysis.tagger import default_tagger
from generator.model import (
    RULES_ALONE,
    Article,
    ArticleAnalysis,
    Attribution,
    CoreferenceChain,
    Quotation,
    Source,
    SourceRole,
    SourceStatus,
    TextSpan,
)


def analyse(article: Article, doc: Doc, source_bound: float | None = None) -> ArticleAnalysis:
    """What `article` says on whose say-so; `doc` is the parse of `article.text`, `source_bound` that of `credit`."""
    text = article.text
    quotations = find_quotations(text)
    found, engine = credit(text, doc, quotations, source_bound=source_bound)
    sources, attributions = code_sources(text, doc, quotations, found)
    sentences = find_sentences(doc, attributions, quotations)
    # The headline says what the body is about: what it asserts is compared with the body, not listed beside it.
    own = tuple(
        span for sentence in sentences for span in sentence.assertions if span.start_char >= article.headline.end_char
    )
    quantities = find_quantities(doc)
    hedges = find_hedges(doc, attributions, quantities)
    certainties = find_certainty(doc, attributions, hedges, own)
    checkabilities = find_checkability(doc, attributions, own, certainties, quantities)
    claims = find_claims(text, attributions, own, certainties, checkabilities, hedges, quantities)
    return ArticleAnalysis(
        engine=engine,
        quotations=quotations,
        attributions=attributions,
        sources=sources,
        provenance=find_provenance(text, sources, attributions),
        anonymous=find_anonymous_statements(doc, sources, attributions, claims),
        claims=claims,
        sentences=sentences,
        quantities=quantities,
        notices=find_unclosed(article),
    )


def code_sources(
    text: str, doc: Doc, quotations: tuple[Quotation, ...], found: tuple[Attribution, ...]
) -> tuple[tuple[Source, ...], tuple[Attribution, ...]]:
    """Whom `found` credits, resolved within the article and coded, and the attributions tied to them by `source_id`.

    Where the parse `doc` takes somebody credited for somebody spoken of, it is corrected in place. Of most referents of a text
    nothing is asked but whether they are the same.
    """
    heads = find_source_heads(doc, found)
    detach_speakers(doc, found, heads)
    chains = resolve_coreference(doc, quotations, find_mentions(doc, heads), found, heads)
    kinds = find_kinds(chains)
    candidacies = find_candidacies(doc, chains, kinds)
    namings = find_namings(chains, kinds, candidacies)
    asked = _find_credited(chains, heads)
    alone = find_affiliations(text, chains, kinds, candidacies, asked)
    affiliations = share_affiliations(text, quotations, chains, kinds, alone, asked)
    roles = tuple(
        find_role(text, chain, kind, candidacy) if wanted else SourceRole.UNCLEAR
        for wanted, chain, kind, candidacy in zip(asked, chains, kinds, candidacies, strict=True)
    )
    statuses = tuple(
        find_status(text, chain) if wanted else SourceStatus.UNCLEAR
        for wanted, chain in zip(asked, chains, strict=True)
    )
    anonymity = find_anonymities(doc, quotations, chains, kinds, namings, asked)
    return resolve_sources(
        text, found, heads, chains, candidacies, kinds, namings, affiliations, roles, statuses, anonymity
    )


def _find_credited(chains: Sequence[CoreferenceChain], heads: Sequence[TextSpan | None]) -> list[bool]:
    """For each of `chains` whether it is credited, alone or as one of several together."""
    chain_at = {mention.head: i for i, chain in enumerate(chains) for mention in chain.mentions}
    credited = [False] * len(chains)
    coming = [chain_at[head] for head in heads if head is not None]
    while coming:
        i = coming.pop()
        if not credited[i]:
            credited[i] = True
            coming.extend(chain_at[part] for mention in chains[i].mentions for part in mention.parts)
    return credited


def credit(
    text: str,
    doc: Doc,
    quotations: tuple[Quotation, ...],
    parts: Parts = ALL_PARTS,
    source_bound: float | None = None,
) -> tuple[tuple[Attribution, ...], str]:
    """The attributions of `text`, whose parse `doc` has the same offsets, and the name of what found them.

    That is tagger and rules together, or the rules alone where no model can be loaded. A source that is less likely right than
    `source_bound` (None: `SOURCE_BOUND`) is left unclear.
    """
    bound = SOURCE_BOUND if source_bound is None else source_bound
    tagger = default_tagger() if parts.tagger else None
    if tagger is None:
        return find_attributions(doc, quotations, None, parts, bound), RULES_ALONE
    return find_attributions(doc, quotations, tagger.tag(text), parts, bound), f"rules and tagger {tagger.card.version}"
