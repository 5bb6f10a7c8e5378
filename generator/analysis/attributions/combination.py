"""The two halves of the engine joined: what the tagger found, corrected by the rules where they are measurably better.

The tagger finds more and cuts contents better; the rules know the grammar and the marks. Both speak in candidates, so that one can
take words out of the other's way. docs/accuracy.md shows what each part is worth.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct
from spacy.tokens import Doc, Token

from generator.analysis.attributions.borders import set_borders, trim_ends
from generator.analysis.attributions.candidates import NOMINAL, Candidate, Ruled, SourceBy
from generator.analysis.attributions.clauses import NO_ANSWER
from generator.analysis.attributions.confidence import Calibration, estimate_content, estimate_source, read_calibration
from generator.analysis.attributions.cue_classes import find_coding, knows
from generator.analysis.attributions.cues import read_cues
from generator.analysis.attributions.exclusions import can_speak, is_aside, is_remark, says_nothing
from generator.analysis.attributions.gestures import is_gesture, pass_on_quotations
from generator.analysis.attributions.holders import (
    GOING_ON,
    circumstances,
    find_holder,
    goes_on,
    holder_words,
    is_asked,
    is_bare_passive,
    is_passive,
)
from generator.analysis.attributions.labels import give_way
from generator.analysis.attributions.outcries import give_to_crowd
from generator.analysis.attributions.speech import ENDS, Utterance, carry_on
from generator.model import Anchoring, AttributionKind, CueClass, QuotationKind, TaggedAttribution, TextSpan
from generator.parsed import starts_of

SURE_SOURCE = 0.85  # from this confidence on the tagger's own source stands against the rules'
DOUBTED = 0.4  # a report that is less likely right than this, with its source, is left out
SURE_CONTENT = 0.5  # the same for its content
FARTHEST_COLON = 6  # words between a cue and the comma or colon before its quotation, where the rules alone found them
FARTHEST_FROM_SENTENCE = 14  # the same where a whole sentence is quoted
SENTENCE = 6  # tokens, marks included
CLOSE = 3  # words between a quotation and the cue after it
CITING = frozenset({"cite", "quote"})
CREDITING = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV"})


class Parts(Struct, frozen=True, kw_only=True):
    """What of the engine runs; each part can be switched off, the rules are what is left when `tagger` is."""

    tagger: bool = True
    sources: bool = True  # the rules' source where the tagger has none, or is unsure of its own
    contents: bool = True  # the rules' content where the tagger is unsure of its own
    quotations: bool = True  # the rules' speaker for a quotation that the tagger left out or ran together with another
    doubts: bool = True  # leaves out what the tagger itself doubts
    borders: bool = True  # a content that covers most of a quotation covers all of it
    plain: bool = True  # "according to" and plain speech ("X states that ..."): what the tagger left out of those
    labels: bool = True  # signatures below quotations, the turns of transcripts
    nested: bool = True  # attributions inside others' contents


def combine(
    doc: Doc, utterances: Sequence[Utterance], tagged: Sequence[TaggedAttribution], ruled: Ruled, parts: Parts
) -> Ruled:
    """The tagger's attributions as candidates, corrected by those of the rules, each with its depth."""
    spoken = [utterance for utterance in utterances if utterance.kind is QuotationKind.SPEECH]
    quoted = {word for utterance in spoken for word in utterance.words}
    calibration = read_calibration()
    drafts = _read_tagged(doc, tagged)
    rules_by_cue = {word: rule for rule, depth in ruled if not depth for word in rule.cue}
    paired: dict[int, Candidate] = {}
    for draft in drafts:
        rule = next((rules_by_cue[word] for word in sorted(draft.cue) if word in rules_by_cue), None)
        if rule is not None and rule.found_by in LABELS:
            continue
        if rule is not None:
            paired[id(rule)] = draft
            draft.found_by = f"tagger, {rule.found_by}"
            draft.agreed = True
            draft.cue_class, draft.stance = rule.cue_class, rule.stance
            if rule.found_by in read_cues()["phrase"] and rule.source:
                if min(draft.source, default=0) < min(rule.cue):
                    draft.cue, draft.source = set(rule.cue), set(rule.source)
                elif draft.cue < rule.cue:
                    draft.cue = set(rule.cue)
                    draft.content |= rule.content
                elif rule.cue < draft.cue:  # "that's according to"
                    draft.cue = set(rule.cue)
                if draft.content:
                    first, last = min(draft.content), max(draft.content)
                    draft.content |= {word for word in rule.content if first < word < last}
                draft.content -= draft.cue | draft.source
            if rule.found_by == "raise" and rule.is_passive and not rule.source:
                draft.content |= {word for word in rule.content if word < min(rule.cue)}
            if parts.contents and (draft.confidence or 0.0) < SURE_CONTENT:
                draft.content = set(rule.content)
        if parts.sources:
            _correct_source(doc, draft, rule, quoted)
            give_to_crowd(doc, draft)
        left_open = draft.agreed and draft.source and draft.content & quoted
        if parts.doubts and not left_open and _chance(draft, calibration) < DOUBTED:
            draft.content = set()
            paired.pop(id(rule), None)
    if parts.borders:
        set_borders(doc, drafts, ruled, spoken, quoted)
    if parts.sources:
        _go_on(doc, drafts)
    if parts.quotations:
        _give_back(doc, drafts, quoted)
    left = [rule for rule, depth in ruled if not depth and id(rule) not in paired]
    if parts.quotations:
        _move_quotations(doc, drafts, [rule for rule, depth in ruled if not depth], paired, spoken)
        drafts += _add_quotations(doc, drafts, [rule for rule in left if rule.found_by not in LABELS], spoken)
        drafts += _carry_over(doc, drafts, spoken)
        drafts += pass_on_quotations(doc, drafts, spoken)
    if parts.plain:
        drafts += _split(drafts, [rule for rule, _ in ruled if id(rule) not in paired])
        drafts += _add_plain(drafts, left)
    if parts.borders:
        trim_ends(doc, drafts, quoted)
    for draft in drafts:
        draft.beside_tagger = draft.confidence is None and draft.anchoring is Anchoring.EXPLICIT
    if parts.labels:
        labelled = [rule for rule in left if rule.found_by in LABELS]
        drafts = [*labelled, *give_way(drafts, labelled, spoken)]
    turns = {word for draft in drafts if draft.found_by in LABELS for word in draft.content}
    kept = [(draft, int(bool(draft.cue) and draft.cue <= turns)) for draft in drafts if draft.content]
    if not parts.nested:
        return [(draft, depth) for draft, depth in kept if not depth]
    return kept + _find_nested(kept, ruled, quoted)


SAID = frozenset({CueClass.SPEECH, CueClass.DOCUMENT})
LABELS = frozenset({"signature", "turn", "label", "headline"})


def _read_tagged(doc: Doc, tagged: Sequence[TaggedAttribution]) -> list[Candidate]:
    starts = starts_of(doc)
    drafts = []
    for found in tagged:
        cue = find_tokens(starts, found.cue)
        if not cue:
            continue
        source = _without_participle(doc, _with_noun(doc, find_tokens(starts, found.source))) - cue
        cue = _fixed_phrase(doc, cue) or cue
        cue |= _rest_of_passive(doc, cue, source)
        content = _with_signs(doc, find_tokens(starts, found.content)) - cue
        if is_aside(doc, cue, source) or says_nothing(doc, cue, content) or is_remark(doc, cue, content):
            continue
        if _is_strange(doc, cue) and _is_apart(doc, cue, content):
            continue
        cue_class, stance = find_coding(doc, cue, content)
        drafts.append(
            Candidate(
                anchor=doc[min(cue) : max(cue) + 1].root.i,
                source=source,
                cue=cue,
                content=content,
                cue_class=cue_class,
                stance=stance,
                found_by="tagger",
                confidence=found.confidence,
                source_confidence=found.source_confidence,
                source_by=SourceBy.TAGGER,
            )
        )
    return drafts


