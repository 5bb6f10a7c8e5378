"""The whole recipe as one command: train, export, calibrate.

    python -m training CORPUS --out runs/tagger --model generator/analysis/tagger/model --version 2026.11

CORPUS is a JSON-lines file or a folder of PolNeAR's brat files. Stopped, it goes on from the last checkpoint in `--out`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from generator.analysis.tagger.engine import Card
from training.calibrate import calibrate
from training.corpus import read_corpus
from training.export import export
from training.train import HELD_OUT, Settings, load_network, load_tokenizer, minilm_folder, train


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the log")
    parser.add_argument("--model", type=Path, required=True, help="folder that the model is written to")
    parser.add_argument("--version", required=True, help="as the pages will name it")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    held_out = set(HELD_OUT.read_text(encoding="utf-8").split())
    documents = read_corpus(arguments.corpus)
    settings = Settings()
    torch.manual_seed(settings.seed)
    network = load_network(minilm_folder())
    kept = [document for document in documents if document.id not in held_out]
    network = train(kept, network, load_tokenizer(minilm_folder()), settings, arguments.out)
    export(network, arguments.model, Card(version=arguments.version))
    calibrate([document for document in documents if document.id in held_out], arguments.model)


if __name__ == "__main__":
    main()
