"""Postings of officers to schools, and the agreements behind them."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import attrs

from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks

__all__ = [
    "Agreement",
    "AgreementKind",
    "Assignment",
    "Role",
]


class AgreementKind(enum.StrEnum):
    """Kinds of agreement between an agency and a district."""

    SRO_CONTRACT = "sro_contract"
    MOU = "mou"
    INTERLOCAL = "interlocal"
    OTHER = "other"


class Role(enum.StrEnum):
    """What an officer is posted as."""

    SCHOOL_RESOURCE_OFFICER = "school_resource_officer"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    SUBSTITUTE = "substitute"
    LIAISON = "liaison"
    SCHOOL_SECURITY = "school_security"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Agreement:
    """The memorandum of understanding or contract between one agency and one district.

    Attributes:
        id: Unique among agreements.
        agency_id: The agency.
        district_id: The district.
        kind: What kind of agreement; None is not stated.
        signed_on: Day of signing.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        review_by: Day by which the parties review it.
        reviewed_on: Days on which they did.
        funding: Words for the funds behind it, such as a pack's funding tags.
    """

    id: str = f.text()
    agency_id: str = f.text()
    district_id: str = f.text()
    kind: AgreementKind | None = f.enum_of(AgreementKind, optional=True)
    signed_on: dt.date = f.date()
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    review_by: dt.date | None = f.date(optional=True)
    reviewed_on: tuple[dt.date, ...] = f.tuple_of(dt.date)
    funding: tuple[str, ...] = f.tuple_of(str, check_item=f.check_text)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    def __attrs_post_init__(self) -> None:
        check_marks(self)
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Assignment:
    """An officer's posting by an agency to a district or some of its schools.

    Attributes:
        id: Unique among assignments.
        officer_id: Who.
        agency_id: The posting agency.
        district_id: Where.
        school_ids: Which schools; empty is not stated.
        role: As what.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        hours_per_week: Hours a week; None is not stated.
        armed: Whether armed; None is not stated.
        agreement_id: The agreement it rests on.
    """

    id: str = f.text()
    officer_id: str = f.text()
    agency_id: str = f.text()
    district_id: str = f.text()
    school_ids: tuple[str, ...] = f.tuple_of(str, check_item=f.check_text)
    role: Role = f.enum_of(Role)
    start: dt.date = f.date(wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    hours_per_week: Decimal | None = f.hours(optional=True)
    armed: bool | None = f.flag(optional=True)
    agreement_id: str | None = f.text(optional=True)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    def __attrs_post_init__(self) -> None:
        check_marks(self)
        f.require_order(self.start, self.end)
