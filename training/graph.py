"""The student as an ONNX graph of few, large operations with 8-bit weights: one window in, tag and pointer scores out.

Written out rather than exported from torch and fused afterwards, because nearly each operation of the exporter's graph costs
a pass over memory, and a window, which is never padded, needs no mask: this takes about a fifth less time. Activations are
quantised with one step for a whole matrix, so a few channels of large values would cost all others their precision; as in
SmoothQuant (Xiao et al. 2023) these are divided before and their weights multiplied, which halves what quantisation changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from training.network import Network

Floats = NDArray[np.float32]
LARGE = 64  # the channels with the largest values, which are brought down to the least of them
CONTRIBUTED = "com.microsoft"  # the domain of onnxruntime's own operations
OPSET = 17


class Graph:
    """The nodes and constants so far; each operation is named by its first output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", output: str | None = None, **attributes: object) -> str:
        return self._append(kind, inputs, [output or f"{kind}-{len(self.nodes)}"], domain, attributes)[0]

    def split(self, values: str, sizes: Sequence[int]) -> list[str]:
        """`values` cut along its last axis."""
        number = len(self.nodes)
        lengths = self.constant(f"sizes-{number}", np.array(sizes, np.int64))
        return self._append(
            "Split", [values, lengths], [f"Split-{number}-{part}" for part in range(len(sizes))], "", {"axis": -1}
        )

    def _append(
        self, kind: str, inputs: Iterable[str], outputs: list[str], domain: str, attributes: dict[str, object]
    ) -> list[str]:
        node = helper.make_node(kind, list(inputs), outputs, name=outputs[0], domain=domain, **attributes)
        self.nodes.append(node)
        return outputs


def build_graph(network: Network, windows: Iterable[tuple[Tensor, Tensor, Tensor]]) -> onnx.ModelProto:
    """ids (1, n), features (1, n, 3) -> tags (1, n, 7), pointers (1, n, n).

    `windows` are ids, features and mask of some text, by which the channels with large values are found.
    """
    if network.relative is not None:
        raise ValueError("a network with relative positions has no graph here")
    shape, peaks = network.shape, find_peaks(network, windows)
    graph = Graph()
    x = _embed(graph, network)
    for number, layer in enumerate(network.layers):
        name = f"layers.{number}"
        linears = (layer.query, layer.key, layer.value)
        parts = graph.split(_multiply(graph, x, f"{name}.attention", linears, peaks[layer.query]), [shape.hidden] * 3)
        attended = graph.add("MultiHeadAttention", *parts, domain=CONTRIBUTED, num_heads=shape.heads)
        attended = _multiply(graph, attended, f"{name}.out", [layer.out])
        x = _normalise(graph, [x, attended], f"{name}.attention_norm", layer.attention_norm)
        wide = _multiply(graph, x, f"{name}.up", [layer.up], peaks[layer.up])
        wide = graph.add("Gelu", wide, domain=CONTRIBUTED)
        narrow = _multiply(graph, wide, f"{name}.down", [layer.down], peaks[layer.down])
        x = _normalise(graph, [x, narrow], f"{name}.output_norm", layer.output_norm)
    heads = (network.tag, network.piece, network.cue)
    tags, piece, cue = graph.split(_multiply(graph, x, "heads", heads), [head.out_features for head in heads])
    graph.add("Identity", tags, output="tags")
    scale = 1 / math.sqrt(network.piece.out_features)
    graph.add("FusedMatMul", piece, cue, domain=CONTRIBUTED, transB=1, alpha=scale, output="pointers")
    return _model(graph, network.tag.out_features)


def find_peaks(network: Network, windows: Iterable[tuple[Tensor, Tensor, Tensor]]) -> dict[nn.Module, Floats]:
    """For each linear step of the layers the largest absolute value of each channel that goes into it, over `windows`."""
    peaks: dict[nn.Module, Floats] = {}

    def watch(module: nn.Module, inputs: tuple[Tensor, ...], _: Tensor) -> None:
        highest = inputs[0].detach().abs().amax((0, 1)).numpy()
        peaks[module] = np.maximum(peaks.get(module, highest), highest)

    steps = [step for step in network.layers.modules() if isinstance(step, nn.Linear)]
    hooks = [step.register_forward_hook(watch) for step in steps]
    try:
        with torch.inference_mode():
            for ids, features, mask in windows:
                network(ids, features, mask)
    finally:
        for hook in hooks:
            hook.remove()
    return peaks


