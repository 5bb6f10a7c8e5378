"""Who takes the word with a gesture: “It was fine,” Brel said. Vell shook his head. “It never is.”"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.exclusions import can_speak
from generator.analysis.attributions.holders import holder_words
from generator.analysis.attributions.speech import ENDS, Utterance
from generator.lexicons import read_following
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
        sentence, speaker = gesture
        source = holder_words(speaker, away={sentence.root.i})
        for draft in holders:
            if draft.anchor >= sentence.start or not _is_another(doc, speaker, draft.source):
                continue
            goes_on = {word for word in draft.content if word >= utterance.first}
            draft.content -= goes_on
            passed.append(
                Candidate(
                    anchor=sentence.root.i,
                    source=source,
                    cue={sentence.root.i},
                    content=goes_on,
                    cue_class=CueClass.SPEECH,
                    stance=CueStance.NEUTRAL,
                    found_by="gesture",
                )
            )
    return passed


def _gesture_before(doc: Doc, utterance: Utterance) -> tuple[Span, Token] | None:
    """The sentence right before the quotation and who does something in it, where that is a gesture."""
    end = utterance.first - 1
    while end > 0 and doc[end].is_space and "\n" not in doc[end].text:
        end -= 1
    if end < 1 or doc[end].text not in ENDS:
        return None
    sentence = doc[end].sent
    verb = sentence.root
    wanted = read_following("gestures").get(verb.lemma_.lower(), frozenset())
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if not wanted or subject is None or not can_speak(subject):
        return None
    if "" not in wanted and not any(child.i > verb.i and child.lemma_.lower() in wanted for child in verb.children):
        return None
    return sentence, subject


def _is_another(doc: Doc, speaker: Token, source: set[int]) -> bool:
    """Whether `speaker` is a name or description that shares its last word with no word of `source`; a pronoun may be either."""
    return speaker.pos_ != "PRON" and bool(source) and speaker.lower_ not in {doc[index].lower_ for index in source}
