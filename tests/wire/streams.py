"""Streams for the tests, put together from what the reference says of the format."""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ["HEADER", "closing", "completion", "course", "line", "sealed"]

HEADER = b'{"format":"sro-core/registry-stream","version":1}\n'


def line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def course(identifier: str, **more: Any) -> bytes:
    return line({"courses": {"id": identifier, "title": "T", "provider": "P", **more}})


def completion(identifier: str, **more: Any) -> bytes:
    record = {
        "id": identifier,
        "officer_id": "o1",
        "course_id": "c1",
        "completed_on": "2024-08-16",
        "outcome": "completed",
    }
    return line({"completions": record | more})


def closing(before: bytes, **counts: int) -> bytes:
    """The closing line of what stands before it."""
    return line({"end": {"counts": counts, "sha256": hashlib.sha256(before).hexdigest()}})


def sealed(*lines: bytes, header: bytes = HEADER, **counts: int) -> bytes:
    """A stream of such lines, with a closing line that fits them."""
    before = header + b"".join(lines)
    return before + closing(before, **counts)
