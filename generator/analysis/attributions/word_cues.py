"""Nouns, adjectives and adverbs that credit: "the claim that", "her refusal to pay", "is confident that", "reportedly"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate, subtree
from generator.analysis.attributions.cues import Cue, find_word_cues
from generator.analysis.attributions.holders import find_holder, holder_words

# "made the claim that": the noun's holder is the verb's subject.
LIGHT_VERBS = frozenset(
    {"make", "have", "express", "voice", "issue", "raise", "give", "offer", "announce", "state", "hold", "share", "get"}
    | {"show", "harbor", "harbour", "reiterate", "repeat", "renew"}
)


# Nouns that credit even where nobody is named: "reports of looting".
HEARSAY = frozenset({"report", "rumor", "rumour", "claim", "allegation", "accusation", "speculation", "gossip"})


def find_by_nouns(doc: Doc) -> list[Candidate]:
    """A candidate for each noun cue with a clause, an infinitive or a preposition's object for its content."""
    found = []
    for cue in find_word_cues(doc, "noun"):
        content, more_cue = _complement(cue, cue.token)
        if not content:
            continue
        holder, verb = _holder_of_noun(cue.token)
        if holder is None and cue.entry.lemma not in HEARSAY:
            continue
        words = set(cue.words) | more_cue | verb
        found.append(_candidate(cue, holder, words, content, "noun"))
    return found


def find_by_adjectives(doc: Doc) -> list[Candidate]:
    """A candidate for each adjective after a copula with a content: "is confident that the dam will hold"."""
    found = []
    for cue in find_word_cues(doc, "adjective"):
        word = cue.token
        if word.dep_ in {"acomp", "oprd", "attr"}:
            copula = word.head
        elif word.tag_ == "VBN":  # "was convinced", parsed as a passive
            copula = word
        else:
            continue
        content, more_cue = _complement(cue, word)
        if not content and copula is not word:
            content, more_cue = _complement(cue, copula)
        holder = find_holder(copula)
        if not content or holder is None or holder.lower_ in {"it", "there", "that", "this", "which"}:
            continue
        between = set(range(min(copula.i, word.i), word.i + 1))
        found.append(_candidate(cue, holder, between | more_cue, content - between, "adjective"))
    return found


def find_by_adverbs(doc: Doc) -> list[Candidate]:
    """ "The mill is reportedly closed": the clause is credited to nobody."""
    found = []
    for cue in find_word_cues(doc, "adverb"):
        head = cue.token.head
        if head.pos_ in {"VERB", "AUX", "ADJ"} and head != cue.token:
            content = subtree(head, without=cue.words)
            found.append(_candidate(cue, None, set(cue.words), content, "adverb"))
    return found


def _candidate(cue: Cue, holder: Token | None, words: set[int], content: set[int], rule: str) -> Candidate:
    source = holder_words(holder, away=words | content)
    return Candidate(
        anchor=cue.token.i,
        source=source,
        cue=words,
        content=content - words - source,
        cue_class=cue.entry.cue_class,
        stance=cue.entry.stance,
        found_by=rule,
        stands_inside=bool(source) and _begins_clause(cue.token.doc, content - words),
    )


def _begins_clause(doc: Doc, content: set[int]) -> bool:
    return bool(content) and doc[min(content)].lower_ in {"that", "whether"}


def _complement(cue: Cue, head: Token) -> tuple[set[int], set[int]]:
    """The content that hangs from `head` by one of the cue's frames, and the preposition that belongs to the cue."""
    for child in head.children:
        if child.i <= cue.token.i:
            continue
        marks = {word.lower_ for word in child.children if word.dep_ == "mark"}
        finite = child.dep_ == "ccomp" or (child.dep_ in {"acl", "relcl"} and marks & {"that", "whether"})
        if finite and "clause" in cue.entry.frames:
            return subtree(child), set()
        to = any(word.lower_ == "to" and word.dep_ == "aux" for word in child.children)
        if to and "inf" in cue.entry.frames and child.dep_ in {"acl", "xcomp", "relcl"}:
            return subtree(child), set()
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in cue.entry.frames and child.i > cue.token.i:
            objects = [word for word in child.children if word.dep_ in {"pobj", "pcomp"}]
            if objects:
                # "reports of sailors caught in the rain": the parser may hang "caught" from "reports"
                clauses = [word for word in head.children if word.dep_ == "acl" and word.i > objects[-1].i]
                return set().union(*(subtree(word) for word in objects + clauses)), {child.i}
    return set(), set()


def _holder_of_noun(noun: Token) -> tuple[Token | None, set[int]]:
    """Who holds the claim, and the light verb that belongs to the cue."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child, set()
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from", "among"}:
            holder = next((word for word in child.children if word.dep_ == "pobj"), None)
            if holder is not None:
                return holder, set()
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in LIGHT_VERBS:
        return find_holder(verb), set(range(verb.i, noun.i)) | {verb.i} if noun.i - verb.i <= 3 else {verb.i}
    return None, set()
