"""The whole recipe as one command: train the teacher, let it teach the tagger, export, calibrate.

    python -m training CORPUS --out runs/tagger --model generator/analysis/tagger/model --version 2026.11.2

CORPUS is a JSON-lines file or a folder of PolNeAR's brat files. Stopped, it goes on from the last checkpoint in `--out`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from generator.analysis.tagger.engine import Card
from training.calibrate import calibrate
from training.corpus import Document, read_corpus
from training.export import export
from training.network import Network
from training.passages import read_passages
from training.train import (
    HELD_OUT,
    PASSAGES,
    Settings,
    load_network,
    load_teacher,
    load_tokenizer,
    minilm_folder,
    mpnet_folder,
    train,
)

TEACHER = Settings(epochs=2, descents=1, last_share=1.0, encoder_rate=6e-5, warmup=80)
TEACHER_STEPS = (
    700  # of the 1,016 of two epochs: what comes after is little, and the whole recipe has to end within 100 minutes
)
TAUGHT = Settings(epochs=7, descents=1, middle=0.675, last_share=0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the log")
    parser.add_argument("--model", type=Path, required=True, help="folder that the model is written to")
    parser.add_argument("--version", required=True, help="as the pages will name it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-teacher", action="store_true", help="train the tagger alone, in a third of the time")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    held_out = set(HELD_OUT.read_text(encoding="utf-8").split())
    documents = read_corpus(arguments.corpus)
    kept = [document for document in documents if document.id not in held_out]
    kept += [*read_passages(PASSAGES)] * Settings.passages
    teacher = None if arguments.no_teacher else train_teacher(kept, arguments.out / "teacher")
    settings = Settings() if teacher is None else TAUGHT
    torch.manual_seed(settings.seed)
    network = load_network(minilm_folder())
    network = train(kept, network, load_tokenizer(minilm_folder()), settings, arguments.out / "tagger", teacher=teacher)
    export(network, arguments.model, Card(version=arguments.version))
    calibrate([document for document in documents if document.id in held_out], arguments.model)


def train_teacher(documents: list[Document], out: Path) -> Network:
    """The larger network, taught by the coding alone; read back where it has been trained before."""
    folder = mpnet_folder(out)
    if not (out / "weights.pt").exists():
        torch.manual_seed(TEACHER.seed)
        train(documents, load_network(folder), load_tokenizer(minilm_folder()), TEACHER, out, steps=TEACHER_STEPS)
    return load_teacher(folder, out / "weights.pt")


if __name__ == "__main__":
    main()
