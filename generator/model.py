"""The data that flows from stage to stage, as frozen structs.

Nothing here knows spaCy, Jinja or markdown-it, and nothing is filled in later: a stage makes its struct whole or not at
all. The JSON that is published is these types, and its schema is generated from them.

Offsets are half-open (`start_char` is in, `end_char` is out) and count Unicode code points of `Article.text`. Codes are
closed sets; their definitions follow the coding scheme (docs/coding-scheme.md), which names the source of each.

A build holds millions of these values, and none can be part of a cycle: so `gc=False`, which makes them smaller and spares the
garbage collector looking through them.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from msgspec import Struct


class TextSpan(Struct, frozen=True, order=True, array_like=True, gc=False):
    """`text[start_char:end_char]`; in JSON the pair `[start_char, end_char]`."""

    start_char: int
    end_char: int


# --- what is read ------------------------------------------------------------------------------------------------


class NoticeLevel(StrEnum):
    """How much a notice matters to whoever runs the build."""

    NOTICE = "notice"  # the article is built; something in it deserves a look
    ERROR = "error"  # the article could not be built


class Notice(Struct, frozen=True, kw_only=True, gc=False):
    """Something the build has to say about one file: shown in the summary and on the notices page."""

    level: NoticeLevel
    code: str  # stable and short, such as "unknown-key"; what tests and filters go by
    message: str  # one sentence: what is wrong
    hint: str = ""  # one sentence: what to do
    path: str = ""  # relative to the content folder, with forward slashes
    line: int | None = None  # from 1
    column: int | None = None  # from 1, in code points


class Show(StrEnum):
    """How much of an article's text may be shown."""

    WHOLE = "whole"
    EXCERPTS = "excerpts"  # what anybody is credited with, and a few words around it


class FrontMatter(Struct, frozen=True, kw_only=True, gc=False):
    """What stands above an article, validated. Every key is optional; `title` may come from the text instead."""

    title: str | None = None
    date: datetime.date | None = None  # where a time of day is given, a datetime, which is a date too
    updated: datetime.date | None = None  # likewise
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None  # of the original
    language: str | None = None
    tags: tuple[str, ...] = ()
    draft: bool = False
    slug: str | None = None
    summary: str | None = None
    license: str | None = None
    show: Show | None = None  # else as the site says


class Tag(Struct, frozen=True, tag="tag", gc=False):
    """A piece of HTML without text of the article: a start or end tag, an image, a rule. Marks never cross it."""

    html: str


class TextRun(Struct, frozen=True, tag="text", gc=False):
    """A piece of the article's text, shown escaped: `text[start_char:end_char]`."""

    start_char: int
    end_char: int


BodyPiece = Tag | TextRun


class SourcePosition(Struct, frozen=True, array_like=True, gc=False):
    """Where the character at `start_char` of the text stands in the file: `line` and `column` count from 1."""

    start_char: int
    line: int
    column: int


class Asset(Struct, frozen=True, kw_only=True, gc=False):
    """A local image to be copied: `path` relative to the content folder, `target` relative to the output folder."""

    path: str
    target: str


class Article(Struct, frozen=True, kw_only=True, gc=False):
    """One article as read: the text that is analysed, and the pieces it is shown as.

    The headline is the first paragraph of `text`; paragraphs are separated by a blank line. `body` are the pieces after the
    headline, in reading order; `headline_pieces` and `body` cover every character of the text but the white space that an element
    stands for (between blocks, at a line break). Without a headline its span is empty.
    """

    slug: str
    path: str  # relative to the content folder, with forward slashes
    front_matter: FrontMatter
    text: str
    headline: TextSpan
    headline_pieces: tuple[BodyPiece, ...] = ()
    body: tuple[BodyPiece, ...]
    positions: tuple[SourcePosition, ...]  # ascending; `locate()` reads them
    assets: tuple[Asset, ...] = ()
    corrections: tuple[Correction, ...] = ()
    notices: tuple[Notice, ...] = ()
    excerpt: bool = False  # the text is what may be shown of it, and not all

    @property
    def title(self) -> str:
        """The headline as it stands in the text; the slug where there is none."""
        return self.text[self.headline.start_char : self.headline.end_char] or self.slug

    def locate(self, start_char: int) -> tuple[int, int]:
        """Line and column (from 1) in the file of the character at `start_char` of the text."""
        low, high = 0, len(self.positions)
        while low < high:
            middle = (low + high) // 2
            if self.positions[middle].start_char <= start_char:
                low = middle + 1
            else:
                high = middle
        if low == 0:
            return 1, 1
        position = self.positions[low - 1]
        return position.line, position.column + start_char - position.start_char


