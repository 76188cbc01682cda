"""Plain values to records: everything wrong at once, or a good result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard, TypeVar

from sro_core.errors import InvalidDocument
from sro_core.models._fields import DEEPEST, check_text
from sro_core.problems import Problem, in_order, problem
from sro_core.strict._containers import list_of
from sro_core.strict._converter import converter
from sro_core.strict._refusal import Refused, under, unknown_key, wrong_type
from sro_core.strict.shapes import is_list, is_mapping

__all__ = ["structure", "structure_lists"]

T = TypeVar("T")


def structure(value: object, kind: type[T]) -> T:
    """Read one plain value as a class of the package.

    Args:
        value: A mapping with the keys of the format.
        kind: An attrs class, or any other annotation the converter reads.

    Raises:
        InvalidDocument: With every problem; pointers begin at the value.
    """
    # Only the classes of the rule language nest without end; reading must not either.
    if _too_deep(value):
        raise InvalidDocument([problem("json-depth", limit=DEEPEST)])
    try:
        return converter.structure(value, kind)
    except Refused as refusal:
        problems = refusal.problems
    raise InvalidDocument(in_order(problems))


def _too_deep(value: object) -> bool:
    level: dict[int, Any] = {id(value): value}
    for _depth in range(DEEPEST + 1):
        inside: dict[int, Any] = {}
        for item in level.values():
            # By identity, so that a value that holds itself many times is looked at once.
            inside |= {id(child): child for child in _children(item)}
        if not inside:
            return False
        level = inside
    return True


def _children(value: Any) -> Iterable[Any]:
    if is_mapping(value):
        return value.values()
    return value if is_list(value) else ()


def structure_lists(
    lists: Mapping[str, Iterable[Any]], kinds: Mapping[str, type[Any]]
) -> dict[str, tuple[Any, ...]]:
    """Read lists of records, or of mappings in the form of the format.

    Dates, date-times and decimals may also be Python's own.

    Args:
        lists: The lists by name; one left out is empty.
        kinds: The names of lists that there are, and what each holds.

    Raises:
        InvalidDocument: With every problem of every record.
    """
    names = {name: name for name in kinds}
    problems: list[Problem] = []
    built: dict[str, tuple[Any, ...]] = {}
    for name, items in lists.items():
        if name not in kinds:
            problems.append(unknown_key(name, names))
            continue
        try:
            built[name] = _read_list(name, items, kinds[name])
        except Refused as refusal:
            problems += under(name, refusal.problems)
    if problems:
        raise InvalidDocument(in_order(problems))
    return built


def _holds_items(value: object) -> TypeGuard[Iterable[Any]]:
    # A text and an object can be gone through too, but what comes out are no records.
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _read_list(name: str, items: object, kind: type[Any]) -> tuple[Any, ...]:
    if not _holds_items(items):
        raise wrong_type(items, "a list")
    values = tuple(items)
    problems = _repeated_ids(name, values)
    kept: tuple[Any, ...] = ()
    try:
        kept = list_of(kind, converter.get_structure_hook(kind))(values, None)
    except Refused as refusal:
        problems += refusal.problems
    if problems:
        raise Refused(problems)
    return kept


def _repeated_ids(name: str, values: Iterable[Any]) -> list[Problem]:
    """Ids that stand twice, also among records that cannot be read for other reasons."""
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for position, value in enumerate(values):
        identifier: Any = value.get("id") if is_mapping(value) else getattr(value, "id", None)
        if check_text(identifier) is None and first.setdefault(identifier, position) != position:
            place = f"/{name}/{first[identifier]}"
            problems.append(
                problem(
                    "duplicate-id",
                    f"/{position}/id",
                    record_id=identifier,
                    kind=name,
                    id=identifier,
                    first=place,
                )
            )
    return problems
