"""How accurate the analysis is, as measured: what `sayso evaluate --format json` printed, kept in site_templates/accuracy.json.

The method page shows these figures and no others; where there is no file, it says that nothing was measured.
"""

from __future__ import annotations

from generator.render.contexts import Accuracy


def read_accuracy() -> tuple[Accuracy, ...]:
    """The measurements, one a corpus."""
    return ()