# --- what is coded -----------------------------------------------------------------------------------------------


class QuotationKind(StrEnum):
    """What a pair of quotation marks is for."""

    SPEECH = "speech"  # somebody's words
    SCARE = "scare"  # a word held at a distance: the 'aggression'
    TITLE = "title"  # of a book, a film, a programme
    TERM = "term"  # a word spoken of as a word, or a nickname
    UNCLEAR = "unclear"


class AttributionKind(StrEnum):
    """How much of the content stands in quotation marks (PARC 3.0)."""

    DIRECT = "direct"  # all of it
    MIXED = "mixed"  # some of it
    INDIRECT = "indirect"  # none of it


class CueClass(StrEnum):
    """What the cue says the source did."""

    SPEECH = "speech"
    DOCUMENT = "document"  # writes, states, shows on paper
    BELIEF = "belief"
    INTENTION = "intention"
    ATTITUDE = "attitude"  # praise, support, fear
    EVIDENCE = "evidence"  # a poll, a video, data show
    ACT = "act"  # vote, back
    UNCLEAR = "unclear"


class CueStance(StrEnum):
    """Where the cue puts the writer towards what is credited."""

    NEUTRAL = "neutral"  # say, tell, according to
    ENDORSING = "endorsing"  # reveal, note, show
    DISTANCING = "distancing"  # claim, allege, insist
    CONCEDING = "conceding"  # admit, acknowledge
    EMPHATIC = "emphatic"  # declare, warn
    DIRECTIVE = "directive"  # order, urge
    MENTAL = "mental"  # think, view
    UNCLEAR = "unclear"


class Anchoring(StrEnum):
    """What ties the content to its source."""

    EXPLICIT = "explicit"  # a cue and a source in the sentence
    CARRIED_OVER = "carried-over"  # the next quotation or sentence goes on with the same source
    INFERRED = "inferred"
    NONE = "none"  # nobody is credited
    UNCLEAR = "unclear"  # somebody is credited, but it isn't sure enough who


class Naming(StrEnum):
    """The naming ladder: how much the article says of who is speaking."""

    N0 = "N0"  # none: "reports of ..."
    N1 = "N1"  # vague collective: "some", "critics"
    N2 = "N2"  # bare "a source"
    N3 = "N3"  # described but unnamed: "a source within the harbour office"
    N4 = "N4"  # an institution, or its unnamed spokesperson
    N5 = "N5"  # name only
    N6 = "N6"  # name and role
    UNCLEAR = "unclear"  # a pronoun or description that could not be resolved


class SourceKind(StrEnum):
    """What kind of thing is credited."""

    PERSON = "person"
    GROUP = "group"
    INSTITUTION = "institution"
    OUTLET = "outlet"
    DOCUMENT = "document"
    POLL = "poll"
    POST = "post"
    UNCLEAR = "unclear"


class Affiliation(StrEnum):
    """In what capacity a source speaks (after Spangher et al. 2023); the first six are parts of a government."""

    EXECUTIVE = "executive"
    MILITARY = "military"
    LAW_ENFORCEMENT = "law-enforcement"
    INTELLIGENCE = "intelligence"
    COURT = "court"
    LEGISLATURE = "legislature"
    PARTY = "party"
    ARMED_GROUP = "armed-group"
    CORPORATE = "corporate"
    NGO = "ngo"
    ACADEMIC = "academic"
    MEDIA_STATE = "media-state"
    MEDIA_OTHER = "media-other"
    ACTOR = "actor"
    WITNESS = "witness"
    VICTIM = "victim"
    UNCLEAR = "unclear"