def _embed(graph: Graph, network: Network) -> str:
    """The embedded pieces: words with a step for each, positions, and one table for all combinations of the features."""
    quantised, steps = quantise(_values(network.words.weight).T)
    words = graph.add("Gather", graph.constant("words.quantised", quantised.T), "ids")
    words = graph.add("Cast", words, to=TensorProto.FLOAT)
    words = graph.add("Mul", words, graph.add("Gather", graph.constant("words.steps", steps[:, None]), "ids"))
    length = graph.add("Shape", "ids", start=1, end=2)
    table = _values(network.positions.weight)[network.shape.first_position :]
    start = graph.constant("start", np.zeros(1, np.int64))
    positions = graph.add("Slice", graph.constant("positions", table), start, length)
    combined = np.zeros((1, network.shape.hidden), np.float32)
    strides: list[int] = []
    for embedding in network.features:
        values = _values(embedding.weight)
        strides = [*(stride * len(values) for stride in strides), 1]
        combined = (combined[:, None] + values[None]).reshape(-1, combined.shape[1])
    code = graph.add("Mul", "features", graph.constant("strides", np.array(strides, np.int64)))
    code = graph.add("ReduceSum", code, graph.constant("last", np.array([-1], np.int64)), keepdims=0)
    features = graph.add("Gather", graph.constant("features.combined", combined), code)
    return _normalise(graph, [words, features, positions], "norm", network.norm)


def _normalise(graph: Graph, parts: Sequence[str], name: str, norm: nn.LayerNorm) -> str:
    """The layer norm of a sum."""
    # Sum and not Add: onnxruntime would make one SkipLayerNormalization of both, which takes many times as long as they do
    scale, shift = (graph.constant(f"{name}.{part}", _values(getattr(norm, part))) for part in ("weight", "bias"))
    return graph.add("LayerNormalization", graph.add("Sum", *parts), scale, shift, axis=-1, epsilon=norm.eps)


def _multiply(graph: Graph, values: str, name: str, linears: Iterable[nn.Linear], peaks: Floats | None = None) -> str:
    """Linear steps that take the same values, as one; what they give stands side by side."""
    steps = list(linears)
    weight = np.concatenate([_values(step.weight) for step in steps]).T
    if peaks is not None:
        factors = np.maximum(1, peaks / max(float(np.sort(peaks)[-LARGE]), 1e-6)).astype(np.float32)
        values = graph.add("Mul", values, graph.constant(f"{name}.factors", 1 / factors))
        weight = weight * factors[:, None]
    quantised, scales = quantise(weight)
    parts = {
        "quantised": quantised,
        "steps": scales,
        "zeros": np.zeros(len(scales), np.int8),
        "bias": np.concatenate([_values(step.bias) for step in steps]),
    }
    constants = [graph.constant(f"{name}.{part}", array) for part, array in parts.items()]
    return graph.add("DynamicQuantizeMatMul", values, *constants, domain=CONTRIBUTED)


def quantise(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """(n, m) -> 8-bit values (n, m) and the step of each column (m,), symmetric round zero."""
    steps = np.maximum(np.abs(weight).max(0), 1e-8) / np.float32(127)
    return np.rint(weight / steps).clip(-127, 127).astype(np.int8), steps.astype(np.float32)


def _values(parameter: Tensor) -> Floats:
    values: Floats = parameter.detach().float().numpy()
    return values


def _model(graph: Graph, tags: int) -> onnx.ModelProto:
    describe, whole, real = helper.make_tensor_value_info, TensorProto.INT64, TensorProto.FLOAT
    body = helper.make_graph(
        graph.nodes,
        "tagger",
        [describe("ids", whole, [1, "length"]), describe("features", whole, [1, "length", 3])],
        [describe("tags", real, [1, "length", tags]), describe("pointers", real, [1, "length", "length"])],
        list(graph.constants.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=8, producer_name="sayso")
