"""The fields that records are made of: a type, an exact check, a name on the wire.

Each helper makes one `attrs` field. Its check is kept in the field's metadata,
so that reading a document can run the checks of all fields and report every
problem at once, while building a record in Python refuses the first bad value.
A check returns the code and parameters of the problem, or None.
"""

from __future__ import annotations

import datetime as dt
import enum
import zoneinfo
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from sro_core import identifiers
from sro_core.errors import InvalidRecord
from sro_core.models._frozen import EMPTY, FrozenMap, is_frozen_map, is_tuple
from sro_core.problems import problem

__all__ = [
    "CHECK",
    "DEEPEST",
    "DEEPEST_JSON",
    "IDENTIFIER",
    "PRIVATE",
    "WIRE",
    "Check",
    "Json",
    "Private",
    "count",
    "date",
    "due",
    "enum_of",
    "extensions",
    "flag",
    "hours",
    "instant",
    "jurisdiction",
    "license_number",
    "mapping_of_hours",
    "nces_district_id",
    "nces_school_id",
    "one",
    "ori",
    "refuse",
    "require_order",
    "text",
    "time_zone",
    "tuple_of",
    "type_name",
    "value",
]

#: Metadata keys of a field: the check of a value that is not left out, its name on the wire,
#: what it tells of people, and the kind of identifier it holds.
CHECK: Final = "sro_core.check"
WIRE: Final = "sro_core.wire"
PRIVATE: Final = "sro_core.private"
IDENTIFIER: Final = "sro_core.identifier"


class Private(enum.Enum):
    """What a field may tell of people; it stays out of the repr, and `redacted` replaces it."""

    TEXT = "text"
    LICENSE_NUMBER = "license number"
    DATA = "application data"


if TYPE_CHECKING:
    #: An immutable JSON value, as the `extensions` of a record hold it.
    Json: TypeAlias = "str | int | float | bool | None | tuple[Json, ...] | FrozenMap[str, Json]"
else:

    class Json:
        """An immutable JSON value; at run time only a mark that annotations can be told by."""


Fault: TypeAlias = "tuple[str, dict[str, Any]]"
Check: TypeAlias = "Callable[[Any], Fault | None]"

#: Largest count (students, seats, minutes) that is believed.
_COUNT_LIMIT: Final = 10_000_000

#: As deep as lists and objects may be nested in a document, and in the application data of
#: a record: around that stand the document, a list and the record.
DEEPEST: Final = 64
DEEPEST_JSON: Final = DEEPEST - 3

_ROUNDING: Final = Context(prec=28, traps=[])

_TYPE_NAMES: Final[Mapping[type, str]] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    Decimal: "a number",
    type(None): "null",
    list: "a list",
    tuple: "a list",
    dict: "an object",
    FrozenMap: "an object",
    dt.date: "a date",
    dt.datetime: "a date-time",
}


def type_name(value: object) -> str:
    """The JSON word for a value's type; never the value itself, which may be private."""
    return _TYPE_NAMES.get(type(value), type(value).__name__)


def _wrong_type(value: object, expected: str) -> Fault:
    return "wrong-type", {"expected": expected, "found": type_name(value)}


def refuse(fault: Fault | None, name: str) -> None:
    """Raise for a fault of the field with this name on the wire, if there is one."""
    if fault is not None:
        code, params = fault
        raise InvalidRecord([problem(code, f"/{name}", **params)])


def _field(
    check: Check,
    *,
    optional: bool,
    wire: str | None = None,
    private: Private | None = None,
    identifier: identifiers.Identifier | None = None,
    **kwargs: Any,
) -> Any:
    def validator(_record: object, attribute: attrs.Attribute[Any], candidate: object) -> None:
        if not (optional and candidate is None):
            refuse(check(candidate), wire or attribute.name)

    if optional and kwargs.get("default", attrs.NOTHING) is attrs.NOTHING:
        kwargs["default"] = None
    metadata = {CHECK: check, WIRE: wire, PRIVATE: private, IDENTIFIER: identifier}
    return attrs.field(validator=validator, metadata=metadata, repr=private is None, **kwargs)


def check_text(value: object) -> Fault | None:
    """A non-empty text that UTF-8 can hold."""
    if type(value) is not str:
        return _wrong_type(value, "a text")
    if not value:
        return "empty-text", {}
    try:
        value.encode()
    except UnicodeEncodeError:
        return "bad-text", {}
    return None