class SourceRole(StrEnum):
    """What a source is to the events it speaks of (after Spangher et al. 2023)."""

    PARTICIPANT = "participant"
    REPRESENTATIVE = "representative"  # speaks for somebody
    INFORMATIONAL = "informational"  # an expert, an observer, a document
    UNCLEAR = "unclear"


class SourceStatus(StrEnum):
    """Whether the source still has the capacity that the article gives."""

    CURRENT = "current"
    FORMER = "former"
    UNCLEAR = "unclear"  # no capacity is given


class AnonymityReason(StrEnum):
    """What the article says of why a source is not named."""

    NONE = "none"
    FORMULA = "formula"  # "on condition of anonymity"
    SPECIFIC = "specific"  # "fearing for her job"


class KnowledgeBasis(StrEnum):
    """How an unnamed source is said to know."""

    DIRECT = "direct"
    SECOND_HAND = "second-hand"
    UNSTATED = "unstated"


class AnonymousContent(StrEnum):
    """What somebody who is not named is credited with (AP; The New York Times)."""

    FACT = "fact"  # information
    OPINION = "opinion"
    ATTACK = "attack"  # blame for somebody else, or a judgement on them


class Certainty(StrEnum):
    """How sure the holder is said to be (FactBank, Saurí & Pustejovsky 2009)."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNDERSPECIFIED = "underspecified"


class Polarity(StrEnum):
    """Whether the holder asserts or denies."""

    POSITIVE = "+"
    NEGATIVE = "-"
    UNKNOWN = "?"


# --- what people say of it --------------------------------------------------------------------------------------------


class ReviewVerb(StrEnum):
    """What a person has done with what the machine found."""

    ACCEPT = "accept"  # it is right
    CHANGE = "change"  # it is right but for what is changed
    REJECT = "reject"  # it is wrong, or answered


class Review(Struct, frozen=True, kw_only=True, gc=False):
    """Who has looked at it, when, and why they decided so."""

    verb: ReviewVerb
    by: str
    date: datetime.date
    why: str = ""
    verdict: str = ""  # the person's own, in their words, on what is credited; `why` then gives their grounds


class Correction(Struct, frozen=True, kw_only=True, gc=False):
    """One entry of a corrections file: a review, and where it belongs.

    The place is given as the W3C's TextQuoteSelector gives it: the words themselves, with what stands before and after where they
    stand more than once. `code` is None for an attribution. `changes` are the new values, by the names of `read.corrections`.
    """

    review: Review
    code: FindingCode | None
    quote: str
    prefix: str = ""
    suffix: str = ""
    changes: dict[str, str] = {}
    path: str  # of the corrections file, relative to the content folder
    line: int


class KnownSource(Struct, frozen=True, kw_only=True, gc=False):
    """One entry of sources.yml: who is who across articles. What is None or empty is left to the machine."""

    id: str  # the name of its page; "" for one made of the name
    name: str
    aliases: tuple[str, ...] = ()
    kind: SourceKind | None = None
    affiliation: Affiliation | None = None
    role: SourceRole | None = None
    about: str = ""
    link: str = ""
    articles: tuple[str, ...] = ()  # slugs; where there are any, it is this one only there
    line: int


# --- what is found in one article -----------------------------------------------------------------------------------


class Quotation(Struct, frozen=True, kw_only=True, gc=False):
    """A stretch in quotation marks; `span` includes the marks, `depth` is 0 for outer marks, 1 for marks inside those."""

    span: TextSpan
    kind: QuotationKind
    closed: bool  # False where the closing mark is missing, or where a speech goes on in the next paragraph
    depth: int = 0


class Anonymity(Struct, frozen=True, kw_only=True, gc=False):
    """What the article says about a source that it does not name (N2, N3)."""

    stated: bool  # that the source is not to be named
    reason: AnonymityReason
    basis: KnowledgeBasis
    words: tuple[TextSpan, ...] = ()  # on which `stated`, `reason` and `basis` rest


class Attribution(Struct, frozen=True, kw_only=True, gc=False):
    """Source, cue and content (PARC 3.0; PolNeAR): who is credited with what, by which words.

    Each of the three is a tuple of spans in text order, because it may be discontinuous. `source` is empty where nobody is named
    there, or where it is too doubtful who is meant (`anchoring` is then unclear); `cue` is empty where a quotation is carried over
    without one. `source_id` names a `Source` of the same article.

    `confidence` estimates how likely the attribution is one (shares at least half of its content with what a coder marks),
    `source_confidence` how likely its source is right if it is; docs/accuracy.md says how far both are to be trusted.
    """

    id: str  # hash of the normalised content, repeats numbered: it survives edits elsewhere in the article
    source: tuple[TextSpan, ...]
    cue: tuple[TextSpan, ...]
    content: tuple[TextSpan, ...]
    source_id: str | None
    kind: AttributionKind
    depth: int  # 0, or 1 for an attribution inside another's content
    cue_class: CueClass
    stance: CueStance
    anchoring: Anchoring
    found_by: str  # the rule or model part that found it, for `sayso analyze --debug`
    confidence: float = 1.0  # 0 to 1; 1 where a person made it
    source_confidence: float = 1.0  # 0 to 1; of the source that was in doubt where it is left unclear
    review: Review | None = None  # None: machine, unreviewed

    @property
    def naming(self) -> Naming:
        """The naming where no source is tied to the attribution: none is stated, or it is unclear who is meant."""
        return Naming.UNCLEAR if self.anchoring is Anchoring.UNCLEAR else Naming.N0


class TaggedAttribution(Struct, frozen=True, kw_only=True, gc=False):
    """An attribution as the tagger alone sees it; `source` is empty where nobody is credited there.

    `confidence` estimates how likely the content is right (shares at least half of its characters with what a coder marks),
    `source_confidence` how likely the source is right if the content is.
    """

    source: tuple[TextSpan, ...]
    cue: tuple[TextSpan, ...]
    content: tuple[TextSpan, ...]
    confidence: float
    source_confidence: float


class MentionForm(StrEnum):
    """By what a mention refers."""

    NAME = "name"
    DESCRIPTION = "description"  # a common noun: "the harbour master"
    PRONOUN = "pronoun"  # also a quantifier that stands alone: "some"


class Mention(Struct, frozen=True, kw_only=True, gc=False):
    """A phrase that refers to somebody or something, and what it says of its referent."""

    span: TextSpan  # without relative clauses and appositions
    head: TextSpan  # its noun or pronoun
    form: MentionForm
    name: str = ""  # without titles; "" where the phrase gives none
    titles: tuple[str, ...] = ()  # before the name, lower-cased, without full stops
    capacities: tuple[TextSpan, ...] = ()  # what it says the referent is or does
    noun: str  # the head's lemma, lower-cased
    kind: SourceKind  # as far as this phrase alone tells
    guessed: bool = False  # `kind` rests on the entity recogniser alone, not on a word in the text
    modifiers: tuple[str, ...] = ()  # the words that narrow the description; names keep their capitals
    parts: tuple[TextSpan, ...] = ()  # of a coordination ("Brel and Lomm"): the heads of its members
    plural: bool = False
    definite: bool = False  # a name, or a phrase with the article, a demonstrative or a possessive


class CoreferenceChain(Struct, frozen=True, kw_only=True, gc=False):
    """The mentions, in text order, that the text lets one take for the same referent.

    `resolved` is False for a pronoun or description whose referent the text does not decide; such a chain has one mention.
    """

    mentions: tuple[Mention, ...]
    resolved: bool = True


class Source(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody or something that this article credits, with every mention of it that a cue stands by."""

    id: str  # unique within the article
    name: str  # the fullest form the article gives
    named: bool = (
        False  # `name` is a name; else it is a description or a pronoun, and means nothing outside the article
    )
    kind: SourceKind
    naming: Naming
    affiliation: Affiliation = Affiliation.UNCLEAR
    role: SourceRole = SourceRole.UNCLEAR
    status: SourceStatus = SourceStatus.UNCLEAR
    anonymity: Anonymity | None = None  # of N2 and N3
    mentions: tuple[TextSpan, ...]
    capacities: tuple[TextSpan, ...] = ()  # the words anywhere in the article that say who or what it is


