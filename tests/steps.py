"""How much work a function does, counted rather than timed: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def count_steps(function: Callable[[], object]) -> int:
    """The lines of Python that run; what a library does inside one call counts as the line that calls it."""
    steps = 0

    def trace(frame: FrameType, event: str, value: object) -> Callable[..., object]:
        nonlocal steps
        steps += 1
        return trace

    earlier = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(earlier)
    return steps
