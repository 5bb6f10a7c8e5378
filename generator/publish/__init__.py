"""Putting output/ where people read it: one module a target, all of them under the same four promises.

Nothing is sent when nothing changed; a place that we didn't publish is refused; pages that are no longer there go last,
once everything else is verified; and a run that was cut is repaired by the next one.
"""