class ProvenanceEnd(StrEnum):
    """How the chain of an attribution ends."""

    STATED = "origin-stated"
    NOT_STATED = "origin-not-stated"


class ProvenanceLink(Struct, frozen=True, kw_only=True, gc=False):
    """One step back towards the origin: who passed it on, and by which words."""

    source_id: str | None
    source: tuple[TextSpan, ...]
    cue: tuple[TextSpan, ...]  # never empty: a link without a cue in the text is not drawn


class AnonymousStatement(Struct, frozen=True, kw_only=True, gc=False):
    """What an unnamed person or group is credited with, and who else in the article is credited with the same."""

    attribution_id: str
    source_id: str
    content: AnonymousContent
    others: tuple[str, ...] = ()  # ids of other sources that say the same, or are said to confirm it


class Provenance(Struct, frozen=True, kw_only=True, gc=False):
    """The attribution chain: the links from the article back to where the information is said to come from, nearest first."""

    attribution_id: str
    links: tuple[ProvenanceLink, ...]
    end: ProvenanceEnd


class HedgeKind(StrEnum):
    """What kind of word hedges (after Hyland 1998)."""

    MODAL = "modal"  # may, might, could
    ADVERB = "adverb"  # probably, allegedly
    ADJECTIVE = "adjective"  # a possible fault; it is likely that
    VERB = "verb"  # suggests, appears
    NOUN = "noun"  # the possibility that
    PHRASE = "phrase"  # in all likelihood
    APPROXIMATOR = "approximator"  # about, more than: the figure is loose, the claim is not


