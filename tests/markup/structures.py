"""Generated Markdown: every construct, nested in every other, so that properties are tried on more than random text."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_WORDS = (
    *("wall", "said", "Ada", "“It", "stands,”", "‘so’", "it’s", "''she''", '"no"', "4,000", "naïve", "E\u0301va"),
    *(
        "😀",
        "👩‍🚒",
        "הקיר",
        "السد",
        "大坝",
        "\u2028",
        "\xa0",
        "_",
        "*",
        "**",
        "[",
        "]",
        "](",
        "![",
        "<b>",
        "</i",
        "<!--",
    ),
    *(
        "`",
        "``",
        "~~",
        "~",
        "|",
        "\\",
        "&",
        "&amp;",
        "&#8238;",
        "&nbsp;",
        "&bogus;",
        "#",
        ">",
        "-",
        "1.",
        "+",
        ":",
        "=",
        "^[",
    ),
    *(
        "\x07",
        "\u202e",
        "\ufffe",
        "\t",
        "\x0c",
        "[^n1]",
        "[r1]",
        "[r1][r1]",
        "www.x.example",
        "---",
        "$x$",
        "{x}",
        "\\*",
        "\\[",
    ),
)

words = st.one_of(
    st.sampled_from(_WORDS),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=6),
)
_addresses = st.sampled_from(
    [
        "https://x.example/a?b=c&d",
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        "//x.example",
        "mailto:a@x.example",
        "dam.md",
        "#below",
        "<a b>",
        "picture.png",
        "missing.jpg",
        "https://x.example/i.png",
        "a.svg",
        "",
    ]
)
_titles = st.sampled_from(["", ' "t"', " 't<\"'", ' "&quot;\n"'])


def _wrap(inside: SearchStrategy[str]) -> SearchStrategy[str]:
    marks = st.sampled_from(["*", "**", "_", "__", "~~", "***", "`", "``"])
    return st.one_of(
        st.builds(lambda mark, words: f"{mark}{words}{mark}", marks, inside),
        st.builds(lambda words, to, title: f"[{words}]({to}{title})", inside, _addresses, _titles),
        st.builds(lambda words, to, title: f"![{words}]({to}{title})", inside, _addresses, _titles),
        st.builds(lambda words: f"^[{words}]", inside),
        st.builds(lambda words: f"<b class='x'>{words}</b>", inside),
        st.builds("".join, st.lists(inside, min_size=2, max_size=4)),
        st.builds(" ".join, st.lists(inside, min_size=2, max_size=4)),
        st.builds(lambda a, b, gap: a + gap + b, inside, inside, st.sampled_from(["\n", "  \n", "\\\n", "\n    "])),
    )


inline = st.recursive(
    st.one_of(
        words, st.sampled_from(["[^n1]", "[^n2]", "[r1]", "[a][r2]", "<https://x.example/>", "<javascript:x>", "\\*"])
    ),
    _wrap,
    max_leaves=12,
)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _indent(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else line for line in lines[1:])])


_row = st.lists(inline.map(_one_line), min_size=1, max_size=3).map(lambda cells: f"| {' | '.join(cells)} |")
_tables = st.builds(
    lambda head, columns, rows: "\n".join([head, f"|{columns}", *rows]),
    _row,
    st.sampled_from(["---|", "---|---|", ":-:|--:|---|"]),
    st.lists(_row, max_size=3),
)
_leaves = st.one_of(
    inline,
    inline,
    st.builds(lambda level, text: f"{'#' * level} {_one_line(text)}", st.integers(1, 6), inline),
    st.builds(lambda text, line: f"{text}\n{line}", inline, st.sampled_from(["===", "---"])),
    st.builds(lambda text: _indent(text, "    ", "    "), inline),
    st.builds(lambda text, fence: f"{fence} x\n{text}\n{fence}", inline, st.sampled_from(["```", "~~~"])),
    _tables,
    st.sampled_from(
        ["***", "---", "<div>\nx\n</div>", "[r1]: https://x.example", "[r2]: javascript:x 't'", "[Ada]: said"]
    ),
    st.builds(lambda name, text: f"[^{name}]: {text}", st.sampled_from(["n1", "n2", "n3"]), inline),
)


def _contain(blocks: SearchStrategy[str]) -> SearchStrategy[str]:
    several = st.builds("\n\n".join, st.lists(blocks, min_size=1, max_size=3))
    return st.one_of(
        st.builds(lambda text: _indent(text, "> ", "> "), several),
        st.builds(lambda text: _indent(text, "> ", ""), several),
        st.builds(lambda text, bullet: _indent(text, f"{bullet} ", "  "), several, st.sampled_from("-*+")),
        st.builds(lambda text: _indent(text, "7. ", "   "), several),
        st.builds(lambda text: _indent(text, "[^n1]: ", "    "), several),
        st.builds("\n".join, st.lists(blocks, min_size=2, max_size=3)),
        several,
    )


documents = st.builds("\n\n".join, st.lists(st.recursive(_leaves, _contain, max_leaves=8), min_size=1, max_size=6))
"""Whole articles; what is in them may still be refused, but only for the reasons that the reader knows."""