def text(*, optional: bool = False, private: bool = False, default: Any = attrs.NOTHING) -> Any:
    """A non-empty text; one that may name people is private."""
    mark = Private.TEXT if private else None
    return _field(check_text, optional=optional, private=mark, default=default)


def license_number() -> Any:
    """The number of a license, or None; what no number can be is for `validate` to say."""
    return _field(check_text, optional=True, private=Private.LICENSE_NUMBER)


def _identifier(kind: identifiers.Identifier, *, optional: bool) -> Any:
    def check(value: object) -> Fault | None:
        fault = check_text(value)
        found = None if fault else kind.check(value)
        return (found.code, dict(found.params)) if found else fault

    return _field(check, optional=optional, identifier=kind)


def jurisdiction() -> Any:
    """`US` or an ISO 3166-2 code."""
    return _identifier(identifiers.JURISDICTION, optional=False)


def ori() -> Any:
    """An originating agency identifier, or None."""
    return _identifier(identifiers.ORI, optional=True)


def nces_district_id() -> Any:
    """An NCES district id, or None."""
    return _identifier(identifiers.NCES_DISTRICT, optional=True)


def nces_school_id() -> Any:
    """An NCES school id, or None."""
    return _identifier(identifiers.NCES_SCHOOL, optional=True)


def check_time_zone(value: object) -> Fault | None:
    """The name of an IANA time zone."""
    fault = check_text(value)
    if fault is None:
        try:
            zoneinfo.ZoneInfo(str(value))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            return "bad-time-zone", {}
    return fault


def time_zone() -> Any:
    """The name of an IANA time zone."""
    return _field(check_time_zone, optional=False)


def check_date(value: object) -> Fault | None:
    """Exactly a date; a date-time is not one."""
    return None if type(value) is dt.date else _wrong_type(value, "a date")


def date(*, optional: bool = False, wire: str | None = None) -> Any:
    """A calendar day."""
    return _field(check_date, optional=optional, wire=wire)


def check_instant(value: object) -> Fault | None:
    """A date-time that knows its offset from UTC."""
    if type(value) is not dt.datetime:
        return _wrong_type(value, "a date-time")
    offset = value.utcoffset()
    # RFC 3339 writes offsets in whole minutes; another one could not be written down.
    whole = offset is not None and not offset % dt.timedelta(minutes=1)
    return None if whole else ("bad-date-time", {})


def _with_fixed_offset(value: Any) -> Any:
    """The same moment and offset, without the zone.

    Two times of one zone compare by the clock on its wall, also in the hour that
    a clock change repeats; times with an offset compare as moments.
    """
    if type(value) is not dt.datetime or type(value.tzinfo) is dt.timezone:
        return value
    offset = value.utcoffset()
    return value if offset is None else value.replace(tzinfo=dt.timezone(offset), fold=0)


def instant(*, optional: bool = False) -> Any:
    """A moment: a date-time with an offset, kept as that offset whatever zone gave it."""
    return _field(check_instant, optional=optional, converter=_with_fixed_offset)


def check_hours(value: object) -> Fault | None:
    """An exact decimal of at most 6 integer and 4 fractional digits, 0 or more."""
    if type(value) is not Decimal:
        return _wrong_type(value, "a number")
    if not value.is_finite() or value < 0 or value >= 1_000_000:
        return "bad-hours", {}
    # In a context of its own: the caller's may have too few digits, or trap what is inexact.
    rounded = value.quantize(Decimal("0.0001"), context=_ROUNDING)
    return None if value == rounded else ("bad-hours", {})


def hours(*, optional: bool = False, wire: str | None = None) -> Any:
    """Hours, exact."""
    return _field(check_hours, optional=optional, wire=wire)


def check_count(value: object) -> Fault | None:
    """A whole number, 0 or more."""
    if type(value) is not int:
        return _wrong_type(value, "a whole number")
    return None if 0 <= value <= _COUNT_LIMIT else ("bad-count", {"limit": _COUNT_LIMIT})


def count(*, optional: bool = False, default: Any = attrs.NOTHING, wire: str | None = None) -> Any:
    """A count of people, seats or minutes."""
    return _field(check_count, optional=optional, default=default, wire=wire)


def check_flag(value: object) -> Fault | None:
    """Exactly true or false."""
    return None if type(value) is bool else _wrong_type(value, "true or false")


