"""Writes trained weights as the model that ships: ONNX with 8-bit weights, the tokenizer, and the card that the engine reads.

python -m training.export runs/student/weights.pt generator/analysis/tagger/model
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import msgspec
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from generator.analysis.tagger.engine import Card
from training.network import Network, Shape
from training.train import minilm_folder


def export(network: Network, folder: Path, card: Card) -> None:
    """Writes tagger.onnx, tokenizer.json and card.json to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.randint(1000, 20000, (2, 40))
    features = torch.ones(2, 40, 3, dtype=torch.long)
    mask = torch.ones(2, 40, dtype=torch.long)
    mask[1, 30:] = 0
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "features", "mask", "tags", "pointers")}
    axes["pointers"][2] = "length"
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network,
            (ids, features, mask),
            str(whole),
            input_names=["ids", "features", "mask"],
            output_names=["tags", "pointers"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / "tagger.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(minilm_folder() / "tokenizer.json", folder / "tokenizer.json")
    (folder / "card.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")


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
