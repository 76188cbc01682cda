"""Plain values to records and registries: everything wrong at once, or a good result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar

from sro_core.errors import InvalidDocument, UnsupportedVersion
from sro_core.models._fields import DEEPEST, check_text
from sro_core.problems import Problem, in_order, problem
from sro_core.registry import KINDS, Registry
from sro_core.strict._containers import list_of
from sro_core.strict._converter import converter
from sro_core.strict._refusal import Refused, under, unknown_key, wrong_type
from sro_core.strict.shapes import is_list, is_mapping
from sro_core.strict.writing import FORMAT, VERSION

__all__ = ["build_registry", "read_registry", "structure"]

T = TypeVar("T")

#: A document of one version to the same document of the next.
_Upgrade: TypeAlias = "Callable[[dict[str, Any]], dict[str, Any]]"

_NO_UPGRADES: Final[Mapping[int, _Upgrade]] = MappingProxyType({})

_LISTS: Final = {name: name for name in KINDS}

_LIST_HOOKS: Final = {
    name: list_of(kind, converter.get_structure_hook(kind)) for name, kind in KINDS.items()
}

#: A larger number is no version of anything.
_LARGEST_VERSION: Final = 1_000_000_000


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


def build_registry(lists: Mapping[str, Iterable[Any]]) -> Registry:
    """Make a registry from lists of records, or of mappings in the form of the format.

    Dates, date-times and decimals may also be Python's own.

    Args:
        lists: The lists of a registry by name; one left out is empty.

    Raises:
        InvalidDocument: With every problem of every record.
    """
    problems: list[Problem] = []
    built: dict[str, tuple[Any, ...]] = {}
    for name, items in lists.items():
        if name not in KINDS:
            problems.append(unknown_key(name, _LISTS))
            continue
        try:
            built[name] = _read_list(name, items)
        except Refused as refusal:
            problems += under(name, refusal.problems)
    if problems:
        raise InvalidDocument(in_order(problems))
    return Registry(**built)


def _holds_items(value: object) -> TypeGuard[Iterable[Any]]:
    # A text and an object can be gone through too, but what comes out are no records.
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _read_list(name: str, items: object) -> tuple[Any, ...]:
    if not _holds_items(items):
        raise wrong_type(items, "a list")
    values = tuple(items)
    problems = _repeated_ids(name, values)
    kept: tuple[Any, ...] = ()
    try:
        kept = _LIST_HOOKS[name](values, None)
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


def read_registry(document: object, *, upgrades: Mapping[int, _Upgrade] = _NO_UPGRADES) -> Registry:
    """Read a registry from a parsed document, whatever its format was written as.

    Args:
        document: A mapping with `format`, `version` and the lists.
        upgrades: For each older version, what makes it the next one.

    Raises:
        UnsupportedVersion: The document is newer than this library.
        InvalidDocument: With every problem.
    """
    if not is_mapping(document):
        raise InvalidDocument(wrong_type(document, "an object").problems)
    version = _version(document)
    contents = dict(document)
    for older in range(version, VERSION):
        contents = upgrades[older](contents)
    lists = {key: items for key, items in contents.items() if key not in ("format", "version")}
    problems: list[Problem] = []
    for name in _LISTS.keys() & lists.keys():
        if not is_list(lists[name]):
            problems += under(name, wrong_type(lists.pop(name), "a list").problems)
    try:
        registry = build_registry(lists)
    except InvalidDocument as error:
        problems += error.problems
    else:
        if not problems:
            return registry
    raise InvalidDocument(in_order(problems))


def _version(document: Mapping[Any, Any]) -> int:
    if document.get("format") != FORMAT:
        place = "/format" if "format" in document else ""
        raise InvalidDocument([problem("format-unknown", place, expected=FORMAT)])
    version = document.get("version")
    if type(version) is not int or not 1 <= version <= _LARGEST_VERSION:
        place = "/version" if "version" in document else ""
        raise InvalidDocument([problem("version-unknown", place)])
    if version > VERSION:
        raise UnsupportedVersion(
            [problem("version-newer", "/version", found=version, supported=VERSION)]
        )
    return version