def _fixed_phrase(doc: Doc, cue: set[int]) -> set[int]:
    """The phrase with which a cue ends that begins with a verb: "according to" of "that's according to"."""
    words = sorted(cue)
    for start in range(1, len(words)):
        if (
            doc[words[0]].lemma_ == "be"
            and " ".join(doc[word].lower_ for word in words[start:]) in read_cues()["phrase"]
        ):
            return set(words[start:])
    return set()


def _with_noun(doc: Doc, source: set[int]) -> set[int]:
    """The source with its noun, where it stops at the article."""
    last = doc[max(source)] if source else None
    if last is None or last.dep_ != "det" or last.lower_ not in {"a", "an", "the"} or last.head.i < last.i:
        return source
    return source | set(range(last.i + 1, last.head.i + 1))


def _without_participle(doc: Doc, source: set[int]) -> set[int]:
    """The source without a participle after a comma of which it lacks the end: "an official, briefing reporters on | condition"."""
    for word in sorted(source)[2:]:
        participle = doc[word].tag_ in {"VBG", "VBN"} and doc[word - 1].text == ","
        if participle and doc[word].right_edge.i > max(source):
            return {before for before in source if before < word - 1}
    return source


def _rest_of_passive(doc: Doc, cue: set[int], source: set[int]) -> set[int]:
    """What a cue lacks that stops at its auxiliary, where the source is the agent: "has" of "has been met with doubt by"."""
    last = doc[max(cue)]
    if last.dep_ not in {"aux", "auxpass"} or not source or not last.i < last.head.i < min(source):
        return set()
    return set(range(last.i + 1, min(source) - 1)) if doc[min(source) - 1].lower_ == "by" else set()


def _with_signs(doc: Doc, words: set[int]) -> set[int]:
    """The words with the sign that belongs to a figure at their edge: "$5", "1.1%"."""
    before = {word - 1 for word in words if word and doc[word - 1].is_currency and not doc[word - 1].whitespace_}
    after = {
        word + 1 for word in words if word + 1 < len(doc) and doc[word + 1].text == "%" and not doc[word].whitespace_
    }
    return words | before | after


def _is_strange(doc: Doc, cue: set[int]) -> bool:
    """Whether no list knows any word of the cue: "woke", "lay with"."""
    words = [doc[index] for index in cue if doc[index].pos_ in CREDITING]
    verbal = any(word.pos_ == "VERB" for word in words)
    return verbal and not any(knows(word) for word in words)


def _is_apart(doc: Doc, cue: set[int], content: set[int]) -> bool:
    """Whether the content stands in quotation marks in a sentence after the cue's own: "She woke. ‘It rains.’"

    What also stands before the cue is said by it, and what somebody cuts in with is theirs.
    """
    if min(content, default=0) < min(cue) or any(is_gesture(doc[index]) for index in cue):
        return False
    begins = next((index for index in sorted(content) if index > max(cue) and doc[index].text == '"'), None)
    return begins is not None and any(
        doc[index].text in ENDS or "\n" in doc[index].text for index in range(max(cue) + 1, begins)
    )


def find_tokens(starts: Sequence[int], spans: Iterable[TextSpan]) -> set[int]:
    """The tokens that the spans touch."""
    found: set[int] = set()
    for span in spans:
        found.update(range(max(0, bisect_right(starts, span.start_char) - 1), bisect_left(starts, span.end_char)))
    return found


def _chance(draft: Candidate, calibration: Calibration) -> float:
    """That content and source are right. (Of a quotation with a known cue only the source is left unclear.)"""
    kind = AttributionKind.INDIRECT
    return estimate_content(draft, kind, calibration) * estimate_source(draft, kind, calibration)


