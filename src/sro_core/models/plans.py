"""Safety plans and who reviewed which version of them."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks

__all__ = [
    "PlanKind",
    "PlanReview",
    "SafetyPlan",
]


class PlanKind(enum.StrEnum):
    """Kinds of safety plan."""

    THREAT_RESPONSE = "threat_response"
    EMERGENCY_OPERATIONS = "emergency_operations"
    REUNIFICATION = "reunification"
    OTHER = "other"


@attrs.frozen(kw_only=True, weakref_slot=False)
class SafetyPlan:
    """One version of a plan of one district and one agency.

    Attributes:
        id: Unique among safety plans: one id for each version.
        district_id: The district.
        agency_id: The agency.
        kind: What the plan is for.
        version: Its name, such as `2022`.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
    """

    id: str = f.text()
    district_id: str = f.text()
    agency_id: str = f.text()
    kind: PlanKind = f.enum_of(PlanKind)
    version: str = f.text()
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    def __attrs_post_init__(self) -> None:
        check_marks(self)
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PlanReview:
    """One officer's review of one version of a plan.

    Attributes:
        id: Unique among plan reviews.
        officer_id: Who reviewed.
        plan_id: The version reviewed.
        reviewed_on: When.
    """

    id: str = f.text()
    officer_id: str = f.text()
    plan_id: str = f.text()
    reviewed_on: dt.date = f.date()
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks
