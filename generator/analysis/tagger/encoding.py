"""A text as the tagger reads it: word pieces, three surface features of each, and overlapping windows.

Training and inference share this module, so that the network is never shown anything in use that it was not trained on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.typography import find_mark_pairs, normalise_marks

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP, PAD = 101, 102, 0  # of the uncased BERT vocabulary
WINDOW = 254  # word pieces in a window, without the two markers round it
OVERLAP = 64  # word pieces that two windows share in use; without a shared part 3 points of F1 are lost

MARK_STATES = 3  # padding, outside, inside quotation marks
CASES = 6  # padding, no letter, lower, Title, UPPER, miXed
BREAKS = 4  # padding, none before, one line break, a blank line or the start of the text

SENTENCE_START = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z0-9])|\n+")


class Encoding(NamedTuple):
    """A text of n word pieces."""

    ids: NDArray[np.int64]  # (n,)
    spans: NDArray[np.int64]  # (n, 2): half-open offsets into the text, in code points
    features: NDArray[np.int64]  # (n, 3): mark state, case, line break before
    sentence_starts: NDArray[np.int64]  # ascending piece indices, the first is 0


def encode(text: str, tokenizer: Tokenizer) -> Encoding:
    """Word pieces of the text with plain quotation marks, as the network has read; the tokenizer must neither truncate nor pad."""
    pairs = find_mark_pairs(text)
    encoded = tokenizer.encode(normalise_marks(text, pairs), add_special_tokens=False)
    offsets = encoded.offsets
    spans = np.array(offsets, np.int64).reshape(-1, 2)
    count = len(spans)
    features = np.ones((count, 3), np.int64)
    starts = spans[:, 0]
    inside = np.zeros(len(text), np.int64)
    for pair in pairs:
        inside[pair.span.start_char : pair.span.end_char] = 1
    features[:, 0] += inside[starts]
    features[:, 1] = [_case(text[start:end]) for start, end in offsets]
    lines = np.cumsum(np.frombuffer(text.encode("utf-32-le"), np.uint32) == 10)
    if count:
        breaks = np.diff(lines[starts], prepend=lines[starts[0]] - 2)
        features[:, 2] += np.minimum(breaks, 2)
    sentences = np.array([match.end() for match in SENTENCE_START.finditer(text)], np.int64)
    sentence_starts = np.unique(np.concatenate([[0], np.searchsorted(starts, sentences)]))
    return Encoding(np.array(encoded.ids, np.int64), spans, features, sentence_starts[sentence_starts < count])


@lru_cache(maxsize=10_000)
def _case(word: str) -> int:
    if not word[:1].isalpha():
        return 1
    if word.islower():
        return 2
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 3
    return 4 if word.isupper() else 5


def cut_windows(
    sentence_starts: Sequence[int] | NDArray[np.int64],
    count: int,
    *,
    size: int = WINDOW,
    overlap: int = OVERLAP,
    first: int = 0,
) -> list[tuple[int, int]]:
    """Half-open windows over `count` pieces, at sentence starts where there are any; `first` shortens the first window.

    Each window but the first begins at the sentence start nearest to `overlap` pieces before the end of the one before it.
    """
    bounds = [*(int(start) for start in sentence_starts), count]
    windows: list[tuple[int, int]] = []
    begin, end, limit = 0, 0, size - first
    while begin + limit < count:
        bound = bounds[bisect_right(bounds, begin + limit) - 1]
        end = bound if bound > max(begin + limit // 3, end) else begin + limit
        windows.append((begin, end))
        next_begin = bounds[bisect_left(bounds, end - overlap)]
        begin = next_begin if begin < next_begin <= end else end
        limit = size
    if begin < count:
        windows.append((begin, count))
    return windows


def find_owners(windows: Sequence[tuple[int, int]], count: int) -> NDArray[np.int64]:
    """(count,): for each piece the window in which it stands furthest from an inner edge, where it is judged best."""
    owners = np.zeros(count, np.int64)
    for index, (left, right) in enumerate(pairwise(windows), start=1):
        owners[(right[0] + left[1]) // 2 :] = index
    return owners


def stack_windows(
    encoding: Encoding, windows: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Windows padded to one length L: ids (b, L), features (b, L, 3), mask (b, L); [CLS] stands first, [SEP] after the last."""
    length = max(end - begin for begin, end in windows) + 2
    ids = np.full((len(windows), length), PAD, np.int64)
    features = np.zeros((len(windows), length, 3), np.int64)
    mask = np.zeros((len(windows), length), np.int64)
    for row, (begin, end) in enumerate(windows):
        size = end - begin
        ids[row, 0], ids[row, size + 1] = CLS, SEP
        ids[row, 1 : size + 1] = encoding.ids[begin:end]
        features[row, 1 : size + 1] = encoding.features[begin:end]
        mask[row, : size + 2] = 1
    return ids, features, mask
