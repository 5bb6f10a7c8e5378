"""For whom a source speaks, where somebody else in the article tells: whom it works for, who issued it, whom it is named with.

Also private people, of whom the article gives an age or a home and no capacity, and the author who says "I".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from generator.lexicons import read_lexicon
from generator.model import Affiliation, CoreferenceChain, MentionForm, Quotation, SourceKind, TextSpan

_USES: dict[str, set[str]] = {}
for _word, _use, _ in read_lexicon("capacity_words"):
    _USES.setdefault(_use, set()).add(_word)
_WORK_FOR = _USES["serves"] | _USES["works-for"] | _USES["helps"]
_PAPERS = {SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST}
_ABOUT = re.compile(r"\b(?:about|on|of|against|that|which|whose|showing|saying|for|to)\b.*$", re.DOTALL)
_ISSUED = re.compile(r"\b(?:by|from)\s(?P<issuer>.+)$", re.DOTALL)
_AGE_OR_HOME = re.compile(r",? ?(?:, ?\d{2}(?=[,.])|of [A-Z][\w.]+(?: [A-Z][\w.]+)*, [A-Z])")
_MAYBE_PERSON = {SourceKind.PERSON, SourceKind.UNCLEAR}
_FIRST = {"i", "me", "my", "myself"}
_WORTH_SERVING = set(Affiliation) - {Affiliation.UNCLEAR, Affiliation.ACTOR}
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n")
_BILLS = re.compile(  # what only those in a chamber deal with
    r"\b(?:bills?|legislation|measure|amendment|filibuster|Senate|subcommittee|judicial nominees?"
    r"|confirm(?:ed|ing)? a (?:judge|justice|nominee))\b"
)
_NEAR = 300  # characters: about two sentences


def share_affiliations(
    text: str,
    quotations: Sequence[Quotation],
    chains: Sequence[CoreferenceChain],
    kinds: Sequence[SourceKind],
    found: Sequence[Affiliation],
    asked: Sequence[bool],
) -> tuple[Affiliation, ...]:
    """`found`, the affiliations of `chains`, which are of `kinds`, and those that others of them give; `text` is the article's.

    That is done for those `asked` for.
    """
    shared = list(found)
    people = _find_people(chains, kinds, found)
    owners = _find_owners(chains, found)
    at_heads = sorted(
        (mention.head.start_char, found[i])
        for i, chain in enumerate(chains)
        for mention in chain.mentions
        if mention.name and kinds[i] is SourceKind.PERSON
    )
    bodies_at = sorted(
        (mention.head.start_char, found[i])
        for i, chain in enumerate(chains)
        for mention in chain.mentions
        if mention.name and kinds[i] is SourceKind.INSTITUTION
    )
    for i, chain in enumerate(chains):
        if not asked[i]:
            continue
        if _is_author(chain, quotations):
            shared[i] = Affiliation.MEDIA_OTHER
        if not chain.resolved:
            continue
        employer = (_by_issuer if kinds[i] in _PAPERS else _by_employer)(text, chain, people, owners)
        serves = employer in _WORTH_SERVING and _speaks_only_for_others(text, chain)
        helps = employer is Affiliation.PARTY and _helps(text, chain)
        if found[i] is Affiliation.UNCLEAR or serves or helps:
            shared[i] = employer
        if shared[i] is Affiliation.PARTY and kinds[i] is SourceKind.GROUP and _vote_on_bill(text, chain):
            shared[i] = Affiliation.LEGISLATURE
        if shared[i] is Affiliation.UNCLEAR and _is_somebodys(chain):
            shared[i] = _by_latest(chain, at_heads)
        if shared[i] is Affiliation.UNCLEAR and kinds[i] in _MAYBE_PERSON and _speaks_only_for_others(text, chain):
            shared[i] = _by_bodies_before(chain, bodies_at)
        if shared[i] is Affiliation.UNCLEAR and kinds[i] in _MAYBE_PERSON and _is_private(text, chain):
            shared[i] = Affiliation.ACTOR
    at = {mention.head: i for i, chain in enumerate(chains) for mention in chain.mentions}
    for i, chain in enumerate(chains):
        parts = [at[part] for mention in chain.mentions for part in mention.parts] if asked[i] else ()
        members = {shared[part] for part in parts if not _are_others(chains[part])}
        if members:  # several named together
            shared[i] = members.pop() if len(members) == 1 else Affiliation.UNCLEAR
    return tuple(shared)


def _are_others(chain: CoreferenceChain) -> bool:
    """Whether they are only "others", who take after those named before them."""
    return all(mention.noun in {"other", "others"} for mention in chain.mentions)


def _find_people(
    chains: Sequence[CoreferenceChain], kinds: Sequence[SourceKind], found: Sequence[Affiliation]
) -> Mapping[str, Affiliation]:
    """The affiliation of each surname, lower-cased, that has one; private people count where nobody else bears it."""
    told: dict[str, set[Affiliation]] = {}
    for i, chain in enumerate(chains):
        if kinds[i] in _MAYBE_PERSON and found[i] is not Affiliation.UNCLEAR:
            for mention in chain.mentions:
                if mention.name:
                    told.setdefault(_surname(mention.name), set()).add(found[i])
    public = {name: codes - {Affiliation.ACTOR} or codes for name, codes in told.items()}
    return {name: min(codes) for name, codes in public.items() if len(codes) == 1}


def _find_owners(chains: Sequence[CoreferenceChain], found: Sequence[Affiliation]) -> Mapping[int, Affiliation]:
    """The affiliation of whom each possessive pronoun stands for, by the offset of the pronoun, where it is told."""
    return {
        mention.head.start_char: found[i]
        for i, chain in enumerate(chains)
        for mention in chain.mentions
        if mention.noun in _USES["possessive"] and chain.resolved and found[i] is not Affiliation.UNCLEAR
    }


def _vote_on_bill(text: str, chain: CoreferenceChain) -> bool:
    """Whether "Democrats" and their like are spoken of beside a bill, so that those in the chamber are meant."""
    first = chain.mentions[0]
    if first.noun not in {"democrat", "republican", "conservative", "tory"}:
        return False
    start = max(text.rfind("\n", 0, first.head.start_char), text.rfind(". ", 0, first.head.start_char)) + 1
    end = _SENTENCE_END.search(text, first.head.end_char)
    return bool(_BILLS.search(text, start, end.start() if end else len(text)))


def _speaks_only_for_others(text: str, chain: CoreferenceChain) -> bool:
    """Whether each of its capacities is one in which somebody speaks for whom it serves: "her press secretary"."""
    phrases = [_cut(text, span).lower() for span in _described(chain)]
    return bool(phrases) and all(any(noun in phrase for noun in _USES["speaks-for"]) for phrase in phrases)


def _surname(name: str) -> str:
    return name.lower().removesuffix("’s").removesuffix("'s").split()[-1]


def _words(phrase: str) -> list[str]:
    return [word.strip(".") for word in re.findall(r"[\w.-]+", phrase.lower())]


def _described(chain: CoreferenceChain) -> list[TextSpan]:
    spans = {span for mention in chain.mentions for span in mention.capacities}
    spans |= {mention.span for mention in chain.mentions if mention.form is MentionForm.DESCRIPTION}
    return sorted(spans)


def _helps(text: str, chain: CoreferenceChain) -> bool:
    """Whether it is called a volunteer or organizer, who may be so for a candidate."""
    spans = _described(chain)
    return any(word.removesuffix("s") in _USES["helps"] for span in spans for word in _words(_cut(text, span)))


def _cut(text: str, span: TextSpan) -> str:
    return text[span.start_char : span.end_char]


def _by_employer(
    text: str, chain: CoreferenceChain, people: Mapping[str, Affiliation], owners: Mapping[int, Affiliation]
) -> Affiliation:
    """Of those who work for somebody whom the article names: "Lomm's aides", "his team", "Lomm spokeswoman Ana Rell"."""
    for span in _described(chain):
        phrase = _cut(text, span)
        words = _words(phrase)
        works = [word for word in words if word.removesuffix("s") in _WORK_FOR or word == "allies"]
        works += [noun for noun in _USES["speaks-for"] if noun in phrase.lower()]
        code = _by_owner(span, owners) or next((people[word] for word in words if word in people), None)
        if works and code is not None:
            ally = any(word.removesuffix("s") in _USES["ally"] or word == "allies" for word in works)
            return Affiliation.PARTY if ally and code is Affiliation.LEGISLATURE else code
    return Affiliation.UNCLEAR


def _by_owner(span: TextSpan, owners: Mapping[int, Affiliation]) -> Affiliation | None:
    """Of whom the possessive pronoun stands for that begins `span`."""
    return owners.get(span.start_char)


def _by_issuer(
    text: str, chain: CoreferenceChain, people: Mapping[str, Affiliation], owners: Mapping[int, Affiliation]
) -> Affiliation:
    """Of a paper by who is named before its noun, "the Lomm ad", or as its author, "a plan by Lomm"; not whom it is about."""
    for span in _described(chain):
        phrase = _cut(text, span)
        issued = _ISSUED.search(phrase)
        if (owner := _by_owner(span, owners)) is not None:
            return owner
        for part in (_ABOUT.sub("", phrase), issued["issuer"] if issued else ""):
            code = next((people[word] for word in _words(part) if word in people), None)
            if code is not None:
                return code
    return Affiliation.UNCLEAR


def _is_somebodys(chain: CoreferenceChain) -> bool:
    """Whether a noun that only somebody's people bear is all that is said of it: "aides", "her rivals"."""
    described = [mention for mention in chain.mentions if mention.form is MentionForm.DESCRIPTION]
    return bool(described) and all(mention.noun in _USES["somebody's"] for mention in described)


