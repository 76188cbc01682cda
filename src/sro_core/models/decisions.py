"""Decisions on file: waivers, adoptions and signed statements."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Literal

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks
from sro_core.problems import problem

__all__ = ["BEFORE_SERVICE", "Adopter", "Adoption", "Attestation", "Waiver", "WaiverKind"]

#: The last day of an adopted duty, said as an event: the day before service begins.
BEFORE_SERVICE: Literal["before_service"] = "before_service"


class WaiverKind(enum.StrEnum):
    """What a waiver does: release, move the last day, or count as the evidence."""

    WAIVED = "waived"
    EXTENDED = "extended"
    EQUIVALENT = "equivalent"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Waiver:
    """A formal release, extension or recognised equivalent for one officer and one requirement.

    Attributes:
        id: Unique among waivers.
        officer_id: For whom.
        requirement_id: For which requirement of a rule pack.
        kind: What it does.
        granted_by: Who granted it.
        granted_on: When; an equivalent counts as evidence of that day.
        start: First day in force, included; `from` on the wire.
        end: Last day in force, included; None is open; `to` on the wire.
        due_on: The new last day; present exactly when the kind is `extended`.
        reason: Why.
    """

    id: str = f.text()
    officer_id: str = f.text()
    requirement_id: str = f.text()
    kind: WaiverKind = f.enum_of(WaiverKind)
    granted_by: str = f.text(private=True)
    granted_on: dt.date = f.date()
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    due_on: dt.date | None = f.date(optional=True)
    reason: str = f.text(private=True)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    def __attrs_post_init__(self) -> None:
        check_marks(self)
        f.require_order(self.start, self.end)
        if (self.due_on is not None) != (self.kind is WaiverKind.EXTENDED):
            raise InvalidRecord([problem("due-without-extension", "/due_on")])


@attrs.frozen(kw_only=True, weakref_slot=False)
class Adopter:
    """Who adopts: exactly one of an agency, a district or an agreement.

    Attributes:
        agency_id: An agency, by policy, for its own officers.
        district_id: A district, by policy, for the officers posted to it.
        agreement_id: An agreement, for the assignments under it.
    """

    agency_id: str | None = f.text(optional=True)
    district_id: str | None = f.text(optional=True)
    agreement_id: str | None = f.text(optional=True)

    def __attrs_post_init__(self) -> None:
        given = (self.agency_id, self.district_id, self.agreement_id)
        if sum(item is not None for item in given) != 1:
            keys = "agency_id, district_id, agreement_id"
            raise InvalidRecord([problem("not-one-of-keys", keys=keys)])


@attrs.frozen(kw_only=True, weakref_slot=False)
class Adoption:
    """A requirement made binding by an agency, a district or an agreement.

    Attributes:
        id: Unique among adoptions.
        requirement_id: Which requirement of a rule pack.
        by: Who adopts it.
        start: First day in force, included; `from` on the wire.
        end: Last day in force, included; None is open; `to` on the wire.
        due: The last day: a date, `BEFORE_SERVICE`, or None for none.
    """

    id: str = f.text()
    requirement_id: str = f.text()
    by: Adopter = f.one(Adopter)
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    due: dt.date | Literal["before_service"] | None = f.due()
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    def __attrs_post_init__(self) -> None:
        check_marks(self)
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Attestation:
    """A signed statement of a fact that no other record holds.

    It speaks of every record that matches all the ids it names; ids it leaves
    out match any.

    Attributes:
        id: Unique among attestations.
        fact: The fact, as a rule pack names it.
        officer_id: The officer it is about.
        assignment_id: The assignment it is about.
        agency_id: The agency it is about.
        district_id: The district it is about.
        school_id: The school it is about.
        agreement_id: The agreement it is about.
        value: What is stated: a bool, a Decimal or a date.
        stated_by: Who states it.
        start: First day for which it is stated, included; `from` on the wire.
        end: Last day for which it is stated, included; None is open; `to` on the wire.
    """

    id: str = f.text()
    fact: str = f.text()
    officer_id: str | None = f.text(optional=True)
    assignment_id: str | None = f.text(optional=True)
    agency_id: str | None = f.text(optional=True)
    district_id: str | None = f.text(optional=True)
    school_id: str | None = f.text(optional=True)
    agreement_id: str | None = f.text(optional=True)
    value: bool | Decimal | dt.date = f.value()
    stated_by: str = f.text(private=True)
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    def __attrs_post_init__(self) -> None:
        check_marks(self)
        f.require_order(self.start, self.end)
