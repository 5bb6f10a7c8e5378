"""spaCy's components, run so that they give the same as by themselves, sooner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

Match = tuple[int, int, int, int]  # the rule, its key, and the first token and the end of what it matches

Need = tuple[str, str]  # an attribute, and a regular expression for its value

Code = tuple[int | None, ...]  # for each attribute of `READ` the value, or None where it is not told apart from others

READ = ("TAG", "LOWER", "DEP", "IS_SPACE")
"""What a token is asked for by the rules that are remembered; all others are left to spaCy's matcher."""


def compute_by_numpy(component: object) -> None:
    """Have `component` multiply matrices by numpy's BLAS, which is faster by half than the one that comes with thinc.

    Its model on a graphics card, or one with operations of its own, stays as it is.
    """
    model, operations = getattr(component, "model", None), NumpyOps(use_blis=False)
    for node in model.walk() if isinstance(model, Model) else ():
        if type(node.ops) is NumpyOps and getattr(node.ops, "use_blis", False):
            node.ops = operations


def find_states(parser: DependencyParser | EntityRecognizer, docs: Sequence[Doc]) -> list[Any]:
    """The final state of each Doc, as `parser.predict` finds it: the likeliest action at each step, all Docs in step.

    `predict` lets go of the interpreter's lock, and its compiled rules take it again for each of 74 actions at each token, which
    costs the entity recogniser half of its time. So the loop is here, where the lock is held throughout. A step is what the model
    does in one, without the layers round it, which take longer than what they do for the few Docs of an article.
    """
    states: list[Any] = parser.moves.init_batch(docs)
    unfinished = [state for state in states if not state.is_final()]
    if unfinished:
        model = parser.model.predict(docs)
        score = _read_step(model)
        while unfinished:
            unfinished = parser.transition_states(unfinished, score(unfinished))
        model.clear_memory()
    return states


def _read_step(model: Any) -> Callable[[Sequence[Any]], NDArray[numpy.float32]]:
    """What gives the scores of all actions (states, actions) for states that are not final, as `model.predict` does."""
    last = model.vec2scores
    if last is None or last.name != "linear" or not model._class_mask.all():
        predict: Callable[[Sequence[Any]], NDArray[numpy.float32]] = model.predict
        return predict
    find_tokens, read_states = model.get_token_ids, model.state2vec.predict
    weights, bias = last.get_param("W").T, last.get_param("b")

    def score(states: Sequence[Any]) -> NDArray[numpy.float32]:
        scores: NDArray[numpy.float32] = numpy.dot(read_states(find_tokens(states)), weights)
        scores += bias
        return scores

    return score


@cache
def read_rules(ruler: AttributeRuler) -> RememberedRules:
    """The rules of a loaded pipeline's `ruler`; what is remembered of them stays with it."""
    return RememberedRules(ruler)


class RememberedRules:
    """The rules of an AttributeRuler. What those for one token say depends on few of its attributes, and of these on few values.

    So it is found once for each combination of values that the rules tell apart, and looked up from then on. The other rules are
    only asked where a Doc has all that they need. spaCy's own matcher goes through all rules at each token.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._strings = ruler.vocab.strings
        self._single = Matcher(ruler.vocab)
        self._others: list[tuple[Matcher, frozenset[Need]]] = []
        told_apart: dict[str, set[int]] = {name: {0} for name in READ}
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            for pattern in patterns:
                values = _values(pattern[0]) if len(pattern) == 1 else None
                if values is None:
                    matcher = Matcher(ruler.vocab)
                    self._others.append((matcher, frozenset(_needs(pattern))))
                else:
                    matcher = self._single
                    for name, value in values:
                        told_apart[name].add(value if isinstance(value, int) else self._strings.add(value))
                matcher.add(str(number), [pattern])  # to those that it has by this name
        self._told_apart = [{value: value for value in told_apart[name]} for name in READ]
        self._needed = frozenset(need for _, needs in self._others for need in needs)
        self._known: dict[Code, tuple[tuple[int, int], ...]] = {}
        self._met: dict[tuple[str, int], frozenset[Need]] = {}
        self._unmet: dict[str, set[int]] = {name: set() for name in READ}  # values that meet no need

    def match(self, doc: Doc) -> list[Match]:
        """What `ruler.match` gives for `doc`, sorted as there: later rules go before earlier ones."""
        array = doc.to_array(list(READ)).reshape(len(doc), len(READ)).astype(numpy.uint64, copy=False)
        columns: list[list[int]] = array.T.tolist()
        # For each token which of the values that are told apart it has, of each attribute.
        codes = list(
            zip(*(map(told.get, column) for told, column in zip(self._told_apart, columns, strict=True)), strict=True)
        )
        for code in set(codes).difference(self._known):
            self._learn(doc, codes.index(code), code)
        found = [(rule, key, i, i + 1) for i, code in enumerate(codes) for rule, key in self._known[code]]
        met = self._meet(columns)
        for matcher, needs in self._others:
            if needs <= met:
                found += self._find(matcher, doc)
        return sorted(set(found))

    def _learn(self, doc: Doc, i: int, code: Code) -> None:
        """Ask for one token alone: most Docs have some that are new, and few of these."""
        found = self._find(self._single, doc[i : i + 1])
        self._known[code] = tuple((rule, key) for rule, key, _, _ in found)

    def _meet(self, columns: list[list[int]]) -> set[Need]:
        """The needs that some token meets."""
        met: set[Need] = set()
        for name, column in zip(READ, columns, strict=True):
            for value in set(column) - self._unmet[name]:
                if (name, value) not in self._met:
                    text = self._strings[value] if name != "IS_SPACE" else ""
                    needs = frozenset(need for need in self._needed if need[0] == name and re.search(need[1], text))
                    if not needs:
                        self._unmet[name].add(value)
                        continue
                    self._met[name, value] = needs
                met |= self._met[name, value]
        return met

    def _find(self, matcher: Matcher, doc: Doc | Span) -> Iterator[Match]:
        for key, start, end in matcher(doc, allow_missing=True):
            yield int(self._strings[key]), key, start, end


def _values(token: dict[str, Any]) -> list[tuple[str, str | int]] | None:
    """The attributes and values that a pattern's token names; None where it asks for more than those of `READ`."""
    found: list[tuple[str, str | int]] = []
    for name, wanted in token.items():
        if name not in READ:
            return None
        if isinstance(wanted, str | int):
            found.append((name, wanted))
        elif isinstance(wanted, dict) and wanted.keys() <= {"IN", "NOT_IN"}:
            found += ((name, value) for values in wanted.values() for value in values)
        else:
            return None
    return found


def _needs(pattern: Sequence[dict[str, Any]]) -> Iterator[Need]:
    """What some token must have for `pattern` to match, as far as it is easily said."""
    for token in pattern:
        for name, wanted in token.items():
            if name not in READ or "OP" in token:
                continue
            if isinstance(wanted, str):
                yield name, rf"\A{re.escape(wanted)}\Z"
            elif isinstance(wanted, dict) and "IN" in wanted:
                yield name, rf"\A(?:{'|'.join(map(re.escape, wanted['IN']))})\Z"
            elif isinstance(wanted, dict) and "REGEX" in wanted:
                yield name, wanted["REGEX"]
