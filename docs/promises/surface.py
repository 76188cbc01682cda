"""The public surface as text: every public name, with its signature, fields, types and defaults.

The text is Python without bodies, one section for each public module. Names of the package stand
with the module that makes them public, whatever file they live in, so that a file may move. Types
that public names take or give and that no module makes public follow in a part of their own: what
they offer is a promise as well, where they live is none; but those of a module with an underscore
are opaque. What attrs writes is read from the classes, all else from the sources.
"""

from __future__ import annotations

import enum
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import griffe

import sro_core

__all__ = ["DOORS", "surface"]

#: The public modules. What several of them name belongs to the first.
DOORS: Final = (
    "sro_core",
    "sro_core.models",
    "sro_core.findings",
    "sro_core.identifiers",
    "sro_core.progress",
    "sro_core.rules",
    "sro_core.rules.amendments",
    "sro_core.rules.conditions",
    "sro_core.rules.deadlines",
    "sro_core.rules.events",
    "sro_core.rules.evidence",
    "sro_core.rules.facts",
    "sro_core.rules.packs",
    "sro_core.rules.renewals",
    "sro_core.rules.telling",
    "sro_core.packs",
    "sro_core.wire.csv",
    "sro_core.wire.fast",
    "sro_core.wire.json",
    "sro_core.wire.ndjson",
    "sro_core.wire.problems",
    "sro_core.wire.schema",
    "sro_core.examples",
    "sro_core.testing",
)
#: How Python prints, pickles, hides and checks is no promise of a name.
_UNPROMISED: Final = frozenset(
    (
        "__attrs_post_init__",
        "__delattr__",
        "__getstate__",
        "__reduce__",
        "__repr__",
        "__setattr__",
        "__setstate__",
        "__slots__",
    )
)
_PACKAGE: Final = "sro_core"
_COMPOSITE: Final = "hypothesis.strategies.composite"
_STRATEGY: Final = "hypothesis.strategies.SearchStrategy"
_FINAL: Final = "typing.Final"


def surface() -> str:
    """The public surface of the package that is imported."""
    found = _Surface()
    sections = ("\n".join((f"# {door}", "", *found.section(door))) for door in DOORS)
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(sections)).strip() + "\n"


