"""The learned half of the attribution engine: a small network tags source, cue and content, and points each at its cue.

    text -> encoding -> (network) -> decoding -> attributions with confidence

`encoding` cuts word pieces and windows, `engine` runs the model, `decoding` makes attributions of its scores. training/ holds the
recipe of the model.
"""

from generator.analysis.tagger.engine import Tagger, default_tagger, load_tagger

__all__ = ["Tagger", "default_tagger", "load_tagger"]
