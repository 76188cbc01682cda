"""Evidence that an officer finished, or did not finish, a course."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import attrs

from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks

__all__ = [
    "Completion",
    "Outcome",
]


class Outcome(enum.StrEnum):
    """How a course ended for an officer."""

    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    FAILED = "failed"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Completion:
    """Evidence of one course, one officer, one day.

    Attributes:
        id: Unique among completions.
        officer_id: Who.
        course_id: Which course.
        session_id: The session it was taken in.
        completed_on: Last day of the course.
        hours: Credited hours; None takes those of the course.
        outcome: Only `completed` is evidence.
        certificate: Certificate number or name; private, never shown.
    """

    id: str = f.text()
    officer_id: str = f.text()
    course_id: str = f.text()
    session_id: str | None = f.text(optional=True)
    completed_on: dt.date = f.date()
    hours: Decimal | None = f.hours(optional=True)
    outcome: Outcome = f.enum_of(Outcome)
    certificate: str | None = f.text(optional=True, private=True)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks
