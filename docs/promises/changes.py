"""What changed between two surfaces, and what of it breaks programs.

griffe's finder says which signatures break callers. What it leaves open is judged here: a type that
a parameter no longer takes, a type that an answer did not have before, another word of an
enumeration.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import griffe

__all__ = ["Change", "changes"]

_MODULE: Final = re.compile(r"^# (sro_core[\w.]*)$", re.MULTILINE)


class Change(NamedTuple):
    """One public name that is not what it was.

    Attributes:
        module: The public module.
        name: The name in it, of a class with what it is of; empty for the module.
        what: Whether it was added, removed or changed.
        breaks: Why programs that use it may break; empty where they do not.
    """

    module: str
    name: str
    what: str
    breaks: tuple[str, ...]

    @property
    def path(self) -> str:
        """The whole name."""
        return f"{self.module}.{self.name}" if self.name else self.module

    def __str__(self) -> str:
        why = f": {'; '.join(self.breaks)}" if self.breaks else ""
        return f"{self.path} {self.what}{', breaking' if self.breaks else ''}{why}"


def changes(before: str, now: str) -> list[Change]:
    """What differs between two surfaces, by name.

    Of what is new or gone as a whole, only the whole is named.

    Args:
        before: The surface of the last release; empty before the first.
        now: The surface of today.
    """
    old, new = _read(before), _read(now)
    breaks = _breaks(before, now)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, comes = old.get(key), new.get(key)
        if was == comes or _whole(key) in old.keys() ^ new.keys():
            continue
        what = "added" if was is None else "removed" if comes is None else "changed"
        said = list(breaks[key])
        if was is None or comes is None:
            said += ["it is gone"] if comes is None and not said else []
        else:
            said += _narrowed(ast.parse(was), ast.parse(comes))
        found.append(Change(*key, what, tuple(dict.fromkeys(said))))
    return found


#: A module and a name in it.
_Key: TypeAlias = tuple[str, str]


def _whole(key: _Key) -> _Key | None:
    """What a name is part of."""
    module, name = key
    return (module, name.rpartition(".")[0]) if name else None


def _sections(text: str) -> Iterator[tuple[str, str]]:
    _head, *parts = _MODULE.split(text)
    yield from zip(parts[::2], parts[1::2], strict=True)


def _read(text: str) -> dict[_Key, str]:
    """Every name of a surface, with what is said of it."""
    found: defaultdict[_Key, list[str]] = defaultdict(list)
    for module, section in _sections(text):
        found[module, ""].append("")
        for name, said in _names(ast.parse(section).body):
            found[module, name].append(said)
    return {key: "\n".join(said) for key, said in found.items()}


def _names(nodes: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            head = ast.ClassDef(**{**dict(ast.iter_fields(node)), "body": [ast.Pass()]})
            yield node.name, ast.unparse(head)
            inside = _names(node.body)
            yield from ((f"{node.name}.{name}", said) for name, said in inside)
        elif isinstance(node, ast.FunctionDef):
            yield node.name, ast.unparse(node)
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), ast.unparse(node)
        elif isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield node.names[0].asname or node.names[0].name, ast.unparse(node)


# what griffe finds ----------------------------------------------------------------------------


def _breaks(before: str, now: str) -> Mapping[_Key, list[str]]:
    found: defaultdict[_Key, list[str]] = defaultdict(list)
    new = dict(_sections(now))
    for module, section in _sections(before):
        if module not in new:
            continue
        old_tree, new_tree = _tree(module, section), _tree(module, new[module])
        for breakage in griffe.find_breaking_changes(old_tree, new_tree):
            if breakage.kind in _JUDGED_HERE:
                continue
            name = breakage.obj.path.removeprefix(f"{module}.")
            values = (breakage.old_value, breakage.new_value)
            parameter = next((v for v in values if isinstance(v, griffe.Parameter)), None)
            why = breakage.kind.value.lower()
            if parameter is not None and name.endswith(_MADE):
                name = f"{name.removesuffix(_MADE)}.{parameter.name}"
            elif parameter is not None:
                why = f"{parameter.name}: {why}"
            found[module, name].append(why)
    return found


_MADE: Final = ".__init__"
#: Of types and values griffe says, in some versions, only that they are others.
_JUDGED_HERE: Final = (
    griffe.BreakageKind.ATTRIBUTE_CHANGED_TYPE,
    griffe.BreakageKind.ATTRIBUTE_CHANGED_VALUE,
    griffe.BreakageKind.RETURN_CHANGED_TYPE,
)


def _tree(module: str, section: str) -> griffe.Module:
    tree = griffe.visit(module, filepath=Path(f"{module}.pyi"), code=section)
    for found in tree.classes.values():
        made_by = [str(decorator.value) for decorator in found.decorators]
        if any(text.startswith("attrs.") for text in made_by):
            keyword = any("kw_only=True" in text for text in made_by)
            found.set_member("__init__", _made(found, keyword=keyword))
    return tree


def _made(found: griffe.Class, *, keyword: bool) -> griffe.Function:
    """The method that attrs writes for the fields of a class."""
    kinds = griffe.ParameterKind
    fields = [
        griffe.Parameter(
            name,
            annotation=field.annotation,
            kind=kinds.keyword_only if keyword else kinds.positional_or_keyword,
            default=field.value,
        )
        for name, field in found.attributes.items()
        if "property" not in field.labels
    ]
    itself = griffe.Parameter("self", kind=kinds.positional_or_keyword)
    return griffe.Function(
        "__init__", parameters=griffe.Parameters(itself, *fields), returns="None", parent=found
    )


# what it leaves open --------------------------------------------------------------------------


def _narrowed(was: ast.Module, comes: ast.Module) -> Iterator[str]:
    for old, new in zip(was.body, comes.body, strict=False):
        if isinstance(old, ast.FunctionDef) and isinstance(new, ast.FunctionDef):
            yield from _narrowed_function(old, new)
        elif isinstance(old, ast.ClassDef) and isinstance(new, ast.ClassDef):
            if gone := _texts(old.bases) - _texts(new.bases):
                yield f"no longer a {', '.join(sorted(gone))}"
        elif isinstance(old, ast.AnnAssign) and isinstance(new, ast.AnnAssign):
            yield from _narrowed_attribute(old, new)
        elif isinstance(old, ast.Assign) and isinstance(new, ast.Assign):
            yield f"was {ast.unparse(old.value)}, is {ast.unparse(new.value)}"


def _narrowed_function(old: ast.FunctionDef, new: ast.FunctionDef) -> Iterator[str]:
    takes = {argument.arg: argument.annotation for argument in _arguments(new)}
    for argument in _arguments(old):
        accepted = _members(takes.get(argument.arg))
        if argument.arg in takes and not accepted & _ANYTHING:
            refused = _members(argument.annotation) - accepted
            if refused:
                yield f"{argument.arg} takes no {', '.join(sorted(refused))}"
    if gives := _members(new.returns) - _members(old.returns):
        yield f"may give {', '.join(sorted(gives))}"


def _narrowed_attribute(old: ast.AnnAssign, new: ast.AnnAssign) -> Iterator[str]:
    """A field is read and given, so that its type may grow no more than shrink."""
    if ast.unparse(old.annotation) != ast.unparse(new.annotation):
        yield f"was {ast.unparse(old.annotation)}, is {ast.unparse(new.annotation)}"
    elif ast.unparse(old.annotation) == "typing.TypeAlias" and (
        gone := _members(old.value) - _members(new.value)
    ):
        yield f"no longer {', '.join(sorted(gone))}"


_ANYTHING: Final = frozenset(("object", "typing.Any"))


def _arguments(function: ast.FunctionDef) -> list[ast.arg]:
    said = function.args
    named = [*said.posonlyargs, *said.args, *said.kwonlyargs]
    return [*named, *(argument for argument in (said.vararg, said.kwarg) if argument)]


def _members(annotation: ast.expr | None) -> frozenset[str]:
    """The types that a type is a union of."""
    if annotation is None:
        return frozenset()
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return _members(annotation.left) | _members(annotation.right)
    return frozenset((ast.unparse(annotation),))


def _texts(nodes: list[ast.expr]) -> set[str]:
    return {ast.unparse(node) for node in nodes}