class Hedge(Struct, frozen=True, kw_only=True, gc=False):
    """A hedging expression and what it hedges. An approximator leaves the claim certain."""

    span: TextSpan
    scope: TextSpan  # the clause, phrase or figure that is made less than sure; it may include `span`
    kind: HedgeKind
    certainty: Certainty  # what it leaves of what stands in its scope


class Operator(StrEnum):
    """How a figure is meant."""

    EQUAL = "="
    ABOVE = ">"  # more than, over
    AT_LEAST = ">="  # at least, or more; dozens, hundreds
    BELOW = "<"  # less than, under
    AT_MOST = "<="  # up to, as many as
    ABOUT = "~"  # about, nearly
    RANGE = "range"  # from 3 to 5


class Quantity(Struct, frozen=True, kw_only=True, gc=False):
    """A figure. `span` holds comparator, number, modifiers and counted noun, without "only", "just", and without "of ...".

    `unit` is the lemma of the counted head noun in lower case, an ISO 4217 code for money, "%" for percentages and shares (half is
    50 %), "points" for percentage points, and empty where nothing is named. Hundreds, dozens and the like count as "at least 100",
    "at least 12".
    """

    span: TextSpan
    value: float  # the lower end of a range
    upper: float | None = None  # the upper end of a range, else None
    operator: Operator
    unit: str
    comparator: TextSpan | None = None  # the words the operator rests on


class Checkability(StrEnum):
    """What kind of thing a claim asserts, for whoever sets out to check it (types after Konstantinovskiy et al. 2021).

    Where several fit, the first of these counts: opinion, prediction, figure, causal, comparison, event.
    """

    FIGURE = "figure"  # how much, how many
    EVENT = "event"  # what happened, or is the case
    CAUSAL = "causal"  # what caused what
    COMPARISON = "comparison"  # how things compare
    PREDICTION = "prediction"  # what will be
    OPINION = "opinion"  # a judgement or a duty: nothing to check
    UNCLEAR = "unclear"  # questions, orders and fragments assert nothing; what sets the scene


class Voice(StrEnum):
    """On whose say-so a sentence stands."""

    ATTRIBUTED = "attributed"  # somebody is credited with it, or it is said that somebody says it
    AUTHOR = "author"  # nobody is credited with it
    MIXED = "mixed"  # part of it is attributed, and the author asserts another part
    UNCLEAR = "unclear"  # a quotation that nobody is credited with


