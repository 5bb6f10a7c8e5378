"""Where contents begin and end: what the tagger cut a word too early or too late, by the parse and the marks.

The order matters: words are left out and filled in before a content is held to its paragraph and sentence, and a quotation is
given whole to one content last.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import NOMINAL, Candidate, Ruled, subtree
from generator.analysis.attributions.clauses import find_comment
from generator.analysis.attributions.cues import read_cues
from generator.analysis.attributions.exclusions import NAMING
from generator.analysis.attributions.speech import ENDS, Utterance, paragraph_of_tokens
from generator.model import CueClass

STOPS = frozenset({".", "!", "?", "(", ")", "—", "–", "--"})
SNAPPED = 0.6  # a content that covers so much of a quotation covers all of it
# A report doesn't end with these; the tagger went one word too far.
DANGLING = frozenset(
    {
        "but",
        "and",
        "or",
        "nor",
        "which",
        "where",
        "who",
        "whom",
        "whose",
        "when",
        "while",
        "because",
        "although",
        "though",
    }
    | {"if", "than", "as", "with", "until", "unless"}
)
# The author's, where a comma stands before: "thinks the worst is over, however".
AFTERTHOUGHTS = frozenset({"however", "though", "too", "meanwhile", "nonetheless", "nevertheless", "moreover"})
BEFORE_ITS_NOUN = frozenset({"det", "compound", "amod", "nummod", "poss"})


def set_borders(
    doc: Doc, drafts: Sequence[Candidate], ruled: Ruled, spoken: Sequence[Utterance], quoted: set[int]
) -> None:
    """Mend the contents of `drafts` in place; `ruled` are the rules' candidates, `quoted` the tokens of `spoken`."""
    _leave_participles(doc, drafts)
    _leave_cited(doc, drafts, quoted)
    _leave_topics(doc, drafts, quoted)
    _leave_quoting(doc, drafts, quoted)
    _fill_gaps(doc, drafts, quoted)
    _fill_phrases(drafts, ruled)
    _end_at_words(doc, drafts, quoted)
    _end_with_phrases(doc, drafts, quoted)
    _leave_comments(doc, drafts)
    _leave_conditions(doc, drafts)
    _stay_in_paragraph(doc, drafts, spoken)
    _stay_in_sentence(doc, drafts, quoted)
    _snap(drafts, spoken)