class _Surface:
    def __init__(self) -> None:
        root = Path(sro_core.__file__).parents[1]
        self._package = griffe.load(
            _PACKAGE, search_paths=[root], try_relative_path=False, resolve_aliases=True
        )
        #: The public path of an object, by the path where it is defined.
        self._public: dict[str, str] = {}
        for door in DOORS:
            for name in self._names(door):
                self._public.setdefault(self._object(f"{door}.{name}").path, f"{door}.{name}")
        #: Types without a public path, in the order in which they are met.
        self._reached: dict[str, griffe.Object] = {}
        self._written = 0

    def section(self, door: str) -> Iterator[str]:
        for name in self._names(door):
            yield from self._exported(door, name)
        if self._written < len(self._reached):
            yield from ("", "# and what these take and give")
        while self._written < len(self._reached):
            found = list(self._reached.values())[self._written]
            self._written += 1
            yield from self._member(found)

    def _names(self, door: str) -> list[str]:
        names: list[str] = importlib.import_module(door).__all__
        return sorted(names)

    def _object(self, path: str) -> griffe.Object:
        found = self._package[path.removeprefix(_PACKAGE).removeprefix(".")]
        return found.final_target if isinstance(found, griffe.Alias) else found

    def _exported(self, door: str, name: str) -> Iterator[str]:
        found = self._object(f"{door}.{name}")
        public = self._public[found.path]
        if public != f"{door}.{name}":
            module, _dot, original = public.rpartition(".")
            yield f"from {module} import {original} as {name}"
        else:
            yield from self._member(found)

    def _member(self, found: griffe.Object) -> Iterator[str]:
        if isinstance(found, griffe.Function):
            for function in found.overloads or [found]:
                for label in ("classmethod", "staticmethod"):
                    if label in found.labels:
                        yield f"@{label}"
                yield self._function(function)
        elif isinstance(found, griffe.Attribute):
            yield from self._attribute(found)
        elif isinstance(found, griffe.Class):
            yield from self._class(found)

    # functions --------------------------------------------------------------------------------

    def _function(self, function: griffe.Function) -> str:
        returns, parameters = self._said(function.returns), list(function.parameters)
        if any(made.callable_path == _COMPOSITE for made in function.decorators):
            # It is called without its first parameter, and gives a strategy.
            returns, parameters = f"{_STRATEGY}[{returns}]", parameters[1:]
        said = ", ".join(self._parameters(parameters))
        return f"def {function.name}({said}) -> {returns}: ..."

    def _parameters(self, parameters: list[griffe.Parameter]) -> Iterator[str]:
        kinds = griffe.ParameterKind
        before: griffe.ParameterKind | None = None
        for parameter in parameters:
            kind = parameter.kind
            if before is kinds.positional_only and kind is not before:
                yield "/"
            if kind is kinds.keyword_only and before not in (kind, kinds.var_positional):
                yield "*"
            before = kind
            stars = "*" if kind is kinds.var_positional else ""
            stars = "**" if kind is kinds.var_keyword else stars
            text = f"{stars}{parameter.name}"
            if parameter.annotation is not None:
                text += f": {self._said(parameter.annotation)}"
            if parameter.default is not None and not stars:
                equals = "=" if parameter.annotation is None else " = "
                text += f"{equals}{self._given(parameter.default)}"
            yield text

    # attributes -------------------------------------------------------------------------------

    def _attribute(self, found: griffe.Attribute) -> Iterator[str]:
        said = self._said(found.annotation) if found.annotation is not None else None
        if "property" in found.labels:
            yield "@property"
            yield f"def {found.name}(self) -> {said}: ..."
            return
        if said == _FINAL:
            kind = type(getattr(importlib.import_module(found.module.path), found.name))
            said = f"{_FINAL}[{self._name(f'{kind.__module__}.{kind.__qualname__}')}]"
        value = "..."
        if _is_plain(found.value) or said == "typing.TypeAlias":
            value = self._said(found.value)
        yield f"{found.name}: {said} = {value}" if said is not None else f"{found.name} = {value}"

    # classes ----------------------------------------------------------------------------------

    def _class(self, found: griffe.Class) -> Iterator[str]:
        kind = getattr(importlib.import_module(found.module.path), found.name)
        fields = {field.name: field for field in attrs.fields(kind)} if attrs.has(kind) else {}
        head: list[str] = []
        if fields:
            keyword = "kw_only=True" if all(field.kw_only for field in fields.values()) else ""
            frozen = kind.__setattr__ is not object.__setattr__
            head = [f"@attrs.{'frozen' if frozen else 'define'}({keyword})"]
        bases = ", ".join(dict.fromkeys(self._bases(found)))
        yield from ("", *head, f"class {found.name}({bases}):" if bases else f"class {found.name}:")
        body = [
            f"    {line}"
            for name, member in self._members(found).items()
            for line in self._of_class(name, member, kind, fields)
        ]
        yield from (*(body or ["    ..."]), "")

    def _bases(self, found: griffe.Class) -> Iterator[str]:
        """The public bases; one that is not gives way to its own."""
        for base in found.bases:
            path = base.canonical_path if isinstance(base, griffe.Expr) else base
            if path.startswith(_PACKAGE) and path not in self._public:
                yield from self._bases(self._class_at(path))
            else:
                yield self._said(base)

    def _class_at(self, path: str) -> griffe.Class:
        found = self._object(path)
        assert isinstance(found, griffe.Class), path
        return found

    def _members(self, found: griffe.Class) -> dict[str, griffe.Object]:
        """What a class has, with what comes from bases that are not public."""
        members: dict[str, griffe.Object] = {}
        for base in found.bases:
            path = base.canonical_path if isinstance(base, griffe.Expr) else base
            if path.startswith(_PACKAGE) and path not in self._public:
                members |= self._members(self._class_at(path))
        for name, member in found.members.items():
            special = name.startswith("__") and name.endswith("__")
            if name not in _UNPROMISED and (special or not name.startswith("_")):
                members[name] = member.final_target if isinstance(member, griffe.Alias) else member
        return members

    def _of_class(
        self, name: str, member: griffe.Object, kind: type[Any], fields: dict[str, Any]
    ) -> Iterator[str]:
        if isinstance(member, griffe.Attribute) and "property" not in member.labels:
            said = self._said(member.annotation) if member.annotation is not None else ""
            if name in fields:
                default = _default(fields[name])
                yield f"{name}: {said}{f' = {default}' if default is not None else ''}"
                return
            if issubclass(kind, enum.Enum):
                yield f"{name} = {kind[name].value!r}"
                return
            stated = member.value is not None and "class-attribute" in member.labels
            yield f"{name}: {said}{f' = {self._said(member.value)}' if stated else ''}"
            return
        yield from self._member(member)

    # expressions ------------------------------------------------------------------------------

    def _said(self, expression: str | griffe.Expr | None) -> str:
        """An expression with each name in full, as it is public."""
        if isinstance(expression, griffe.ExprName):
            return self._name(expression.canonical_path)
        if isinstance(expression, griffe.ExprAttribute) and all(
            isinstance(value, griffe.ExprName) for value in expression.values
        ):
            return self._name(expression.canonical_path)
        if isinstance(expression, griffe.Expr):
            return "".join(map(self._said, expression.iterate(flat=False)))
        return str(expression)

    def _name(self, path: str) -> str:
        if not path.startswith(f"{_PACKAGE}."):
            return path.removeprefix("builtins.")
        found = self._object(path)
        public = self._public.get(found.path)
        if public is not None:
            return public
        owner = self._public.get(found.parent.path) if found.parent is not None else None
        if owner is not None:  # a member of an enumeration
            return f"{owner}.{found.name}"
        if not _is_type_variable(found) and not _is_private(found.module):
            self._reached.setdefault(found.path, found)
        return found.name

    def _given(self, default: str | griffe.Expr) -> str:
        """A default; one that stands under a name which is not public is not said."""
        names = [default] if isinstance(default, griffe.ExprName) else []
        if any(self._is_hidden(name.canonical_path) for name in names):
            return "..."
        return self._said(default)

    def _is_hidden(self, path: str) -> bool:
        return path.startswith(f"{_PACKAGE}.") and self._object(path).path not in self._public


def _is_type_variable(found: griffe.Object) -> bool:
    value = found.value if isinstance(found, griffe.Attribute) else None
    return isinstance(value, griffe.ExprCall) and value.canonical_path == "typing.TypeVar"


def _is_private(module: griffe.Module) -> bool:
    return any(part.startswith("_") for part in module.path.split("."))


def _is_plain(value: str | griffe.Expr | None) -> bool:
    """Whether a value is one text or number, which is then part of the promise."""
    return isinstance(value, str)


def _default(field: attrs.Attribute[Any]) -> str | None:
    """What a field holds when nothing is given; None where it must be given."""
    value: Any = field.default
    if value is attrs.NOTHING:
        return None
    factory = getattr(value, "factory", None)
    if factory is not None:
        value = factory()
    text = repr(value.value if isinstance(value, enum.Enum) else value)
    return text if "<" not in text else "..."