class Sentence(Struct, frozen=True, kw_only=True, gc=False):
    """One sentence of the article (the headline too), and who vouches for it."""

    span: TextSpan
    voice: Voice
    attribution_ids: tuple[str, ...] = ()  # of depth 0, in text order
    assertions: tuple[TextSpan, ...] = ()  # the author's own clauses


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """One asserted proposition with its holder: an attribution's content with its source, or a clause in the author's voice."""

    id: str  # the attribution's; of the author's voice "v" and a hash of the normalised content, repeats numbered
    attribution_id: str | None  # None: the author's voice
    source_id: str | None
    content: tuple[TextSpan, ...]
    certainty: Certainty
    polarity: Polarity
    stance: CueStance | None  # None where there is no cue
    checkability: Checkability
    hedges: tuple[Hedge, ...] = ()  # of the content and of the cue
    quantities: tuple[Quantity, ...] = ()  # of the content


class Severity(StrEnum):
    """How much a finding matters to an editor; a house rule set can say otherwise than the rule."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class FindingCode(StrEnum):
    """What a finding says, by the rule that found it."""

    HEAD1 = "HEAD1"  # the headline states as certain what the body hedges
    HEAD2 = "HEAD2"  # the headline credits another source than the body does
    HEAD3 = "HEAD3"  # the headline's figure differs from the body's
    ANON1 = "ANON1"  # an unnamed source, and no reason given
    ANON2 = "ANON2"  # a bare "a source"
    ANON3 = "ANON3"  # an unnamed source's opinion or attack
    ANON4 = "ANON4"  # a claim that rests on unnamed sources alone
    ANON5 = "ANON5"  # an unnamed source, and no word on corroboration
    ANON6 = "ANON6"  # an unnamed source, and no word on how it knows
    VAGUE1 = "VAGUE1"  # a vague collective
    CHAIN1 = "CHAIN1"  # second-hand: the origin is not stated
    ORIGIN1 = "ORIGIN1"  # everything goes back to one origin, in one article or across several
    VOICE1 = "VOICE1"  # a checkable assertion in the author's voice, and no source
    CUE1 = "CUE1"  # a cue that takes sides
    QUOTE1 = "QUOTE1"  # a quotation nobody is credited with
    QUOTE2 = "QUOTE2"  # the same quotation with other words, or another speaker, in another article
    FIG1 = "FIG1"  # two figures for the same thing


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """A passage that a rule asks the editor to look at. It describes the text; it is no verdict on what the text says."""

    code: FindingCode
    severity: Severity
    span: TextSpan  # what it is about
    reason: str  # one sentence, which names the words it rests on
    evidence: tuple[TextSpan, ...] = ()  # where else these words stand
    review: Review | None = None


RULES_ALONE = "rules alone, without the tagger"
"""The engine of an analysis for which no model could be loaded. It finds less, and every page and report says so."""


class ArticleAnalysis(Struct, frozen=True, kw_only=True, gc=False):
    """Everything the analysis says of one article."""

    engine: str  # which parts found the attributions: tagger and rules with the model's version, or `RULES_ALONE`
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]
    sources: tuple[Source, ...]
    provenance: tuple[Provenance, ...] = ()  # of the attributions that have a source and a cue, in their order
    anonymous: tuple[AnonymousStatement, ...] = ()  # what people on N2 and N3 are credited with, in text order
    claims: tuple[Claim, ...]  # of the attributions, in their order; then those in the author's voice
    sentences: tuple[Sentence, ...] = ()
    quantities: tuple[Quantity, ...] = ()  # of the whole text, in order
    notices: tuple[Notice, ...] = ()


# --- what is known across articles ------------------------------------------------------------------------------------


class Statement(Struct, frozen=True, kw_only=True, gc=False):
    """One attribution as the index shows it: where it stands, who is credited, what with."""

    article_slug: str
    attribution_id: str
    source_key: str | None  # of a `SourceProfile`
    source_name: str
    text: str  # the content's words; pieces of a discontinuous content are joined by " … "
    cue: str
    kind: AttributionKind
    naming: Naming
    cue_class: CueClass
    stance: CueStance
    certainty: Certainty
    polarity: Polarity
    checkability: Checkability = Checkability.UNCLEAR
    figures: tuple[str, ...] = ()  # the words of the quantities in it
    reviewed: bool = False  # by a person


class AuthorClaim(Struct, frozen=True, kw_only=True, gc=False):
    """A checkable claim that an article makes in its own voice, as the index shows it; nobody is credited with it."""

    article_slug: str
    claim_id: str
    text: str  # on one line
    certainty: Certainty
    polarity: Polarity
    checkability: Checkability
    figures: tuple[str, ...] = ()  # the words of the quantities in it


class SourceProfile(Struct, frozen=True, kw_only=True, gc=False):
    """A source across articles. Unnamed sources (N0 to N3) are never merged across articles, so theirs has one article."""

    key: str  # the page's name; does not change between builds
    name: str
    kind: SourceKind
    naming: Naming
    named: bool = True  # `name` is a name; else a description or a pronoun
    affiliation: Affiliation = Affiliation.UNCLEAR
    names: tuple[str, ...]  # every form, the fullest first
    statements: tuple[Statement, ...]
    about: str = ""  # in people's words
    link: str = ""
    known: bool = False  # people have said in sources.yml who it is
    other_keys: tuple[str, ...] = ()  # that it had, or would have, by itself: each leads on to its page


class ClaimRelation(StrEnum):
    """How two claims that speak of the same thing stand to each other; it says nothing of which is right."""

    SAME = "same"  # the same figure or assertion, as sure
    SUPPORTS = "supports"  # they agree, but one is less sure, rounded, or gives a bound
    COUNTERS = "counters"  # what the one asserts, the other negates
    DIFFERENT_FIGURE = "different figure"  # two figures that no rounding and no bound reconciles


class ClaimVersion(Struct, frozen=True, kw_only=True, gc=False):
    """One passage that speaks of what a group is about: who, which figure, how certain, where.

    Figures that stand in no claim are versions too; then `claim_id`, `certainty` and `polarity` are None.
    """

    article_slug: str
    claim_id: str | None
    attribution_id: str | None  # None: nobody is credited there
    voice: Voice  # `attributed` where somebody is credited, `author` for the author's own; else `unclear`
    source_key: str | None  # of a `SourceProfile`
    source_name: str
    naming: Naming | None  # None where nobody is credited
    place: TextSpan  # of the figure, else of the content's first span
    text: str  # the claim's content, or the sentence with the figure, on one line
    cue: str
    figure: str  # the words of the figure; "" where the claim has none
    quantity: Quantity | None
    takes_up: str  # the words of the figure before, whose noun or topic this one takes up; "" where it stands by itself
    certainty: Certainty | None
    polarity: Polarity | None
    stance: CueStance | None
    hedges: tuple[str, ...]
    route: OriginRoute | None = None  # where it goes back to; None where nobody is credited who could be followed


class ClaimPair(Struct, frozen=True, kw_only=True, gc=False):
    """Two versions of a group, by their positions in it, and the words that both have."""

    one: int
    other: int
    relation: ClaimRelation
    words: tuple[str, ...]


class ClaimGroup(Struct, frozen=True, kw_only=True, gc=False):
    """Claims of one or more articles that speak of the same thing; each pair says how its two stand to each other."""

    id: str  # made of the oldest version's article and claim, so that it stays when newer articles come
    topic: str  # the words that most versions share, in the order of the fullest
    versions: tuple[ClaimVersion, ...]  # oldest article first, then in text order
    pairs: tuple[ClaimPair, ...]  # of different wordings; and a reprint with what it repeats
    originals: tuple[int, ...] = ()  # by version the first in the same words, where any is in those of an older article

    def original(self, position: int) -> int:
        """Of the version at `position` the first in the same words, which stands to all others as this one does."""
        return self.originals[position] if self.originals else position

    @property
    def in_conflict(self) -> bool:
        """Whether two versions differ in their figures, or one negates the other."""
        conflicts = (ClaimRelation.DIFFERENT_FIGURE, ClaimRelation.COUNTERS)
        return any(pair.relation in conflicts for pair in self.pairs)


class OriginStep(Struct, frozen=True, kw_only=True, gc=False):
    """One link of a route: who passed it on, by which words, and where these stand."""

    article_slug: str
    attribution_id: str
    source_key: str  # of a `SourceProfile`
    source_name: str
    words: str  # the source as the link names it
    cue: str


class OriginRoute(Struct, frozen=True, kw_only=True, gc=False):
    """How one attribution of an article goes back to an origin: its chain, nearest first.

    Where a chain ends with an outlet, and an article of that outlet tells the same (by `ClaimGroup`), the route goes on with that
    article's chain; `article_slug` of a step says in which article it stands.
    """

    article_slug: str
    attribution_id: str
    steps: tuple[OriginStep, ...]  # never empty; the last is the origin


class Origin(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody or something at which routes end: to whom several articles go back, or one by way of others."""

    key: str  # of a `SourceProfile`
    name: str
    kind: SourceKind
    naming: Naming
    routes: tuple[OriginRoute, ...]  # in the order of the articles, then of the text
    articles: int  # how many have a route to it


