"""Who a cue credits: the subject, the agent of a passive, the noun of a relative clause, the subject that a clause shares."""

from __future__ import annotations

from spacy.tokens import Token

from generator.analysis.attributions.candidates import subtree
from generator.analysis.attributions.exclusions import can_speak
from generator.lexicons import read_following

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "pcomp", "dep", "ccomp", "parataxis"})
# "issued a statement saying": whose statement it was stands before the verb, not in "statement".
CARRIERS = frozenset(
    {"statement", "letter", "email", "e-mail", "message", "tweet", "post", "note", "memo", "speech", "interview"}
    | {"report", "release", "comment", "video", "ad"}
)
# "asked the clerk to say": the clerk says it.
OBJECT_CONTROL = frozenset({"ask", "tell", "urge", "want"})
# "quoted the clerk as saying": so does the clerk here.
QUOTING = frozenset({"quote", "cite", "report", "describe"})
# "accused the guild of claiming", "praised the clerk for saying": and here.
JUDGING = frozenset(
    {"accuse", "suspect", "blame", "criticize", "criticise", "praise", "mock", "fault", "condemn", "thank"}
)
_SUBJECT_PRONOUNS = frozenset({"i", "he", "she", "we", "they"})
FARTHEST = 5  # steps up the tree; beyond, a shared subject is a guess


def find_holder(cue: Token) -> Token | None:
    """The head word of whoever the verb `cue` credits, or None where the sentence doesn't say."""
    if is_passive(cue):
        return _agent(cue)
    verb = cue
    for _ in range(FARTHEST):
        subject = _subject(verb)
        if subject is not None:
            return _who_can_speak(cue, verb, subject)
        if verb.dep_ in {"acl", "relcl"}:
            return _holder_of_noun(verb.head)
        if verb.dep_ == "prep":  # "according", "based" and other participles parsed as prepositions
            return None
        if verb.dep_ not in SHARES_SUBJECT or verb.head == verb:
            return None
        if verb.dep_ == "xcomp" and verb.head.lemma_ == "be":  # "our goal is to offer help": the goal offers nothing
            return None
        if verb.dep_ == "pcomp" and verb.head.lower_ in {"of", "for"}:
            blamed = _blamed(verb.head.head)
            if blamed is not None:
                return blamed
        if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in QUOTING:
            quoted = next((child for child in verb.head.head.children if child.dep_ == "dobj"), None)
            if quoted is not None:
                return quoted
        if verb.dep_ == "xcomp" and verb.head.lemma_ in OBJECT_CONTROL:
            person = next((child for child in verb.head.children if child.dep_ in {"dobj", "dative"}), None)
            if person is not None and person.i < verb.i:
                return person
        verb = _governor(verb)
    return None


def _who_can_speak(cue: Token, verb: Token, subject: Token) -> Token:
    """The subject, or where the cue only shares that of a clause inside another and a thing can't speak, the other's: "they note
    that boats leave early, and speculate that fish are few"."""
    if cue == verb or verb.dep_ != "ccomp" or (can_speak(subject) and not goes_on(cue)):
        return subject
    outer = _subject(verb.head) or (_subject(verb.head.head) if verb.head.dep_ == "conj" else None)
    return outer if outer is not None and can_speak(outer) else subject


GOING_ON = frozenset({"add", "continue", "conclude"})


def goes_on(cue: Token) -> bool:
    """Whether the speaker of the clause around goes on: "it said the services would resume, adding: …"."""
    return cue.lemma_.lower() in GOING_ON and cue.tag_ == "VBG" and cue.dep_ == "advcl"


def _blamed(governor: Token) -> Token | None:
    """Of whom or for what somebody is judged: the object of the verb that judges, from which "of" or "for" hangs."""
    if governor.dep_ == "dobj" and governor.head.lemma_ in JUDGING:
        return governor
    if governor.lemma_ not in JUDGING:
        return None
    return next((child for child in governor.children if child.dep_ in {"dobj", "nsubjpass"}), None)


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive, with its auxiliary or as a bare participle ("asked about the toll, she …")."""
    if any(child.dep_ in {"auxpass", "agent"} for child in verb.children) or is_asked(verb) or is_bare_passive(verb):
        return True
    return (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"} and not any(child.dep_ == "aux" for child in verb.children)
    )


def is_bare_passive(verb: Token) -> bool:
    """Whether the verb is a passive without its auxiliary, whatever the parser takes it for: "Mayor accused of hiding report".

    It is one where somebody would have to stand between it and what follows if it were a past tense. So is "Warned that it would
    fall, she fled", where the verb begins the sentence and somebody else comes after its comma.
    """
    if verb.tag_ not in {"VBD", "VBN", "JJ"} or verb.i + 2 >= len(verb.doc) or verb.dep_ == "relcl":
        return False
    following = verb.nbor(1)
    places = read_following("bare_passives").get(verb.lemma_.lower(), ())
    if "^" in places and verb.is_sent_start and verb.dep_ in {"advcl", "ccomp"}:
        return not any(child.dep_ in {"dobj", "dative", "nsubj"} for child in verb.children)
    if following.lower_ not in places:
        return False
    if following.lower_ == "to" and verb.nbor(2).tag_ != "VB":
        return False
    return not any(
        child.dep_ in {"dobj", "dative"}
        or (child.dep_ == "aux" and child.lemma_ == "have")
        or (child.dep_ == "nsubj" and child.lower_ in _SUBJECT_PRONOUNS)
        for child in verb.children
    )


def is_asked(verb: Token) -> bool:
    """ "Asked whether it holds, she …": whoever is asked doesn't ask."""
    if verb.lemma_.lower() not in {"ask", "press", "quiz"}:
        return False
    if verb.tag_ == "VBD" and verb.dep_ == "advcl":  # the same, where the parser takes it for a past tense
        return not any(child.dep_ in SUBJECTS for child in verb.children)
    if verb.tag_ == "VBD" and verb.i > 1 and verb.nbor(-1).text == ",":  # no comma parts a subject from its verb
        return any(child.dep_ in SUBJECTS and child.i == verb.i - 2 for child in verb.children)
    if verb.tag_ != "VBN":
        return False
    return not any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children) or any(
        child.dep_ == "auxpass" for child in verb.children
    )