def flag(*, optional: bool = False, default: Any = attrs.NOTHING, wire: str | None = None) -> Any:
    """True or false."""
    return _field(check_flag, optional=optional, default=default, wire=wire)


def enum_of(
    kind: type[enum.StrEnum], *, optional: bool = False, default: Any = attrs.NOTHING
) -> Any:
    """A member of an enumeration, exactly; its text is not one."""

    def check(value: object) -> Fault | None:
        if type(value) is kind:
            return None
        return "unknown-value", {"allowed": ", ".join(kind)}

    return _field(check, optional=optional, default=default)


def one(kind: type[Any], *, optional: bool = False) -> Any:
    """One nested record."""

    def check(value: object) -> Fault | None:
        return None if type(value) is kind else _wrong_type(value, f"one {kind.__name__}")

    return _field(check, optional=optional)


def tuple_of(
    kind: type[Any],
    *,
    optional: bool = True,
    check_item: Check | None = None,
    wire: str | None = None,
) -> Any:
    """A tuple of records, texts or dates; empty when left out, if optional."""

    def check(value: object) -> Fault | None:
        if not is_tuple(value):
            return _wrong_type(value, "a tuple")
        for item in value:
            if type(item) is not kind:
                return _wrong_type(item, f"only {kind.__name__} inside")
            fault = check_item(item) if check_item is not None else None
            if fault is not None:
                return fault
        return None

    return _field(check, optional=False, default=() if optional else attrs.NOTHING, wire=wire)


def mapping_of_hours() -> Any:
    """A frozen mapping from a topic to its hours, None where they are not stated."""

    def check(value: Any) -> Fault | None:
        if not is_frozen_map(value):
            return _wrong_type(value, "a FrozenMap")
        for topic, amount in value.items():
            fault = check_text(topic) or (None if amount is None else check_hours(amount))
            if fault is not None:
                return fault
        return None

    return _field(check, optional=False, default=EMPTY)


def holds_exactly(number: float | Decimal) -> bool:
    """Whether writing the number as a double's shortest decimal gives the same number."""
    try:
        double = float(number)
    except OverflowError:
        return False
    return Decimal(repr(double)) == Decimal(number if type(number) is not float else repr(number))


def _check_json(value: Any, depth: int = 0) -> Fault | None:
    if value is None or type(value) is bool:
        return None
    if type(value) is str:
        return check_text(value) if value else None
    if type(value) in (int, float):
        finite = value == value and value not in (float("inf"), float("-inf"))
        # Read back it would be the double: the two must be equal, and written the same.
        exact = finite and holds_exactly(value) and float(value) == value
        return None if exact else ("bad-number", {})
    if depth >= DEEPEST_JSON:
        return "json-depth", {"limit": DEEPEST}
    if is_tuple(value):
        return next(filter(None, (_check_json(item, depth + 1) for item in value)), None)
    if is_frozen_map(value):
        for key, item in value.items():
            fault = _check_json(key) if type(key) is str else _wrong_type(key, "a text")
            fault = fault or _check_json(item, depth + 1)
            if fault is not None:
                return fault
        return None
    return _wrong_type(value, "an immutable JSON value")


def extensions() -> Any:
    """Application data: any frozen JSON object, kept untouched."""

    def check(value: Any) -> Fault | None:
        if not is_frozen_map(value):
            return _wrong_type(value, "a FrozenMap")
        return _check_json(value)

    return _field(check, optional=False, default=EMPTY, private=Private.DATA)


def check_value(value: object) -> Fault | None:
    """What an attestation states: true or false, a number or a date."""
    if type(value) is bool or type(value) is dt.date:
        return None
    if type(value) is Decimal:
        return check_hours(value)
    return _wrong_type(value, "true or false, a number or a date")


def value() -> Any:
    """The value of an attestation: a bool, a Decimal or a date."""
    return _field(check_value, optional=False)


def check_due(value: object) -> Fault | None:
    """The last day of an adopted duty: a date, or the words `before_service`."""
    if type(value) is dt.date or (type(value) is str and value == "before_service"):
        return None
    return _wrong_type(value, "a date or before_service")


def due() -> Any:
    """A date, `before_service` or None."""
    return _field(check_due, optional=True)


def require_order(start: dt.date | None, end: dt.date | None, end_name: str = "to") -> None:
    """Refuse a record that ends before it starts."""
    if start is not None and end is not None and end < start:
        raise InvalidRecord([problem("ends-before-start", f"/{end_name}", start=start, end=end)])
