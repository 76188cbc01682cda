"""Engine and oracle against answers worked out by hand, where the engine takes a way of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from oracle.short import (
    agreed,
    completed,
    course,
    day,
    duty,
    licensed,
    officer,
    pack,
    posted,
    registry,
    version,
)
from properties.agreement import differences
from sro_core.compliance import evaluate
from sro_core.findings import Finding
from sro_core.models import LicenseState
from sro_core.rules import Requirement, Rulebook
from sro_core.rules import conditions as c
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import EventName, Happening, Period
from sro_core.testing import Situation

_POST = posted("2021-09-07")


def _found(as_of: str, *records: Any, rules: tuple[Requirement, ...]) -> dict[str, Finding]:
    """The findings of the first officer by requirement; the oracle says the same."""
    book, given = Rulebook(packs=(pack(*rules),)), registry(*records)
    assert not differences(Situation(registry=given, rulebook=book, as_of=day(as_of)))
    report = evaluate(given, as_of=day(as_of), rulebook=book)
    return {finding.requirement_id: finding for finding in report.of_officer("o1")}


@pytest.mark.parametrize(
    ("kind", "state", "status"),
    [
        ("deputy", "US-MN", "met"),
        ("deputy", "US-WI", "overdue"),
        ("x.credential", "US-MN", "met"),
        ("x.credential", "US-WI", "met"),
    ],
)
def test_licenses_are_of_a_state_and_credentials_of_the_catalogue_of_any(
    kind: str, state: str, status: str
) -> None:
    holder = officer("o1", attrs.evolve(licensed("2019-01-01", kind=kind), jurisdiction=state))
    rule = duty(version(e.Held(license=kind)))
    assert _found("2022-10-03", holder, _POST, rules=(rule,))["us-mn.r1"].status == status


def test_later_course_whose_hours_nobody_knows_may_have_renewed_the_duty() -> None:
    """The first completion is certain, the last is not: expired, or met until the next year."""
    rule = duty(
        version(
            e.CourseTaken(course=("x.basic",), hours=Decimal(8)),
            renewal=r.Every(every=Period(years=1)),
        )
    )
    records = (
        course("c1"),
        completed("2021-08-30", hours=Decimal(8)),
        completed("2022-08-29"),
        _POST,
    )
    found = _found("2022-10-03", *records, rules=(rule,))["us-mn.r1"]
    assert (found.status, found.missing) == ("unknown", ("completion.hours",))


def test_what_serves_another_duty_is_found_by_the_courses_of_that_duty() -> None:
    """Not by those of the duty that the pack names first."""
    rules = (
        duty(version(e.CourseTaken(course=("x.first",))), identifier="us-mn.r0"),
        duty(),
        duty(
            version(
                e.Unshared(
                    not_shared_with="us-mn.r1",
                    evidence=e.CourseTaken(course=("x.basic", "x.more")),
                )
            ),
            identifier="us-mn.r2",
        ),
    )
    done = (course("c1"), completed("2021-08-30"), _POST)
    statuses = {
        name: item.status for name, item in _found("2022-10-03", *done, rules=rules).items()
    }
    assert statuses == {"us-mn.r0": "overdue", "us-mn.r1": "met", "us-mn.r2": "overdue"}
    more = (course("c2", "x.more"), completed("2021-08-31", course_id="c2", id="k2"))
    assert _found("2022-10-03", *done, *more, rules=rules)["us-mn.r2"].status == "met"


def test_license_that_was_suspended_is_not_the_beginning_of_the_next_one() -> None:
    """Its days do not count, so that the duty is met from the day on which the next one begins."""
    holder = officer(
        "o1",
        licensed("2019-01-01", "2021-12-31", kind="deputy", state=LicenseState.SUSPENDED),
        licensed("2022-01-01", kind="deputy"),
    )
    found = _found("2022-10-03", holder, _POST, rules=(duty(version(e.Held(license="deputy"))),))
    late = (day("2022-01-01") - day("2021-09-06")).days
    assert (found["us-mn.r1"].status, found["us-mn.r1"].late_by_days) == ("met", late)


_FIRST_DAY = Happening(event=EventName.SERVICE_START)
_SIGNING = Happening(event=EventName.AGREEMENT_SIGNED)


@pytest.mark.parametrize(
    ("limit", "signed", "applies"),
    [
        ("on_or_after", "2021-09-06", False),
        ("on_or_after", "2021-09-07", True),
        ("on_or_before", "2021-09-07", True),
        ("on_or_before", "2021-09-08", False),
        ("before", "2021-09-06", True),
        ("before", "2021-09-07", False),
    ],
)
@pytest.mark.parametrize("day_of_limit", [_FIRST_DAY, day("2021-09-07")])
def test_limits_of_a_day_hold_their_own_day_unless_they_say_before(
    limit: str, signed: str, applies: bool, day_of_limit: Any
) -> None:
    """A limit that is an event means the same as one that is the day of it."""
    whom = c.EventDay(day_of=_SIGNING, **{limit: day_of_limit})
    agreement = agreed("2021-07-01", signed_on=day(signed))
    rule = duty(version(applies_when=whom))
    found = _found("2022-10-03", _POST, agreement, rules=(rule,))["us-mn.r1"]
    assert found.status == ("overdue" if applies else "not_required")
