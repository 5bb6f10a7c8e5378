"""Who takes the word with a gesture: “It was fine,” Brel said. Vell shook his head. “It never is.”"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.exclusions import can_speak
from generator.analysis.attributions.holders import holder_words
from generator.analysis.attributions.speech import ENDS, Utterance
from generator.lexicons import read_following, read_lexicon
from generator.model import CueClass, CueStance


def pass_on_quotations(doc: Doc, drafts: Sequence[Candidate], spoken: Sequence[Utterance]) -> list[Candidate]:
    """Takes from each draft the quotations before which somebody else makes a gesture, and gives them to whoever that is."""
    passed: list[Candidate] = []
    begun: dict[int, list[Candidate]] = {utterance.first: [] for utterance in spoken}
    for draft in drafts:
        for word in draft.content & begun.keys():
            begun[word].append(draft)
    for utterance in spoken:
        gesture = _gesture_before(doc, utterance) if begun[utterance.first] else None
        if gesture is None:
            continue
        words = utterance.words
        holders = [draft for draft in begun[utterance.first] if draft.content >= words]
        verb, speaker = gesture
        source = holder_words(speaker, away={verb.i})
        for draft in holders:
            if draft.anchor >= speaker.left_edge.i or not _is_another(doc, speaker, draft.source):
                continue
            goes_on = {word for word in draft.content if word >= utterance.first}
            draft.content -= goes_on
            passed.append(
                Candidate(
                    anchor=verb.i,
                    source=source,
                    cue={verb.i},
                    content=goes_on,
                    cue_class=CueClass.SPEECH,
                    stance=CueStance.NEUTRAL,
                    found_by="gesture",
                )
            )
    return passed


def _gesture_before(doc: Doc, utterance: Utterance) -> tuple[Token, Token] | None:
    """The verb and the subject of the sentence right before the quotation, or of its last clause, where that is a gesture."""
    end = utterance.first - 1
    while end > 0 and doc[end].is_space and "\n" not in doc[end].text:
        end -= 1
    if end < 1 or doc[end].text not in ENDS:
        return None
    root = doc[end].sent.root
    for verb in (*reversed(list(root.conjuncts)), root):
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is not None:
            return (verb, subject) if is_gesture(verb) and can_speak(subject) else None
    return None


def is_gesture(verb: Token) -> bool:
    """Whether somebody takes the word with the verb: "nodded", "cut in", "shook her head"."""
    wanted = read_following("gestures").get(verb.lemma_.lower(), frozenset())
    return "" in wanted or any(child.i > verb.i and child.lemma_.lower() in wanted for child in verb.children)


def _is_another(doc: Doc, speaker: Token, source: set[int]) -> bool:
    """Whether `speaker` is a name or description that shares its last word with no word of `source`, or the name of another of the
    family ("Tom Quill", "Betsy Quill"); a pronoun may be either."""
    if speaker.pos_ == "PRON" or not source:
        return False
    same = next((doc[index] for index in sorted(source) if doc[index].lower_ == speaker.lower_), None)
    if same is None:
        return True
    one, other = _given_name(same), _given_name(speaker)
    return bool(one and other) and one != other


def _given_name(surname: Token) -> str:
    """The name right before the surname, in small letters, where it is one that a person goes by: no "Mr." and no title."""
    if not surname.i or surname.pos_ != "PROPN":
        return ""
    before = surname.nbor(-1)
    known = before.ent_type_ == "PERSON" and before.head == surname and not before.text.endswith(".")
    return before.lower_ if known and before.lower_ not in _titles() else ""


@cache
def _titles() -> frozenset[str]:
    """The words that stand before names: "mr.", "sen."."""
    return frozenset(entry[0].lower() for entry in read_lexicon("titles"))