def _correct_source(doc: Doc, draft: Candidate, rule: Candidate | None, quoted: set[int]) -> None:
    """The source that the parse names, where the tagger has none, doubts its own, or has only a piece of it."""
    if is_asked(doc[draft.anchor]) and not _asks_after(draft, quoted):
        draft.source &= _agent_words(doc, draft)
        if draft.content & quoted:  # "Vell was asked, “Why?”": he is no part of the question
            draft.content = {word for word in draft.content if word > draft.anchor or word in quoted}
        return
    if draft.source and is_bare_passive(doc[draft.anchor]):
        done_to = draft.source - _agent_words(doc, draft)
        draft.source -= done_to
        if doc[draft.anchor + 1].lower_ == "to" and max(done_to, default=0) == min(draft.cue) - 1:
            draft.content |= done_to  # "Residents told to boil water": they are to boil it
        return
    if draft.source and is_passive(doc[draft.anchor]):
        if {doc[index].lower_ for index in draft.source} == {"it"}:
            draft.source = set()  # "it is feared that"
            return
        if not (rule and rule.source) and _is_elsewhere(doc, draft.source, draft.anchor, quoted):
            draft.source = set()  # "the fee is settled, it is understood. Neither side"
            draft.content = {word for word in draft.content if doc[word].lower_ != "it" or word < min(draft.cue) - 1}
            return
    if rule and rule.found_by == "raise" and rule.is_passive and draft.source and draft.source <= rule.content:
        draft.content |= draft.source  # "the clubs are said to have agreed": the clubs say nothing
        draft.source = set()
        return
    source = set(rule.source) if rule else _find_source(doc, draft)
    source -= draft.cue
    if rule and not draft.source and source and not source & rule.content:
        draft.content -= source  # the tagger took the subject for part of what is said
    head = doc[min(source) : max(source) + 1].root.i if source else draft.anchor
    aside = bool(source and draft.source) and _hangs_from_aside(doc, draft, doc[head])
    if aside or (head in draft.source and not source & draft.content & quoted):
        draft.content -= source  # "an engineer who asked not to be named for fear of …": the fear is none of her words
    if source and rule is not None and _stands_between(doc, draft, doc[head]):
        draft.source = source  # "Orr said as the heckler yelled": Orr yelled nothing
        draft.source_by = SourceBy.RULES
        draft.content -= source
        return
    elsewhere = draft.source and _is_elsewhere(doc, draft.source, draft.anchor, quoted)
    if source and elsewhere and not _is_elsewhere(doc, source, draft.anchor, quoted):
        draft.source = source  # a headline without a stop lends its subject to nobody, nor does the next sentence
        draft.source_by = SourceBy.RULES
        draft.content -= source
        return
    if not source or source & draft.content:
        return
    if head in draft.source:
        draft.source_by = SourceBy.BOTH
        draft.source -= circumstances(doc[head])
        rest = source - draft.source
        if draft.source < source and not any(doc[index].lemma_.lower() in CITING for index in rest):
            draft.source = source  # the tagger stops at appositions, where "speaking on condition of anonymity" stands
        return
    nominal = any(doc[index].pos_ in NOMINAL for index in draft.source)
    if aside:
        nominal = False  # "the Ledger, citing the Courier, reported": the Courier reported nothing here
    if draft.source and draft.cue_class is CueClass.SPEECH:
        # "it said the trains would run, adding": trains add nothing
        named = doc[min(draft.source) : max(draft.source) + 1].root
        thing = named.pos_ == "NOUN" and named.is_lower and not can_speak(named)
        nominal = nominal and not (thing and can_speak(doc[head])) and not goes_on(doc[draft.anchor])
    if not nominal or draft.source < source or (draft.source_confidence or 0.0) < SURE_SOURCE:
        draft.source = source
        draft.source_by = SourceBy.RULES


def _is_elsewhere(doc: Doc, words: set[int], anchor: int, quoted: set[int]) -> bool:
    """Whether a paragraph or an unquoted sentence ends between the words, wherever they stand, and the cue."""
    first, last = (max(words), anchor) if max(words) < anchor else (anchor, min(words))
    between = [doc[index] for index in range(first, last)]
    return any("\n" in word.text or (word.text in ENDS and word.i not in quoted) for word in between)


