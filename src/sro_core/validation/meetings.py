"""When and how long a session meets, in the time zone of its place."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sro_core.models import TrainingSession

__all__ = ["Held", "held"]


class Held(NamedTuple):
    """What the meetings of a session come to.

    Attributes:
        first: First day, in the place's time zone.
        last: Last day, in the place's time zone.
        minutes: Whole minutes elapsed, what overlaps counted once.
    """

    first: dt.date
    last: dt.date
    minutes: int


def held(session: TrainingSession) -> Held | None:
    """What the meetings come to; None where there are none, or one runs backwards."""
    days = session.days()
    if days is None or any(item.ends_at <= item.starts_at for item in session.meetings):
        return None
    return Held(*days, session.minutes())