def _governor(verb: Token) -> Token:
    """The verb whose subject this one shares; over the preposition of "by saying"."""
    head = verb.head
    if (
        head.dep_ == "dobj" and verb.dep_ == "conj" and verb.tag_ in {"VBZ", "VBD"}
    ):  # coordinated with the object by mistake
        return head.head
    return head.head if head.dep_ == "prep" else head


def _subject(verb: Token) -> Token | None:
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    if subjects:  # of two, one belongs to a quotation that the parser took in: the nearer one speaks
        return min(subjects, key=lambda child: abs(child.i - verb.i))
    return _inverted(verb)


def _inverted(verb: Token) -> Token | None:
    """ "…," said Ada Merrin: where the parser took the name after the verb for its object."""
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"}
    if not finite or verb.i == 0 or verb.doc[verb.i - 1].text not in {'"', ",", "'"}:
        return None
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ in {"dobj", "attr", "npadvmod", "oprd"}
            and child.pos_ in {"PROPN", "NOUN", "PRON"}
        ):
            return None if child.ent_type_ in {"DATE", "TIME"} else child
    return None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((word for word in child.children if word.dep_ == "pobj"), None)
    return None


def _holder_of_noun(noun: Token) -> Token | None:
    if noun.lemma_.lower() not in CARRIERS:
        return noun
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.dep_ in {"dobj", "pobj"} and verb.pos_ in {"VERB", "AUX"}:
        return next((child for child in verb.children if child.dep_ == "nsubj"), noun)
    return noun


def holder_words(holder: Token | None, away: set[int]) -> set[int]:
    """The words of the holder's phrase as it stands, without `away` (the cue and the content) and what hangs from the cue.

    Appositions and relative clauses belong to it ("a source within the port, who asked not to be named"); but where the cue itself
    stands in a relative clause ("officials, who say"), the phrase ends before that clause. When, where and what doing somebody
    known by name said it is no part of who it is.
    """
    if holder is None:
        return set()
    return subtree(holder, without=away) - circumstances(holder)


def circumstances(holder: Token) -> set[int]:
    """The words in the holder's phrase that say when, where or what doing it said something."""
    found: set[int] = set()
    for noun in (holder, *(child for child in holder.rights if child.dep_ == "appos")):
        for child in noun.rights:
            if _is_circumstance(noun, child):
                found |= subtree(child)
    return found


CIRCUMSTANCES = frozenset({"on", "in", "at", "during", "after", "before", "while"})


def _is_circumstance(holder: Token, child: Token) -> bool:
    """Whether the parser hung from the holder what says when or how it was said: "the allies on Monday", "Quill, writing for the
    court,", "Quill in her speech"."""
    first = child.left_edge
    apart = first.i > 0 and first.nbor(-1).text == ","
    named = holder.pos_ == "PROPN"
    if child.dep_ == "acl":
        return named and apart and child.tag_ == "VBG"
    if child.dep_ == "npadvmod":
        return child.ent_type_ in {"DATE", "TIME"}
    if child.dep_ == "prep" and child.lower_ == "outside":
        return apart or named
    if child.dep_ != "prep" or child.lower_ not in CIRCUMSTANCES:
        return False
    objects = [word for word in child.children if word.dep_ == "pobj"]
    dated = any(word.ent_type_ in {"DATE", "TIME"} or word.lower_ in DAYS for word in objects)
    occasion = any(word.lemma_.lower() in CARRIERS | OCCASIONS for word in objects)
    return (dated or occasion) and (named or apart or dated)


DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
OCCASIONS = frozenset(
    {"hearing", "debate", "conference", "briefing", "rally", "appearance", "remark", "meeting", "call", "court"}
)
