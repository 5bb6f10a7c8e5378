"""Sayso: on whose say-so does each sentence of a news article stand?"""

import os

# One thread a process, before numpy is loaded: several processes share the cores, and small matrices gain nothing by more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