def _hangs_from_aside(doc: Doc, draft: Candidate, holder: Token) -> bool:
    """Whether the tagger's source belongs to a participle between the subject, or the start of its clause, and the cue."""
    named = doc[min(draft.source) : max(draft.source) + 1].root
    cue = doc[draft.anchor]
    asides = (
        word for word in (named, *named.ancestors) if word.tag_ in {"VBG", "VBN"} and word.dep_ in {"acl", "advcl"}
    )
    aside = next(asides, None)
    return aside is not None and aside.head in {holder, cue} and aside.i < cue.i and holder.i < cue.i and aside != cue


def _stands_between(doc: Doc, draft: Candidate, holder: Token) -> bool:
    """Whether the cue's own subject, a noun or name, stands right before it, and the tagger's source before that, beyond another
    verb."""
    cue = doc[draft.anchor]
    if not draft.source or holder.head != cue or holder.dep_ != "nsubj" or holder.pos_ not in {"NOUN", "PROPN"}:
        return False
    first = holder.left_edge.i
    return (
        max(draft.source) < first
        and holder.right_edge.i == min(draft.cue) - 1
        and any(doc[index].tag_ in {"VBD", "VBZ", "VBP"} for index in range(max(draft.source) + 1, first))
    )


def _asks_after(draft: Candidate, quoted: set[int]) -> bool:
    """Whether the source stands right between its quotation and its cue: "“Why?” the 43-year-old asked" is no passive."""
    if not draft.source or max(draft.source) + 1 != draft.anchor:
        return False
    return any(index in quoted and index in draft.content for index in (min(draft.source) - 1, min(draft.source) - 2))


def _agent_words(doc: Doc, draft: Candidate) -> set[int]:
    holder = find_holder(doc[draft.anchor])
    return holder_words(holder, away=draft.cue | draft.content)


def _go_on(doc: Doc, drafts: Sequence[Candidate]) -> None:
    """Gives to what a speaker goes on with the speaker of what stands before.

    That is a participle that stands for a sentence ("He called it odd. Adding, “It sank.”"), and a verb for whose subject somebody
    in the report was taken ("She said it was early but added that …").
    """
    kept = sorted((draft for draft in drafts if draft.content), key=lambda draft: draft.anchor)
    for before, draft in pairwise(kept):
        cue = doc[draft.anchor]
        if before.cue_class is not CueClass.SPEECH or not before.source or cue.lemma_.lower() not in GOING_ON:
            continue
        inside = bool(draft.source) and draft.source <= before.content and cue.sent == doc[before.anchor].sent
        last = max(before.content | before.cue | before.source)
        sentence = not draft.source and cue.tag_ == "VBG" and cue.is_title
        if inside or (sentence and last < cue.i and all(word.is_punct for word in doc[last + 1 : cue.i])):
            draft.source = set(before.source)
            draft.source_by = SourceBy.RULES


def _give_back(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Gives the quotation after "“…,” said Quill, reports the Courier." to Quill, who speaks; the Courier only passes on."""
    kept = sorted((draft for draft in drafts if draft.content), key=lambda draft: draft.anchor)
    for before, draft in pairwise(kept):
        sentence = doc[draft.anchor].sent
        passes_on = doc[draft.anchor].lemma_.lower() == "report" or draft.found_by.endswith("according to")
        if not passes_on or doc[before.anchor].sent != sentence or before.cue_class is not CueClass.SPEECH:
            continue
        behind = {word for word in draft.content if word >= sentence.end}
        if not behind or not behind <= quoted or not before.content & quoted or min(before.content) > before.anchor:
            continue
        if all(
            word.is_punct or word.i in before.source | draft.cue | draft.source
            for word in doc[before.anchor + 1 : draft.anchor]
        ):
            draft.content -= behind
            before.content |= behind


def _find_source(doc: Doc, draft: Candidate) -> set[int]:
    """The words of whoever the parse has as holder of the draft's verb, where the lexicon doesn't know the verb."""
    verbs = [doc[index] for index in sorted(draft.cue) if doc[index].pos_ == "VERB"]
    if not verbs or any(child.dep_ == "auxpass" for child in verbs[-1].children):
        return set()
    holder = find_holder(verbs[-1])
    return holder_words(holder, away=draft.cue | draft.content) if holder is not None else set()


def _move_quotations(
    doc: Doc,
    drafts: Sequence[Candidate],
    rules: Sequence[Candidate],
    paired: dict[int, Candidate],
    spoken: Sequence[Utterance],
) -> None:
    """Gives a quotation to the cue in its own sentence that the rules gave it to, from a cue beyond the sentence's end."""
    owner = {word: draft for draft in drafts for word in draft.content}
    chosen = {word: rule for rule in rules if rule.cue for word in rule.content}
    quoted = {word for utterance in spoken for word in utterance.words}
    for utterance in spoken:
        middle = (utterance.first + utterance.last) // 2
        draft, rule = owner.get(middle), chosen.get(middle)
        own = paired.get(id(rule)) if rule else None
        if draft is None and own is not None and own.content:
            own.content |= utterance.words
        if draft is None or rule is None or own is draft or rule.cue & draft.cue:
            continue
        if _is_beyond(doc, draft.anchor, utterance, quoted) and not _is_beyond(doc, rule.anchor, utterance, quoted):
            draft.content -= utterance.words
            if own is not None:
                own.content = set(rule.content)


def _is_beyond(doc: Doc, anchor: int, utterance: Utterance, quoted: set[int]) -> bool:
    """Whether a sentence or paragraph ends between the cue and the quotation."""
    first, last = (anchor, utterance.first) if anchor < utterance.first else (utterance.last + 1, anchor)
    return any(
        doc[index].text in ENDS or "\n" in doc[index].text for index in range(first, last) if index not in quoted
    )


def _add_quotations(
    doc: Doc, drafts: Sequence[Candidate], rules: Sequence[Candidate], spoken: Sequence[Utterance]
) -> list[Candidate]:
    """The rules' attributions of spoken quotations that no draft has, and of those that a draft has beside another quotation."""
    owner = {word: draft for draft in drafts for word in draft.content}
    quoted = {word: utterance for utterance in spoken for word in utterance.words}
    added = []
    for rule in rules:
        words = {word for word in rule.content if word in quoted}
        if not words or (not rule.source and rule.anchoring is not Anchoring.CARRIED_OVER):
            continue
        if (
            rule.found_by == "quotation"
            and rule.cue
            and not _introduces(doc, rule, [quoted[word] for word in sorted(words)])
        ):
            continue
        holders = {id(owner[word]): owner[word] for word in words if word in owner}
        if not holders:
            added.append(rule)
        elif len(holders) == 1:
            (draft,) = holders.values()
            rest = (draft.content - rule.content) & quoted.keys()
            if rest and not rule.cue & draft.content:
                draft.content -= rule.content
                added.append(rule)
    return added


def _introduces(doc: Doc, rule: Candidate, said: Sequence[Utterance]) -> bool:
    """Whether the cue, or whom it credits, stands right beside one of the quotations, and is somebody who says something: what the
    tagger has seen nothing in must be plain. ("Vell, who played in “Salt Water,” has been ill since it began.")"""
    holder = doc[min(rule.source) : max(rule.source) + 1].root if rule.source else None
    speaks = not rule.is_passive and (holder is None or (holder.tag_ not in {"WDT", "EX"} and can_speak(holder)))
    own = rule.cue | rule.source
    last = max(rule.cue)
    for utterance in said:
        if last < utterance.first:
            gap = [
                index
                for index in range(last + 1, utterance.first)
                if index not in rule.source and not doc[index].is_space  # a colon may end the paragraph before
            ]
            if all(doc[index].is_punct for index in gap):
                return True  # "a shirt that read “Free the ferry”"
            if not speaks:
                continue
            whole = len(utterance.words) > SENTENCE and not doc[utterance.first + 1].is_lower
            within = len(gap) <= (FARTHEST_FROM_SENTENCE if whole else FARTHEST_COLON)
            if within and gap and doc[gap[-1]].text in {",", ":"}:
                return True
        elif min(own) > utterance.last and not rule.is_passive:
            gap = [
                index
                for index in range(utterance.last + 1, last)
                if index not in own and not doc[index].is_punct and doc[index].lower_ != "as"
            ]
            if not gap or (speaks and len(gap) <= CLOSE):
                return True
    return False


def _carry_over(doc: Doc, drafts: Sequence[Candidate], spoken: Sequence[Utterance]) -> list[Candidate]:
    """The next paragraphs of a speech that a draft has the first of, where nobody is credited with them."""
    owner = {word: draft for draft in drafts for word in draft.content}
    added: list[Candidate] = []
    for previous, utterance in pairwise(spoken):
        speaker = owner.get(previous.first + 1)
        if speaker is None or (speaker.content.issubset(previous.words) and speaker.cue & previous.words):
            continue  # nobody, or somebody whom the speaker quotes
        if any(word in owner for word in utterance.words):
            continue
        follower = carry_on(doc, previous, utterance, speaker)
        if follower is not None:
            follower.content = set(utterance.words)
            owner |= dict.fromkeys(follower.content, follower)
            added.append(follower)
    return added


def _split(drafts: Sequence[Candidate], left: Iterable[Candidate]) -> list[Candidate]:
    """The rules' statements that a draft has behind its own, beyond a cue that it leaves out: "conceded that …, but insisted
    that …"."""
    cues = {word for draft in drafts if draft.content for word in draft.cue}
    owner = {word: draft for draft in drafts for word in draft.content}
    added = []
    for rule in left:
        if not _is_plain(rule) or not rule.source or not rule.content or rule.cue & (cues | owner.keys()):
            continue
        draft = owner.get(min(rule.content))
        if draft is None or not draft.cue or not max(draft.cue) < min(rule.cue) < min(rule.content):
            continue
        if any(max(draft.cue) < word < min(rule.cue) for word in draft.content):
            draft.content -= {word for word in draft.content if word > min(rule.cue)}
            added.append(rule)
    return added


def _add_plain(drafts: Sequence[Candidate], left: Iterable[Candidate]) -> list[Candidate]:
    """The rules' fixed phrases, and clauses said or written by somebody, where the tagger has seen nothing at all."""
    left = list(left)
    for rule in left:
        if rule.found_by in read_cues()["phrase"]:
            for draft in drafts:
                if draft.source & rule.source:  # "He is, in the words of one pilot, “mad”": the pilot is credited once
                    draft.content -= rule.content
    taken = {word for draft in drafts if draft.content for word in (*draft.content, *draft.cue)}
    present = {id(draft) for draft in drafts}
    return [
        rule
        for rule in left
        if (rule.source or rule.found_by == "raise")
        and id(rule) not in present
        and (rule.found_by in read_cues()["phrase"] or (_is_plain(rule) and not taken & (rule.content | rule.cue)))
    ]


def _is_plain(rule: Candidate) -> bool:
    """What somebody said or wrote in a clause, means to do, or left unanswered."""
    if rule.found_by == "raise":  # "is said to", "is thought to"
        return rule.cue_class in SAID or (rule.cue_class is CueClass.BELIEF and rule.is_passive)
    if rule.found_by in {"clause", "figure"}:
        return rule.cue_class in SAID
    if rule.cue_class is CueClass.INTENTION:
        return rule.found_by in {"infinitive", "adjective"}
    return rule.found_by == NO_ANSWER


def _find_nested(kept: Ruled, ruled: Ruled, quoted: set[int]) -> Ruled:
    """What the rules found inside the contents that were kept, each once.

    Who is quoted and who speaks inside the marks are two: in "“We do not,” the ministry said, “recognise it.”" the ministry, which
    stands outside, is no subject of what stands within.
    """
    speakers = {word: draft.source for draft, _ in kept for word in draft.content & quoted}
    contents = {word for draft, _ in kept for word in draft.content}
    anchors = {word for draft, _ in kept for word in draft.cue}
    return [
        (rule, 1)
        for rule, _ in ruled
        if rule.stands_inside
        and rule.cue
        and rule.source
        and rule.cue <= contents
        and not rule.cue & anchors
        and not any(rule.source & speakers.get(word, set()) - quoted for word in rule.cue)
        and rule.content <= contents
    ]
