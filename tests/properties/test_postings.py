"""Laws of postings: whoever is not simply ready can read why."""

from __future__ import annotations

from typing import Final

from hypothesis import given

import sro_core as sro
from properties.given import any_situations, report_of
from sro_core.testing import Situation

#: What at least is outstanding where an officer is not ready, or not quite.
_WHY: Final = {
    sro.ReadinessStatus.NOT_READY: {sro.Status.OVERDUE, sro.Status.EXPIRED},
    sro.ReadinessStatus.UNDETERMINED: {sro.Status.UNKNOWN},
    sro.ReadinessStatus.PROVISIONAL: {sro.Status.DUE},
}
_GRAVE: Final = _WHY[sro.ReadinessStatus.NOT_READY] | _WHY[sro.ReadinessStatus.UNDETERMINED]


@given(any_situations())
def test_an_answer_has_its_reason(situation: Situation) -> None:
    """An answer worse than ready comes with a duty that makes it so; a better one with none."""
    for posting in report_of(situation).postings():
        found = {item.status for item in posting.outstanding}
        if posting.status in _WHY:
            assert found & _WHY[posting.status]
        else:
            assert not found & _GRAVE
