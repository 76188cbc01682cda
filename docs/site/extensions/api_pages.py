"""How the Python API is shown: attributes with types and defaults, and links by short names.

A record is made by naming its attributes, so the attributes are its signature, and another one
above them would say the same without saying what they mean.
"""

from __future__ import annotations

import enum
import re
from typing import Any, Final

import attrs
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

__all__ = ["setup"]

_ATTRIBUTE: Final = re.compile(r"\.\. attribute:: (?P<name>\w+)")


def _is_named_tuple(kind: Any) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _without_signature(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, signature: Any, returns: Any
) -> tuple[str, str] | None:
    """Classes whose attributes say how they are made."""
    said = what == "class" and (
        attrs.has(thing) or issubclass(thing, enum.Enum) or _is_named_tuple(thing)
    )
    return ("", "") if said and signature else None


def _skip(app: Sphinx, what: str, name: str, thing: Any, skip: bool, options: Any) -> bool | None:
    """Show the members of an enumeration; fields of a named tuple stand among its attributes."""
    if isinstance(thing, enum.Enum):
        return False
    return True if type(thing).__name__ == "_tuplegetter" else None


def _with_defaults(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Runs after Napoleon, which has made a directive of each attribute."""
    if what != "class" or not attrs.has(thing):
        return
    fields = {field.name: field for field in attrs.fields(thing)}
    for place in reversed(range(len(lines))):
        match = _ATTRIBUTE.fullmatch(lines[place])
        if match and match["name"] in fields:
            default = _default(fields[match["name"]])
            if default is not None:
                lines.insert(place + 1, f"   :value: {default}")


def _default(field: Any) -> str | None:
    """What stands in an attribute that is not given, as Python writes it."""
    default = field.default
    if default is attrs.NOTHING:
        return None
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return f"{default.factory.__name__}()"
    return str(default) if isinstance(default, enum.Enum) else repr(default)


def _by_short_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Docstrings name classes and exceptions without their module; so does the front door."""
    name = node["reftarget"].rpartition(".")[2]
    if node.get("refdomain") != "py" or not name[:1].isupper():
        return None
    found = [
        (full, entry)
        for full, entry in env.domains.python_domain.objects.items()
        if full.rpartition(".")[2] == name
        and entry.objtype in ("class", "exception", "data")
        and not entry.aliased
    ]
    if len(found) != 1:
        return None
    ((full, entry),) = found
    return make_refnode(
        app.builder, node["refdoc"], entry.docname, entry.node_id, content, title=full
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Listen to autodoc and to what finds no target."""
    app.connect("autodoc-process-signature", _without_signature)
    app.connect("autodoc-skip-member", _skip)
    app.connect("autodoc-process-docstring", _with_defaults, priority=600)
    app.connect("missing-reference", _by_short_name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
