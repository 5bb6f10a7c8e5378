"""Text to a spaCy `Doc`. The pipeline is loaded here, once, and only when the first text comes."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from generator.errors import ConfigError


@cache
def load_pipeline(name: str) -> Language:
    """The installed spaCy pipeline `name`. Raises ConfigError where there is none."""
    try:
        return spacy.load(name)
    except OSError as error:
        raise ConfigError(
            f"the spaCy pipeline “{name}” is not installed", hint=f"Install it, or set another: pip install {name}"
        ) from error


def parse_text(text: str, pipeline: str) -> Doc:
    """The parse of `text`; token offsets are those of `text`."""
    return load_pipeline(pipeline)(text)