def _by_latest(chain: CoreferenceChain, at_heads: Sequence[tuple[int, Affiliation]]) -> Affiliation:
    """The party, if the person named last before the first mention of `chain`, and near it, speaks for one."""
    head = chain.mentions[0].head.start_char
    earlier = bisect_left(at_heads, (head,))
    if not earlier or head - at_heads[earlier - 1][0] > _NEAR:
        return Affiliation.UNCLEAR
    code = at_heads[earlier - 1][1]
    return code if code is Affiliation.PARTY else Affiliation.UNCLEAR


def _by_bodies_before(chain: CoreferenceChain, at_heads: Sequence[tuple[int, Affiliation]]) -> Affiliation:
    """Of "a spokeswoman", whose employer is not said, that of the bodies named just before, where all have the same."""
    head = chain.mentions[0].head.start_char
    near = at_heads[bisect_left(at_heads, (head - _NEAR,)) : bisect_left(at_heads, (head,))]
    codes = {code for _, code in near}
    return codes.pop() if len(codes) == 1 else Affiliation.UNCLEAR


def _is_author(chain: CoreferenceChain, quotations: Sequence[Quotation]) -> bool:
    """Whether it is who says "I" outside quotation marks, whoever wrote the article; or who asks ("Q:") in an interview."""
    return all(
        (mention.form is MentionForm.PRONOUN and mention.noun in _FIRST)
        or (mention.noun == "q" and mention.kind is SourceKind.PERSON)
        for mention in chain.mentions
    ) and not any(
        quotation.span.start_char <= mention.head.start_char < quotation.span.end_char
        for mention in chain.mentions
        for quotation in quotations
    )


def _is_private(text: str, chain: CoreferenceChain) -> bool:
    """Whether an age or a home is all that the article says of a named person."""
    if any(mention.capacities or mention.form is MentionForm.DESCRIPTION for mention in chain.mentions):
        return False
    return any(_AGE_OR_HOME.match(text, mention.head.end_char) for mention in chain.mentions if mention.name)
