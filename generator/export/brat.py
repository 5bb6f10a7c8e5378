"""brat standoff: the text, and beside it one line a span, relation and attribute (brat's manual, "Standoff format").

Offsets are half-open and in code points, as brat counts them, and `article.txt` is the analysed text itself, so they are those of
every other format. brat wants no span across a line break: there a span is cut into fragments, as a discontinuous one is.
"""

from __future__ import annotations

import re

from generator.model import Article, ArticleAnalysis, Attribution, TextSpan

CODES = ("kind", "cue_class", "stance", "anchoring")


def render_brat(article: Article, analysis: ArticleAnalysis) -> tuple[bytes, bytes]:
    """`article.txt` and `article.ann`."""
    lines: list[str] = []
    numbers: dict[tuple[str, tuple[TextSpan, ...]], int] = {}
    relations = attributes = 0
    for attribution in analysis.attributions:
        content = _text_bound("Content", attribution.content, article.text, lines, numbers)
        for type_, spans in (("Source", attribution.source), ("Cue", attribution.cue)):
            if spans:
                other = _text_bound(type_, spans, article.text, lines, numbers)
                relations += 1
                lines.append(f"R{relations}\t{type_}-of Arg1:T{other} Arg2:T{content}")
        lines += _attributes(attribution, content, attributes)
        attributes += len(CODES)
    return article.text.encode(), "".join(f"{line}\n" for line in lines).encode()


def render_brat_configuration() -> bytes:
    """`annotation.conf`, which a brat server wants in the folder: the types and values that the files use."""
    import generator.model as model

    values = {
        "kind": model.AttributionKind,
        "cue_class": model.CueClass,
        "stance": model.CueStance,
        "anchoring": model.Anchoring,
    }
    attributes = "".join(f"{code}\tArg:Content, Value:{'|'.join(values[code])}\n" for code in CODES)
    return (
        "[entities]\nSource\nCue\nContent\n\n[relations]\nSource-of\tArg1:Source, Arg2:Content\n"
        f"Cue-of\tArg1:Cue, Arg2:Content\n\n[events]\n\n[attributes]\n{attributes}"
    ).encode()


def _text_bound(
    type_: str,
    spans: tuple[TextSpan, ...],
    text: str,
    lines: list[str],
    numbers: dict[tuple[str, tuple[TextSpan, ...]], int],
) -> int:
    """The number of the text-bound annotation for `spans`, whose line is added where it is new: one source may serve many."""
    if (type_, spans) not in numbers:
        numbers[type_, spans] = len(numbers) + 1
        fragments = [fragment for span in spans for fragment in _within_lines(span, text)]
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(text[start:end] for start, end in fragments)
        lines.append(f"T{len(numbers)}\t{type_} {offsets}\t{words}")
    return numbers[type_, spans]


def _within_lines(span: TextSpan, text: str) -> list[tuple[int, int]]:
    """`span` cut at line breaks. The other characters that end a line in some programs stay: brat splits at \\n only."""
    return [match.span() for match in re.compile(r"[^\n]+").finditer(text, span.start_char, span.end_char)]


def _attributes(attribution: Attribution, content: int, before: int) -> list[str]:
    return [
        f"A{number}\t{code} T{content} {getattr(attribution, code)}"
        for number, code in enumerate(CODES, start=before + 1)
    ]
