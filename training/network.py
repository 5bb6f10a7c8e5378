"""The network: a BERT or MPNet encoder, a tag for each word piece, and a pointer from each to the first piece of its cue.

Written out in full rather than taken from a library, because 80 lines serve training, export and the larger teacher alike.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from generator.analysis.tagger.encoding import BREAKS, CASES, MARK_STATES
from generator.analysis.tagger.labels import TAGS

POINTER = 128  # dimensions in which a piece is compared with the cues


@dataclass(frozen=True)
class Shape:
    """The size of an encoder; `relative` buckets of relative positions are MPNet's, and so is the shift of its positions."""

    vocabulary: int
    hidden: int
    intermediate: int
    layers: int
    heads: int
    positions: int
    first_position: int
    relative: int
    epsilon: float

    @classmethod
    def read(cls, folder: Path) -> Shape:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        mpnet = config["model_type"] == "mpnet"
        return cls(
            vocabulary=config["vocab_size"],
            hidden=config["hidden_size"],
            intermediate=config["intermediate_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            positions=config["max_position_embeddings"],
            first_position=2 if mpnet else 0,
            relative=config.get("relative_attention_num_buckets", 0) if mpnet else 0,
            epsilon=config["layer_norm_eps"],
        )


class Layer(nn.Module):
    """Self-attention and a feed-forward step, each followed by its layer norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.hidden, shape.hidden) for _ in range(4))
        self.up = nn.Linear(shape.hidden, shape.intermediate)
        self.down = nn.Linear(shape.intermediate, shape.hidden)
        self.attention_norm = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.output_norm = nn.LayerNorm(shape.hidden, shape.epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)

        query = split(self.query(x) / math.sqrt(hidden // self.heads))
        key, value = split(self.key(x)), split(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) + bias, -1)
        attended = weights @ value  # by hand: on CPU the fused backward pass takes twice as long
        x = self.attention_norm(x + self.out(attended.transpose(1, 2).reshape(batch, length, hidden)))
        return self.output_norm(x + self.down(functional.gelu(self.up(x))))


class Network(nn.Module):
    """ids (b, n), features (b, n, 3), mask (b, n) -> tag scores (b, n, 7), pointer scores (b, n, n)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.features = nn.ModuleList(nn.Embedding(size, shape.hidden) for size in (MARK_STATES, CASES, BREAKS))
        self.norm = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.relative = nn.Embedding(shape.relative, shape.heads) if shape.relative else None
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.dropout = nn.Dropout(0.1)
        self.tag = nn.Linear(shape.hidden, len(TAGS))
        self.piece, self.cue = nn.Linear(shape.hidden, POINTER), nn.Linear(shape.hidden, POINTER)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.01)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        places = torch.cumsum(torch.ones_like(ids[0]), 0) - 1 + self.shape.first_position
        x = self.words(ids) + self.positions(places)
        for number, table in enumerate(self.features):
            x = x + table(features[..., number])
        x = self.norm(x)
        closed = (1.0 - mask[:, None, :].to(x.dtype)) * -1e4
        bias = closed[:, None]
        if self.relative is not None:
            bias = (
                bias
                + self.relative(bucket(places[None, :] - places[:, None], self.shape.relative)).permute(2, 0, 1)[None]
            )
        if torch.is_autocast_enabled("cpu"):
            bias = bias.to(torch.get_autocast_dtype("cpu"))
        for layer in self.layers:
            x = layer(x, bias)
        x = self.dropout(x)
        pointers = self.piece(x) @ self.cue(x).transpose(1, 2) / math.sqrt(POINTER)
        return self.tag(x), pointers + closed


def bucket(distance: Tensor, buckets: int, furthest: int = 128) -> Tensor:
    """MPNet's buckets of relative positions: half for each direction, the nearer ones exact, the others on a log scale."""
    half = buckets // 2
    exact = half // 2
    size = distance.abs()
    far = exact + (torch.log(size.clamp(min=1).float() / exact) / math.log(furthest / exact) * (half - exact)).long()
    return (distance > 0).long() * half + torch.where(size < exact, size, far.clamp(max=half - 1))


def load_encoder(folder: Path) -> Network:
    """A network whose encoder has the weights of `folder` (config.json, model.safetensors, vocab.txt), with fresh heads.

    The word table is reordered to the uncased BERT vocabulary's ids when the model has its own order, as MPNet has.
    """
    shape = Shape.read(folder)
    network = Network(shape)
    weights = load_file(folder / "model.safetensors")
    state = network.state_dict()
    for theirs, ours in NAMES.items():
        for name, tensor in weights.items():
            if name == theirs:
                state[ours] = tensor
    for number in range(shape.layers):
        for theirs, ours in LAYER_NAMES.items():
            for part in ("weight", "bias"):
                tensor = weights.get(f"encoder.layer.{number}.{theirs}.{part}")
                if tensor is not None:
                    state[f"layers.{number}.{ours}.{part}"] = tensor
    if "embeddings.token_type_embeddings.weight" in weights:
        state["words.weight"] = state["words.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    network.load_state_dict(state)
    return network


NAMES = {
    "embeddings.word_embeddings.weight": "words.weight",
    "embeddings.position_embeddings.weight": "positions.weight",
    "embeddings.LayerNorm.weight": "norm.weight",
    "embeddings.LayerNorm.bias": "norm.bias",
    "encoder.relative_attention_bias.weight": "relative.weight",
}
LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "attention_norm",
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "out",
    "attention.LayerNorm": "attention_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "output_norm",
}


def reorder_words(network: Network, folder: Path, vocabulary: dict[str, int]) -> None:
    """Puts the word table of a model with its own vocabulary order into the order of `vocabulary`, so both read the same ids."""
    theirs = {
        word: number for number, word in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    }
    special = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "[UNK]", "[MASK]": "<mask>"}
    order = torch.tensor(
        [
            theirs.get(special.get(word, word), theirs["[UNK]"])
            for word, _ in sorted(vocabulary.items(), key=lambda item: item[1])
        ]
    )
    network.words = nn.Embedding.from_pretrained(network.words.weight.detach()[order])