class ArticleSummary(Struct, frozen=True, kw_only=True, gc=False):
    """How one article is sourced, at a glance: counts of words by kind and by naming."""

    slug: str
    title: str
    path: str
    front_matter: FrontMatter
    words: int
    direct_words: int
    indirect_words: int
    named_words: int  # of the attributed words: N5 and N6
    institution_words: int  # N4
    unnamed_words: int  # N2 and N3
    vague_words: int  # N0 and N1
    unclear_words: int  # the source could not be resolved
    attributions: int
    sources_by_naming: dict[str, int]  # by the values of `Naming`; a level without a source may be left out
    unnamed_with_reason: int = (
        0  # of the unnamed sources (N2, N3), those of which the article says why: a formula is no reason
    )
    reviewed: int = 0  # of the attributions, those that a person has looked at
    reviewers: tuple[str, ...] = ()  # who they are, in the order of the text


class CorpusIndex(Struct, frozen=True, kw_only=True, gc=False):
    """All articles together: what home, sources and claims pages are made of, in the order they are shown."""

    articles: tuple[ArticleSummary, ...]  # newest first, undated last, then by slug
    sources: tuple[SourceProfile, ...]
    statements: tuple[Statement, ...]
    author_claims: tuple[AuthorClaim, ...] = ()  # in the articles' order
    claim_groups: tuple[ClaimGroup, ...] = ()  # those in conflict first, then the largest
    origins: tuple[Origin, ...] = ()  # those that most articles go back to first
    known: tuple[KnownSource, ...] = ()  # what people have said in sources.yml


