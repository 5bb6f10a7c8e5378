"""Windows with their answers: for each word piece its tag, and which pieces of the window begin the cues it belongs to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from generator.analysis.tagger.encoding import Encoding, cut_windows, encode, stack_windows
from generator.analysis.tagger.labels import BEGIN, INSIDE
from training.augment import vary
from training.corpus import ROLES, Document

IGNORED = -100
TARGETS = 2  # a source may be credited with two contents by two cues; a third is rare


class Window(NamedTuple):
    """`encoding[begin:end]` and its answers; `links` (n, 2) are piece indices within the text, IGNORED where there is none."""

    encoding: Encoding
    begin: int
    end: int
    tags: NDArray[np.int64]
    links: NDArray[np.int64]


class Batch(NamedTuple):
    """Padded windows: ids, features and mask as the network takes them; tags (b, n); links (b, n, 2) counted from [CLS]."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    tags: Tensor
    links: Tensor


def label(document: Document, encoding: Encoding) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tags (n,) and links (n, 2) of the whole text. A shared piece has the later coding's tag; a source keeps both links."""
    count = len(encoding.ids)
    tags = np.zeros(count, np.int64)
    links = np.full((count, TARGETS), IGNORED, np.int64)
    owners = np.full(count, -1)
    starts, ends = encoding.spans[:, 0], encoding.spans[:, 1]
    for number, gold in enumerate(document.attributions):
        pieces = {
            role: [range(*_cover(starts, ends, start, end)) for start, end in getattr(gold, role)] for role in ROLES
        }
        cue = next((span[0] for span in pieces["cue"] if len(span)), None)
        for role in ("content", "source", "cue"):
            for span in pieces[role]:
                for place, piece in enumerate(span):
                    shared = (
                        role == "source" and tags[piece] in (BEGIN["source"], INSIDE["source"]) and owners[piece] >= 0
                    )
                    if not shared:
                        tags[piece] = (INSIDE if place else BEGIN)[role]
                        links[piece] = IGNORED
                        owners[piece] = number
                    if cue is not None:
                        free = np.flatnonzero(links[piece] == IGNORED)
                        if len(free):
                            links[piece, free[0]] = cue
    return tags, links


def _cover(starts: NDArray[np.int64], ends: NDArray[np.int64], start: int, end: int) -> tuple[int, int]:
    """The pieces that overlap text[start:end]."""
    return int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(starts, end, side="left"))


def cut_training_windows(
    documents: Iterable[Document], tokenizer: Tokenizer, *, seed: int, rate: float, overlap: int
) -> list[Window]:
    """Every document once, in a dress and with a first window that depend on the seed; shuffled."""
    rng = random.Random(seed)
    windows = []
    for document in documents:
        document = vary(document, rng, rate=rate)
        encoding = encode(document.text, tokenizer)
        tags, links = label(document, encoding)
        shift = rng.choice((0, 60, 120))
        for begin, end in cut_windows(encoding.sentence_starts, len(encoding.ids), overlap=overlap, first=shift):
            windows.append(Window(encoding, begin, end, tags[begin:end], links[begin:end]))
    rng.shuffle(windows)
    return windows


def group_by_length(windows: Sequence[Window], size: int, seed: int) -> list[list[Window]]:
    """Batches of windows of like length, in random order."""
    rng = random.Random(seed)
    groups: list[list[Window]] = []
    for start in range(0, len(windows), size * 8):
        chunk = sorted(windows[start : start + size * 8], key=lambda window: window.end - window.begin)
        groups += [chunk[place : place + size] for place in range(0, len(chunk), size)]
    rng.shuffle(groups)
    return groups


def collate(group: Sequence[Window]) -> Batch:
    """One batch; a link to a cue outside the window is no answer, the network cannot see it."""
    length = max(window.end - window.begin for window in group) + 2
    stacked = [stack_windows(window.encoding, [(window.begin, window.end)]) for window in group]
    tags = np.full((len(group), length), IGNORED)
    links = np.full((len(group), length, TARGETS), IGNORED)
    arrays = [np.zeros((len(group), length, *array.shape[2:]), np.int64) for array in stacked[0]]
    for row, window in enumerate(group):
        size = window.end - window.begin
        for array, part in zip(arrays, stacked[row], strict=True):
            array[row, : size + 2] = part[0]
        tags[row, 1 : size + 1] = window.tags
        seen = (window.links >= window.begin) & (window.links < window.end)
        links[row, 1 : size + 1] = np.where(seen, window.links - window.begin + 1, IGNORED)
    return Batch(*(torch.from_numpy(array) for array in (*arrays, tags, links)))
