"""What values come to, in sixteen bytes: by this is told whether something was made of the same before."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

KEY_LENGTH = 16
"""Bytes of a digest."""


def digest(*inputs: Any) -> bytes:
    """The BLAKE2b digest of `inputs`: structs, text, numbers, bytes, or collections of them."""
    return digest_bytes(msgspec.msgpack.encode(inputs, enc_hook=str))


def digest_bytes(data: bytes) -> bytes:
    """The BLAKE2b digest of `data`."""
    return hashlib.blake2b(data, digest_size=KEY_LENGTH).digest()
