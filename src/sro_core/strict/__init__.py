"""The one strict converter: plain values to records and back, and canonical bytes.

It is the only place that knows cattrs. Nothing is coerced and nothing is
dropped; whatever is wrong is reported together, each problem with the RFC 6901
pointer of its place.
"""

from sro_core.strict.canonical import canonical_bytes
from sro_core.strict.reading import build_registry, read_registry, structure
from sro_core.strict.writing import plain, registry_document, registry_sha256, unstructure

__all__ = [
    "build_registry",
    "canonical_bytes",
    "plain",
    "read_registry",
    "registry_document",
    "registry_sha256",
    "structure",
    "unstructure",
]
