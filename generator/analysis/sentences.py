"""On whose say-so each sentence stands: attributed, the author's voice, or both; and the author's own clauses.

A sentence is mixed only where a main clause of its own stands outside everything that is attributed: "X said that it fell" asserts
no more than the attribution. What the author's own clauses assert is for `checkability` to say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import Attribution, Quotation, QuotationKind, Sentence, TextSpan, Voice

_MAIN = {"ROOT", "conj", "parataxis"}
_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_SHORTEST = 4  # words of a clause that can be checked
_OUTSIDE = {"cc", "punct", "mark", "intj"}  # what hangs on a predicate but is no part of its clause


def find_sentences(
    doc: Doc, attributions: tuple[Attribution, ...], quotations: tuple[Quotation, ...]
) -> tuple[Sentence, ...]:
    """The sentences in order; they do not overlap and cover all words of the text."""
    outer = sorted((a for a in attributions if a.depth == 0), key=lambda a: (a.content or a.cue)[:1])
    credited = _merge([span for a in outer for span in (*a.content, *a.cue)])
    sources = {span.start_char: a.source for a in outer for span in (*a.content, *a.cue)}
    spoken = _merge([quotation.span for quotation in quotations if quotation.kind is QuotationKind.SPEECH])
    contents = sorted((span, a.id) for a in outer for span in a.content)
    content_starts = [span.start_char for span, _ in contents]
    longest = max((span.end_char - span.start_char for span, _ in contents), default=0)
    sentences = []
    for tokens in _sentences(doc):
        span = TextSpan(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
        first = bisect_left(content_starts, span.start_char - longest)
        last = bisect_left(content_starts, span.end_char)
        ids = dict.fromkeys(a_id for content, a_id in contents[first:last] if content.end_char > span.start_char)
        asks = any(token.text == "?" for token in tokens[-2:])
        clauses = [clause for head in tokens if not asks and (clause := _own_clause(head, span, credited, sources))]
        quoted = [clause for clause in clauses if _covered(spoken, clause.start_char)]
        assertions = tuple(clause for clause in clauses if clause not in quoted)
        if ids:
            voice = Voice.MIXED if assertions else Voice.ATTRIBUTED
        elif not assertions and (quoted or any(_speaks(head) and _says_something(head) for head in tokens)):
            voice = Voice.UNCLEAR
        else:
            voice = Voice.AUTHOR
        sentences.append(Sentence(span=span, voice=voice, attribution_ids=tuple(ids), assertions=assertions))
    return tuple(sentences)


def _sentences(doc: Doc) -> Iterator[list[Token]]:
    """The parser's sentences, ended by paragraphs too; what has no letter or digit belongs to the sentence before."""
    waiting: list[Token] = []
    for sentence in doc.sents:
        for token in sentence:
            if token.is_space and "\n" in token.text:
                if waiting:
                    yield waiting
                waiting = []
            elif token.is_sent_start and waiting and any(char.isalnum() for char in token.sent.text):
                yield waiting
                waiting = [token]
            elif not token.is_space:
                waiting.append(token)
    if waiting:
        yield waiting


def _own_clause(
    head: Token, sentence: TextSpan, credited: list[TextSpan], sources: dict[int, tuple[TextSpan, ...]]
) -> TextSpan | None:
    """The main clause of `head` from its subject on, where all of it is the author's; else None.

    `sources` holds who is credited with what begins at a character.
    """
    if head.pos_ not in {"VERB", "AUX"} or head.dep_ not in _MAIN or _covered(credited, head.idx) or _speaks(head):
        return None
    subject = next((child for child in head.children if child.dep_ in _SUBJECTS), None)
    if (
        subject is None
        or subject.i > head.i
        or any(word.tag_ in {"WP", "WP$", "WDT"} for word in (subject, *subject.subtree))
    ):
        return None
    last = head
    for child in head.children:
        if child.i < head.i or child.dep_ in _OUTSIDE:
            continue
        if child.dep_ in _MAIN and any(grandchild.dep_ in _SUBJECTS for grandchild in child.children):
            break
        last = child.right_edge
    first = subject.left_edge
    if first.i and first.nbor(-1).lower_ in {"not", "only"} and first.nbor(-1).idx >= sentence.start_char:
        first = first.nbor(-1)  # "not every house was lost" without "not" would say that all were
    start, end = max(first.idx, sentence.start_char), min(last.idx + len(last), sentence.end_char)
    following = bisect_right(credited, start, key=lambda span: span.end_char)
    after = credited[following] if following < len(credited) else None
    if after and after.start_char < end:
        # What is credited may follow as an aside, ", who see it as a ploy"; anywhere else it breaks the clause.
        if after.end_char < end or after.start_char <= head.idx:
            return None
        while last.idx + len(last) > after.start_char or last.pos_ in {"PRON", "SCONJ"}:
            last = last.nbor(-1)
        if not last.is_punct or last.i <= head.i:
            return None
        if any(start <= span.start_char < last.idx for span in sources.get(after.start_char, ())):
            return (
                None  # "among those where Ada Quill, its keeper, sought to sue": who is credited stands in the clause
            )
    while last.is_punct or last.is_space or last.dep_ == "cc":
        last = last.nbor(-1)
    clause = TextSpan(start, last.idx + len(last))
    return clause if last.i - subject.left_edge.i + 1 >= _SHORTEST else None


def _speaks(head: Token) -> bool:
    """Whether the clause says that somebody says something: it credits, even where no attribution was found."""
    return head.pos_ == "VERB" and head.lemma_.lower() in _speech_verbs()


def _says_something(head: Token) -> bool:
    """Whether a subject says it and a clause follows: "The Courier asked." and "Tell that to the baker." credit nobody."""
    return {"ccomp", "xcomp", "parataxis"} & {child.dep_ for child in head.children} != set() and any(
        child.dep_ in _SUBJECTS for child in head.children
    )


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(
        lemma
        for lemma, part, frames, cue_class, _, _ in read_lexicon("cues")
        if part == "verb" and cue_class == "speech" and {"quote", "clause"} <= set(frames.split(","))
    )


def _merge(spans: list[TextSpan]) -> list[TextSpan]:
    """The spans in order, overlapping ones made one."""
    merged: list[TextSpan] = []
    for span in sorted(spans):
        if merged and span.start_char <= merged[-1].end_char + 1:  # a space does not part them
            merged[-1] = TextSpan(merged[-1].start_char, max(merged[-1].end_char, span.end_char))
        else:
            merged.append(span)
    return merged


def _covered(spans: list[TextSpan], position: int) -> bool:
    """Whether one of the merged spans holds the character at `position`."""
    before = bisect_right(spans, position, key=lambda span: span.start_char)
    return before > 0 and position < spans[before - 1].end_char
