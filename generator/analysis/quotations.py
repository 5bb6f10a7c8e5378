"""What stands in quotation marks, and what for."""

from __future__ import annotations

import re

from generator.model import Quotation, QuotationKind, TextSpan


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of `text` in order."""
    return tuple(
        Quotation(span=TextSpan(*match.span()), kind=QuotationKind.SPEECH, closed=True)
        for match in re.finditer(r"“[^”\n]+”", text)
    )
