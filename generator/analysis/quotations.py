"""What stands in quotation marks, and what for.

Speech, a word held at a distance (scare quotation), a title, or a word spoken of as a word: told apart by length, by the
punctuation inside the marks (British and American usage alike put a full stop there where it ends what was said) and by the word
before the opening mark. Who is credited is a question of its own (`attributions`).
"""

from __future__ import annotations

import re

from generator.model import Article, Notice, NoticeLevel, Quotation, QuotationKind
from generator.typography import MarkPair, find_mark_pairs

SHORT = 3  # a scare quotation has at most so many words

TITLE_NOUNS = """book novel film movie documentary song single album hymn poem play opera musical series show sitcom programme
    program podcast episode essay article column memoir pamphlet painting exhibition magazine game titled entitled headlined"""
NAME_NOUNS = """word words term terms phrase phrases expression name names nickname nicknames nicknamed slogan slogans abbreviated
    spelled spelt letter letters hashtag"""
SAID = """said say says told wrote write writes as is was were are be been being it them him her me us that ask asks add adds"""
CALLED = "called calls call calling dubbed labelled labeled termed branded deemed considers considered"


def _one_of(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


TITLED = re.compile(rf"{_one_of(TITLE_NOUNS)},?\s*$", re.IGNORECASE)
NAMED = re.compile(rf"{_one_of(NAME_NOUNS)},?\s*$", re.IGNORECASE)
SAID_BEFORE = re.compile(rf"(?:[,:]|{_one_of(SAID)}|\w{{2}}ed)\s*$|{_one_of(CALLED)}[^.!?]*$", re.IGNORECASE)
SAID_AFTER = re.compile(
    rf"(?:,\s+(?:[\w.’'-]+\s+){{0,3}}?|\s+){_one_of('said says asked asks added adds wrote writes replied declared answered')}"
)
SO_CALLED = re.compile(r"\bso[- ]called\s*$", re.IGNORECASE)
CAPITALISED_BEFORE = re.compile(r"\b[A-Z][\w.’'-]*\s$")
CAPITALISED_AFTER = re.compile(r"\s[A-Z][\w’'-]+")
SMALL_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "with",
    )
)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of `text`, by where they open, each with what its marks are for."""
    return tuple(
        Quotation(span=pair.span, kind=_kind(text, pair), closed=pair.closed, depth=pair.depth)
        for pair in find_mark_pairs(text)
    )


def find_unclosed(article: Article) -> tuple[Notice, ...]:
    """A notice for each opening mark without a closing one, unless the next paragraph goes on with the speech."""
    notices = []
    for pair in find_mark_pairs(article.text):
        if not pair.closed and not pair.continues:
            line, column = article.locate(pair.span.start_char)
            words = " ".join(article.text[pair.span.start_char : pair.span.end_char].split()[:5])
            notices.append(
                Notice(
                    level=NoticeLevel.NOTICE,
                    code="unmatched-quotation-mark",
                    message=f"the quotation that begins with {words} is never closed",
                    hint="It is taken to end with its paragraph; add the closing mark.",
                    path=article.path,
                    line=line,
                    column=column,
                )
            )
    return tuple(notices)


def _kind(text: str, pair: MarkPair) -> QuotationKind:
    inner = text[pair.inner.start_char : pair.inner.end_char]
    words = inner.split()
    before = text[max(0, pair.span.start_char - 40) : pair.span.start_char].rpartition("\n")[2]
    after = text[pair.span.end_char : pair.span.end_char + 40]
    if not words:
        return QuotationKind.UNCLEAR
    if not pair.closed:
        return QuotationKind.SPEECH
    ends_sentence = inner.rstrip()[-1] in ".,!?…—–"
    if NAMED.search(before) and len(words) <= 2 * SHORT:
        return QuotationKind.TERM
    said = SAID_BEFORE.search(before) or SAID_AFTER.match(after)
    nickname = CAPITALISED_BEFORE.search(before) and CAPITALISED_AFTER.match(after)
    if nickname and len(words) <= SHORT and words[0][0].isupper() and not ends_sentence:
        return QuotationKind.TERM
    if _is_said_in_headline(text, pair, words):
        return QuotationKind.SPEECH
    if _is_headline_case(words) and (TITLED.search(before) or (len(words) > 1 and inner[-1] not in ".,…—")):
        return QuotationKind.TITLE
    if SO_CALLED.search(before):
        return QuotationKind.SCARE
    if inner[-1] == "," and _is_named_in_passing(words, before) and not said:
        return QuotationKind.TITLE
    if len(words) <= SHORT and not ends_sentence and not said:
        return QuotationKind.SCARE
    return QuotationKind.SPEECH


def _is_said_in_headline(text: str, pair: MarkPair, words: list[str]) -> bool:
    """Whether a headline, where capitals tell no title, sets the quotation after a colon: "Orr on the Weir: ‘It Will Hold’"."""
    before = text[: pair.span.start_char].strip()
    return len(words) > 2 and before.endswith(":") and "\n" not in before


def _is_named_in_passing(words: list[str], before: str) -> bool:
    """Whether a comma that American houses set inside the marks follows a title: "on the “Morning Tide,” Orr said that ..."."""
    return (
        len(words) > 1 and _is_headline_case(words) and not " ".join(words).isupper() and before.rstrip()[-1:].isalnum()
    )


def _is_headline_case(words: list[str]) -> bool:
    """Whether every word but the small ones is capitalised, as titles are set."""
    return words[0][:1].isupper() and all(
        word[:1].isupper() or not word[:1].isalpha() or word in SMALL_WORDS for word in words
    )
