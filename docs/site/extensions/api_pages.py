"""How the Python API is shown: attributes with types and defaults, and links by short names.

A record is made by naming its attributes, so the attributes are its signature, and another one
above them would say the same without saying what they mean.
"""

from __future__ import annotations

import enum
import functools
import inspect
import re
import sys
from types import ModuleType
from typing import Any, Final

import attrs
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

__all__ = ["setup"]

_ATTRIBUTE: Final = re.compile(r"\.\. attribute:: (?P<name>\w+)")
_NAME: Final = re.compile(r"[^\W\d][\w.]*")


def _is_named_tuple(kind: Any) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


def _is_protocol(kind: Any) -> bool:
    return bool(getattr(kind, "_is_protocol", False))


def _without_signature(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, signature: Any, returns: Any
) -> tuple[str, str] | None:
    """Classes whose attributes say how they are made, and those that are never made."""
    said = what == "class" and (
        attrs.has(thing)
        or issubclass(thing, enum.Enum)
        or _is_named_tuple(thing)
        or _is_protocol(thing)
    )
    return ("", "") if said and signature else None


def _skip(app: Sphinx, what: str, name: str, thing: Any, skip: bool, options: Any) -> bool | None:
    """Show the members of an enumeration; fields of a named tuple stand among its attributes."""
    if isinstance(thing, enum.Enum):
        return False
    return True if type(thing).__name__ == "_tuplegetter" else None


def _with_types(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Runs after Napoleon, which has made a directive of each attribute that is described."""
    if what != "class" or not (attrs.has(thing) or _is_named_tuple(thing)):
        return
    fields = _fields(thing)
    for place in reversed(range(len(lines))):
        match = _ATTRIBUTE.fullmatch(lines[place])
        if match and match["name"] in fields:
            lines[place + 1 : place + 1] = fields.pop(match["name"])
    for field, said in fields.items():
        lines += [f".. attribute:: {field}", *said, ""]


def _fields(kind: Any) -> dict[str, list[str]]:
    """The fields of a class: their types as they are written, and what they are by default."""
    written: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        module = sys.modules[base.__module__]
        for name, annotation in inspect.get_annotations(base).items():
            written[name] = _NAME.sub(functools.partial(_full_name, module), str(annotation))
    if not attrs.has(kind):
        return {name: [f"   :type: {written[name]}"] for name in kind._fields}
    found: dict[str, list[str]] = {}
    for field in attrs.fields(kind):
        found[field.name] = [f"   :type: {written[field.name]}"]
        if field.default is not attrs.NOTHING:
            found[field.name].append(f"   :value: {_default(field.default)}")
    return found


def _full_name(module: ModuleType, match: re.Match[str]) -> str:
    """What a module calls a class, by its full name; what is no class, by the last part of it."""
    try:
        thing = functools.reduce(getattr, match[0].split("."), module)
    except AttributeError:
        return match[0]
    if isinstance(thing, type):
        return f"{thing.__module__}.{thing.__qualname__}"
    return match[0].rpartition(".")[2]


def _default(default: Any) -> str:
    """What stands in an attribute that is not given, as Python writes it."""
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
    app.connect("autodoc-process-docstring", _with_types, priority=600)
    app.connect("missing-reference", _by_short_name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
