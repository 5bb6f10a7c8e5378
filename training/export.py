"""Writes trained weights as the model that ships: ONNX with 8-bit weights, the tokenizer, and the card that the engine reads.

python -m training.export runs/student/weights.pt generator/analysis/tagger/model
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import onnx
import torch
from torch import Tensor

from generator.analysis.tagger.encoding import cut_windows, encode, stack_windows
from generator.analysis.tagger.engine import Card
from training.graph import build_graph
from training.network import Network, Shape
from training.passages import read_passages
from training.train import PASSAGES, load_tokenizer, minilm_folder


def export(network: Network, folder: Path, card: Card) -> None:
    """Writes tagger.onnx, tokenizer.json and card.json to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    onnx.save(build_graph(network, _own_windows()), folder / "tagger.onnx")
    shutil.copyfile(minilm_folder() / "tokenizer.json", folder / "tokenizer.json")
    (folder / "card.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")


def _own_windows() -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """The windows of our own passages, as the network takes them."""
    tokenizer = load_tokenizer(minilm_folder())
    for document in read_passages(PASSAGES):
        encoding = encode(document.text, tokenizer)
        for window in cut_windows(encoding.sentence_starts, len(encoding.ids)):
            ids, features, mask = (torch.from_numpy(values) for values in stack_windows(encoding, [window]))
            yield ids, features, mask


def load_weights(path: Path) -> Network:
    """The trained student."""
    network = Network(Shape.read(minilm_folder()))
    network.load_state_dict(torch.load(path, weights_only=True))
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="0")
    arguments = parser.parse_args()
    export(load_weights(arguments.weights), arguments.folder, Card(version=arguments.version))


if __name__ == "__main__":
    main()