def trim_ends(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """End the contents of `drafts`, once they are all there, before what somebody else is credited with."""
    _stop_at_semicolons(doc, drafts, quoted)
    _end_at_words(doc, drafts, quoted)


def _stay_in_paragraph(doc: Doc, drafts: Sequence[Candidate], spoken: Sequence[Utterance]) -> None:
    """Takes from a content what stands in another paragraph than its cue and in no quotation: a headline, most often."""
    quoted = {word for utterance in spoken for word in utterance.words}
    paragraphs = paragraph_of_tokens(doc)
    for draft in drafts:
        home = paragraphs[draft.anchor]
        near = {word for word in draft.content if word in quoted or paragraphs[word] == home}
        if near:
            draft.content = near


def _stay_in_sentence(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Takes from a content the unquoted sentence before its quotation ("Who is to blame? “The board,” says one."), and the sentence
    after one that stands before its cue ("Most back it, a poll suggests. Few oppose it.")."""
    for draft in drafts:
        if draft.content and min(draft.content) < draft.anchor:
            end = doc[draft.anchor].sent.end
            if all(word < end for word in draft.content & quoted) and doc[end - 1].text in ENDS:
                draft.content = {word for word in draft.content if word < end}
        first = min(draft.content & quoted, default=0)
        if first < 2 or first > draft.anchor or first - 1 in quoted or doc[first - 1].text not in ENDS:
            continue
        draft.content = {word for word in draft.content if word >= first}


def _stop_at_semicolons(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Ends a content at the semicolon behind which somebody else is credited: "found it dull; the Post thought it long"."""
    cues = {word for draft in drafts if draft.content for word in draft.cue}
    for draft in drafts:
        for stop in sorted(word for word in draft.content - quoted if doc[word].text == ";" and word > draft.anchor):
            if any(word > stop for word in draft.content & cues - draft.cue):
                draft.content = {word for word in draft.content if word < stop}
                break


def _leave_participles(doc: Doc, drafts: Sequence[Candidate]) -> None:
    """Takes from a content that stands before its cue the participle after it: "…, the Courier wrote, citing officials"."""
    for draft in drafts:
        cue = doc[draft.anchor]
        if not draft.content or min(draft.content) > cue.i:
            continue
        for child in cue.children:
            if (
                child.dep_ == "advcl"
                and child.tag_ == "VBG"
                and child.i > cue.i
                and doc[child.left_edge.i - 1].text == ","
            ):
                draft.content -= subtree(child)


def _leave_cited(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Takes from a content whom a participle between the speaker and the cue cites: "the port, citing two pilots, said"."""
    for draft in drafts:
        between = {
            word for word in draft.content - quoted if max(draft.source, default=draft.anchor) < word < draft.anchor
        }
        for word in sorted(between):
            cited = next((head for head in doc[word].ancestors if head.lower_ == "citing"), None)
            if cited is not None and cited.i < draft.anchor and cited.i not in draft.cue:
                draft.content.discard(word)


def _leave_quoting(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Takes from a content what says that it is quoted: "that inspections are, and I'm quoting, “a formality”"."""
    for draft in drafts:
        for word in sorted(draft.content - quoted):
            verb = doc[word]
            if verb.lemma_.lower() == "quote" and any(child.lower_ == "i" for child in verb.children):
                first = verb.left_edge.i - (doc[verb.left_edge.i - 1].lower_ == "and" if verb.left_edge.i else 0)
                draft.content -= set(range(first, verb.i + 1)) - quoted


def _fill_gaps(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Gives a report the words that it lacks in the middle of a sentence, where nobody else is credited in between."""
    credited = {word for draft in drafts if draft.content for word in draft.cue | draft.source}
    for draft in drafts:
        for last, following in pairwise(sorted(draft.content - quoted)):
            gap = range(last + 1, following)
            if len(gap) > 1 and not any(word in credited or word in quoted or doc[word].text in STOPS for word in gap):
                draft.content |= set(gap)


def _fill_phrases(drafts: Sequence[Candidate], ruled: Ruled) -> None:
    """Gives a content the phrase that credits somebody else inside it: "that, according to the port, the ferry is safe"."""
    for rule, _ in ruled:
        if rule.found_by in read_cues()["phrase"] and rule.source:
            around = {min(rule.cue) - 1, max(rule.cue) + 1}
            for draft in drafts:
                if around <= draft.content and rule.source <= draft.content:
                    draft.content |= rule.cue


def _leave_topics(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Takes from a quotation before its cue what it is about: "“Never,” she said of the plan". (Warnings tell of floods.)"""
    for draft in drafts:
        after = {word for word in draft.content if word > draft.anchor}
        if (
            draft.cue_class is not CueClass.SPEECH
            or not after
            or after & quoted
            or not (draft.content - after) & quoted
        ):
            continue
        first = min(after)
        topic = next((index for index in (first, first - 1) if doc[index].lower_ in {"of", "about"}), None)
        verb = read_cues()["verb"].get(doc[draft.anchor].lemma_.lower())
        if topic is not None and verb is not None and doc[topic].lower_ not in verb.frames:
            draft.content -= after
            draft.cue |= {topic} if topic == draft.anchor + 1 else set()


def _end_at_words(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Takes from the end of a content the conjunction or relative pronoun that what follows it begins with."""
    for draft in drafts:
        while draft.content:
            last = max(draft.content)
            afterthought = doc[last].lower_ in AFTERTHOUGHTS and last > 0 and doc[last - 1].text == ","
            blank = (doc[last].is_punct and doc[last].text != "%") or doc[last].is_space
            if last in quoted or not (afterthought or blank or doc[last].lower_ in DANGLING):
                break
            draft.content.discard(last)


def _end_with_phrases(doc: Doc, drafts: Sequence[Candidate], quoted: set[int]) -> None:
    """Lets no content end inside a phrase: what is left of "the | release of the crew" gets the rest, a lone "the" is left out."""
    taken = {word for draft in drafts if draft.content for word in (*draft.content, *draft.cue, *draft.source)}
    for draft in drafts:
        for last in [word for word in draft.content if word + 1 not in draft.content and word not in quoted]:
            token = doc[last]
            if last - 1 not in draft.content and token.dep_ in {"det", "mark", "poss"} and len(draft.content) > 1:
                draft.content.discard(last)
                continue
            rest = _rest_of_phrase(token)
            if rest and last - 1 in draft.content and not taken & rest:
                draft.content |= rest


def _rest_of_phrase(token: Token) -> set[int]:
    """What has to follow the token: up to its noun and what hangs from that without a comma, or its preposition's object."""
    if token.dep_ in BEFORE_ITS_NOUN and token.head.i > token.i and token.head.pos_ in NOMINAL:
        noun = token.head
    elif token.dep_ == "prep":
        noun = next((child for child in token.rights if child.dep_ == "pobj"), token)
    else:
        return set()
    rest: set[int] = set()
    for word in token.doc[token.i + 1 : noun.right_edge.i + 1]:
        if word.is_punct or word.is_space or word.dep_ in {"relcl", "acl", "cc"}:
            break
        rest.add(word.i)
    return rest if noun.i in rest else set()


def _leave_comments(doc: Doc, drafts: Sequence[Candidate]) -> None:
    """Takes from a content the author's remark on it: "4,000 homes could flood, a figure that has divided the town"."""
    for draft in drafts:
        draft.content -= find_comment(doc, draft.content)


def _leave_conditions(doc: Doc, drafts: Sequence[Candidate]) -> None:
    """Takes from a content what was agreed with its source: "an official, on condition that he not be named, called it bleak"."""
    for draft in drafts:
        for first in [word for word in draft.content if word - 1 not in draft.content and word]:
            last = next(word for word in range(first, len(doc) + 1) if word + 1 not in draft.content)
            agreed = {token.lemma_.lower() for token in doc[first : last + 1]} & NAMING
            if agreed and doc[first - 1].lower_ in {"condition", "conditions"}:
                draft.content -= set(range(first, last + 1))


def _snap(drafts: Sequence[Candidate], spoken: Sequence[Utterance]) -> None:
    """Gives a whole quotation to the content that has its beginning, or most of it; what another content has of its end was cut off
    there, and would be somebody else's words. A quotation with a cue inside may hold two that lack a mark, and is left alone."""
    owner = {word: draft for draft in drafts for word in draft.content}
    cues = {word for draft in drafts if draft.content for word in draft.cue}
    for utterance in spoken:
        words = utterance.words
        holders = {id(owner[word]): owner[word] for word in words if word in owner}
        if not holders or (len(holders) > 1 and (words & cues or not utterance.closed)):
            continue
        opening = owner.get(utterance.first + 1)
        most = max(holders.values(), key=lambda draft: len(draft.content & words))
        if len(most.content & words) >= SNAPPED * len(words) and (len(holders) == 1 or opening is most):
            keeper = most
        elif opening is not None and utterance.closed and not words & cues:
            keeper = opening
        else:
            continue
        for draft in holders.values():
            draft.content -= words
        keeper.content |= words - keeper.cue - keeper.source