class DataTable(Struct, frozen=True, kw_only=True, gc=False):
    """A table under `data/`, in each of its formats, as the data page lists it."""

    name: str  # "claims": the files are data/claims.csv, data/claims.jsonl, data/claims.schema.json
    meaning: str  # what a row is
    rows: int
    fields: tuple[str, ...]


class SearchPassage(Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of running text to be searched. `label`, where there is one, says whose words it is, for the list of results."""

    text: str
    label: tuple[str, ...] = ()


class SearchDocument(Struct, frozen=True, kw_only=True, gc=False):
    """What the full-text search knows of one page: `path` is relative to the output folder, as a link has it."""

    path: str
    title: str
    label: tuple[str, ...]  # what the list of results says of it
    paragraphs: tuple[tuple[SearchPassage, ...], ...]
    filters: dict[str, tuple[str, ...]] = {}  # by facet the values it is found under


# --- what is written ------------------------------------------------------------------------------------------------


class Page(Struct, frozen=True, kw_only=True, gc=False):
    """A file to be written: `path` is relative to the output folder, with forward slashes."""

    path: str
    content: bytes


class StandingPage(Struct, frozen=True, kw_only=True, gc=False):
    """A file that an earlier build wrote, and that would be the same again: not made anew."""

    path: str
    digest: str  # SHA-256 of its content, in hexadecimal


class StagedPage(Struct, frozen=True, kw_only=True, gc=False):
    """A page that was written whole to `file` in the folder beside the site; without one, it stands already."""

    path: str
    digest: str  # SHA-256 of its content, in hexadecimal
    file: str | None


class BuildReport(Struct, frozen=True, kw_only=True, gc=False):
    """What a build did, for the summary."""

    index_path: str
    articles: int
    analysed: int  # of these, anew; the others came from the store
    attributions: int
    sources: int
    claims: int
    notices: tuple[Notice, ...]
    seconds: float
    written: int
    unchanged: int
    removed: int
    changed: tuple[str, ...] = ()  # the paths of the files written or removed
