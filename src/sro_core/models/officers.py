"""Officers, where they are employed and what they hold."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks

__all__ = [
    "Employment",
    "EmploymentTime",
    "License",
    "LicenseState",
    "Officer",
]


class EmploymentTime(enum.StrEnum):
    """How an officer is employed."""

    FULL = "full"
    PART = "part"
    RESERVE = "reserve"
    VOLUNTEER = "volunteer"


class LicenseState(enum.StrEnum):
    """Whether a license or certification may be used."""

    ACTIVE = "active"
    CONDITIONAL = "conditional"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Employment:
    """One employment of an officer.

    Attributes:
        agency_id: The employing agency.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        time: Full time, part time, reserve or volunteer; None is not stated.
    """

    agency_id: str = f.text()
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    time: EmploymentTime | None = f.enum_of(EmploymentTime, optional=True)

    def __attrs_post_init__(self) -> None:
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True, weakref_slot=False)
class License:
    """A license or certification, or one period of it.

    Attributes:
        kind: A plain word such as `peace_officer`, or a catalogue code.
        jurisdiction: Who granted it.
        number: Its number; private, never shown.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        state: Active, conditional, suspended or revoked.
    """

    kind: str = f.text()
    jurisdiction: str = f.jurisdiction()
    number: str | None = f.license_number()
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    state: LicenseState = f.enum_of(LicenseState, default=LicenseState.ACTIVE)

    def __attrs_post_init__(self) -> None:
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Officer:
    """A sworn officer.

    Attributes:
        id: Unique among officers.
        name: Private, never shown; may be left out.
        employments: Where the officer is or was employed.
        licenses: Licenses and certifications, one entry for each period.
    """

    id: str = f.text()
    name: str | None = f.text(optional=True, private=True)
    employments: tuple[Employment, ...] = f.tuple_of(Employment, optional=False)
    licenses: tuple[License, ...] = f.tuple_of(License)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks
