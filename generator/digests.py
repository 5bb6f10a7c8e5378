"""What values come to, in sixteen bytes: by this is told whether something was made of the same before."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from generator.model import Article, ArticleAnalysis


def digest(*inputs: Any) -> bytes:
    """The BLAKE2b digest of `inputs`: structs, text, numbers, bytes, or collections of them."""
    return digest_bytes(msgspec.msgpack.encode(inputs, enc_hook=str))


def digest_bytes(data: bytes) -> bytes:
    """The BLAKE2b digest of `data`."""
    return hashlib.blake2b(data, digest_size=16).digest()


class ArticleDigests:
    """The digest of each article with its analysis, made once a build."""

    def __init__(self) -> None:
        self._digests: dict[str, bytes] = {}

    def find(self, article: Article, analysis: ArticleAnalysis) -> bytes:
        """The digest of `article` and `analysis`; within a build, an article's slug stands for both."""
        found = self._digests.get(article.slug)
        if found is None:
            found = self._digests[article.slug] = digest(article, analysis)
        return found
