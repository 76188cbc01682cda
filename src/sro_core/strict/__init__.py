"""The one strict converter: plain values to records and back, and canonical bytes.

It is the only place that knows cattrs. Nothing is coerced and nothing is
dropped; whatever is wrong is reported together, each problem with the RFC 6901
pointer of its place.
"""

from sro_core.strict._containers import wire_name
from sro_core.strict._refusal import under, unknown_key, wrong_type
from sro_core.strict.canonical import canonical_bytes, canonical_text
from sro_core.strict.reading import structure, structure_lists
from sro_core.strict.straight_reading import Read, object_reader, straight_records
from sro_core.strict.straight_writing import straight_texts
from sro_core.strict.writing import plain, unstructure

__all__ = [
    "Read",
    "canonical_bytes",
    "canonical_text",
    "object_reader",
    "plain",
    "straight_records",
    "straight_texts",
    "structure",
    "structure_lists",
    "under",
    "unknown_key",
    "unstructure",
    "wire_name",
    "wrong_type",
]
