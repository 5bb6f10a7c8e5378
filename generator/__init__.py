"""Sayso: on whose say-so does each sentence of a news article stand?"""

__version__ = "0.1.0"
