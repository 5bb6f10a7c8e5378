"""What the teacher says of a batch, kept on disk, so that it is asked once and the tagger can be taught for many epochs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from training.network import Network
from training.windows import IGNORED, Batch


class Answers(NamedTuple):
    """The teacher's scores: of the tags (pieces that have one, 7), and of the pointers (pieces that have a link, length)."""

    tags: Tensor
    pointers: Tensor


def answer(teacher: Network, batch: Batch, path: Path) -> Answers:
    """Reads the answers to `batch` from `path`, or asks the teacher and writes them there, in half precision."""
    if path.exists():
        tags, pointers = torch.load(path, weights_only=True)
        return Answers(tags.float(), pointers.float())
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        tags, pointers = teacher(batch.ids, batch.features, batch.mask)
    answers = Answers(tags[batch.tags != IGNORED].half(), pointers[(batch.links != IGNORED).any(-1)].half())
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(tuple(answers), part)
    part.replace(path)
    return Answers(answers.tags.float(), answers.pointers.float())
