"""Word pieces with their features, and windows that cover a text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from generator.analysis.tagger.encoding import cut_windows, encode, find_owners, stack_windows


@pytest.fixture(scope="module")
def tokenizer() -> Iterator[Tokenizer]:
    """Every letter its own piece: enough to see where pieces stand."""
    vocabulary = {"[UNK]": 100, **{chr(97 + n): 200 + n for n in range(26)}}
    pieces = Tokenizer(
        models.WordPiece({**vocabulary, **{f"##{k}": v + 50 for k, v in vocabulary.items()}}, unk_token="[UNK]")
    )
    pieces.normalizer = normalizers.BertNormalizer()
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    yield pieces


def test_spans_count_code_points(tokenizer: Tokenizer) -> None:
    text = "𝔄 é\nno"
    spans = encode(text, tokenizer).spans.tolist()
    assert [text[start:end] for start, end in spans] == ["𝔄", "é", "n", "o"]


def test_features_say_marks_case_and_breaks(tokenizer: Tokenizer) -> None:
    encoding = encode("A b\n‘c’\n\nd", tokenizer)
    assert encoding.features.tolist() == [
        [1, 3, 3],  # A: outside, capital, at the start of the text
        [1, 2, 1],
        [2, 1, 2],  # the mark: inside, no letter, after a line break
        [2, 2, 1],
        [2, 1, 1],
        [1, 2, 3],  # d: after a blank line
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_to_read(tokenizer: Tokenizer, text: str) -> None:
    encoding = encode(text, tokenizer)
    assert encoding.ids.shape == (0,) and encoding.features.shape == (0, 3)
    assert cut_windows(encoding.sentence_starts, 0) == []


@given(st.integers(1, 900), st.lists(st.integers(1, 899), max_size=60), st.integers(0, 100))
def test_windows_cover_overlap_and_stay_small(count: int, starts: list[int], overlap: int) -> None:
    bounds = sorted({0, *(start for start in starts if start < count)})
    windows = cut_windows(bounds, count, overlap=overlap)
    assert windows[0][0] == 0 and windows[-1][1] == count
    assert all(0 < end - begin <= 254 for begin, end in windows)
    assert all(left[0] < right[0] <= left[1] < right[1] for left, right in pairwise(windows))
    owners = find_owners(windows, count)
    assert all(windows[owner][0] <= piece < windows[owner][1] for piece, owner in enumerate(owners.tolist()))
    assert (np.diff(owners) >= 0).all()


def test_padding_is_masked(tokenizer: Tokenizer) -> None:
    ids, features, mask = stack_windows(encode("abc de", tokenizer), [(0, 5), (3, 5)])
    assert ids.shape == mask.shape == (2, 7) and features.shape == (2, 7, 3)
    assert mask.sum(1).tolist() == [7, 4]
    assert ids[1, 0] == 101 and ids[1, 3] == 102 and (ids[1, 4:] == 0).all()
