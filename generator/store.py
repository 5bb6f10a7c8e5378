"""The analyses of earlier builds, in SQLite: a cache, safe to delete."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import msgspec

from generator.model import Article, ArticleAnalysis


class Store:
    """`ArticleAnalysis` by article text and analysis key."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE TABLE IF NOT EXISTS analysis (key TEXT PRIMARY KEY, json BLOB NOT NULL)")

    def read_analysis(self, article: Article, analysis_key: str) -> ArticleAnalysis | None:
        """The stored analysis, or None."""
        row = self._database.execute(
            "SELECT json FROM analysis WHERE key = ?", (_key(article, analysis_key),)
        ).fetchone()
        return msgspec.json.decode(row[0], type=ArticleAnalysis) if row else None

    def write_analysis(self, article: Article, analysis_key: str, analysis: ArticleAnalysis) -> None:
        """Store `analysis`, at once."""
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO analysis VALUES (?, ?)",
                (_key(article, analysis_key), msgspec.json.encode(analysis)),
            )


def _key(article: Article, analysis_key: str) -> str:
    return hashlib.sha256(f"{analysis_key}\0{article.text}".encode()).hexdigest()
