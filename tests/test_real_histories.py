"""Real histories: what was on file on each day, and records as agencies keep them.

The lists and where they come from are told in SOURCES.md beside them. They have
no names of people; the ids of officers are running numbers.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import pytest

import sro_core as sro
from real import needs_real_lists, read_rows, us_day
from sro_core.history import Change, ChangeKind
from sro_core.models import (
    Agency,
    AgencyKind,
    Assignment,
    District,
    DistrictKind,
    Employment,
    FrozenMap,
    Officer,
    Role,
    Void,
)
from sro_core.problems import Problem, Severity
from sro_core.registry import Registry

pytestmark = needs_real_lists

Row: TypeAlias = dict[str, str]
Lists: TypeAlias = dict[str, list[dict[str, Any]]]

# New York: assignments, as 154 snapshots show them ----------------------------------------------

_SNAPSHOTS: Final = "officers/nypd_assignment_snapshots_2021_2024.csv.gz"
_WHO: Final = {"by": "personnel office", "reason": "no longer on the list"}


@cache
def _moments() -> dict[str, dt.datetime]:
    """Noon of each day on which a snapshot was taken, in winter and summer time."""
    zone = ZoneInfo("America/New_York")
    return {
        row["snapshot_date"]: dt.datetime.fromisoformat(row["snapshot_date"]).replace(
            hour=12, tzinfo=zone
        )
        for row in read_rows("officers/nypd_snapshot_dates.csv")
    }


@attrs.frozen
class _Snapshots:
    """Rows of the list, and the registry made of them.

    Attributes:
        rows: The rows by the ids of the assignments made of them.
        next_day: The snapshot after each; a row is gone on the one after its last.
        successors: For rows of which only the date or the rank was changed: the id of
            the row of the same officer and command that came in its place.
        registry: An assignment for each row.
    """

    rows: dict[str, Row]
    next_day: dict[str, str]
    successors: dict[str, str]
    registry: Registry

    def on_file(self) -> dict[str, set[str]]:
        """For each day, the ids of the rows that were in its snapshot."""
        days = list(_moments())
        places = {day: place for place, day in enumerate(days)}
        found: dict[str, set[str]] = {day: set() for day in days}
        for identifier, row in self.rows.items():
            for day in days[places[row["first_seen"]] : places[row["last_seen"]] + 1]:
                found[day].add(identifier)
        return found


def _assignment(identifier: str, row: Row) -> Assignment:
    """The assignment that a row claims.

    A row without a date (no snapshot before December 2021 has any) says that the
    officer is there, not since when: it begins on the first day that shows it. The
    day of appointment would claim more than anybody stated. A command is no school;
    it is kept beside the rest.
    """
    stated = row["assignment_date"]
    return Assignment(
        id=identifier,
        officer_id=row["officer_id"],
        agency_id="nypd",
        district_id="nyc",
        role=Role.LIAISON,
        start=us_day(stated) if stated else dt.date.fromisoformat(row["first_seen"]),
        recorded_at=_moments()[row["first_seen"]],
        extensions=FrozenMap(
            {"command": row["command"], "rank": row["rank"], "dated": bool(stated)}
        ),
    )


def _claim(row: Row) -> tuple[str, str, str, str]:
    return row["officer_id"], row["command"], row["assignment_date"], row["rank"]


def _claimed(assignment: Assignment) -> tuple[str, str, str, str]:
    """What an assignment says, in the words of the list."""
    start, extensions = assignment.start, assignment.extensions
    day = f"{start.month}/{start.day}/{start.year}" if extensions["dated"] else ""
    return assignment.officer_id, str(extensions["command"]), day, str(extensions["rank"])


def _base(rows: dict[str, Row]) -> Registry:
    """The department, the city's schools and the officers, employed since their appointment."""
    appointed: dict[str, set[dt.date]] = defaultdict(set)
    for row in rows.values():
        appointed[row["officer_id"]].add(us_day(row["appointed_date"]))
    return Registry(
        agencies=(Agency(id="nypd", name="NYPD", kind=AgencyKind.POLICE, jurisdiction="US-NY"),),
        districts=(District(id="nyc", name="NYC", kind=DistrictKind.PUBLIC, jurisdiction="US-NY"),),
        officers=tuple(
            Officer(id=name, employments=(Employment(agency_id="nypd", start=min(days)),))
            for name, days in sorted(appointed.items())
        ),
    )


def _snapshots(rows: dict[str, Row]) -> _Snapshots:
    next_day = dict(pairwise(_moments()))
    came = {
        (row["officer_id"], row["command"], row["first_seen"]): identifier
        for identifier, row in rows.items()
    }
    successors: dict[str, str] = {}
    assignments: list[Assignment] = []
    for identifier, row in rows.items():
        assignment = _assignment(identifier, row)
        gone = next_day.get(row["last_seen"])
        if gone is not None:
            following = came.get((row["officer_id"], row["command"], gone))
            if following is not None:
                successors[identifier] = following
            void = Void(at=_moments()[gone], replaced_by=following, **_WHO)
            assignment = attrs.evolve(assignment, voided=void)
        assignments.append(assignment)
    registry = attrs.evolve(_base(rows), assignments=tuple(assignments))
    return _Snapshots(rows, next_day, successors, registry)


@pytest.fixture(scope="module")
def city() -> _Snapshots:
    """Of the whole list."""
    return _snapshots({f"row-{number}": row for number, row in enumerate(read_rows(_SNAPSHOTS))})


@pytest.fixture(scope="module")
def safety(city: _Snapshots) -> _Snapshots:
    """Of the officers only that pass through a school safety division or zone."""
    rows = city.rows
    officers = {row["officer_id"] for row in rows.values() if "SCHOOL SAFETY" in row["command"]}
    return _snapshots({name: row for name, row in rows.items() if row["officer_id"] in officers})


def test_every_row_is_an_assignment_that_says_the_same(city: _Snapshots) -> None:
    rows, registry = city.rows, city.registry
    assert len(rows) == 114_940
    assert [_claimed(item) for item in registry.assignments] == [
        _claim(row) for row in rows.values()
    ]
    assert sum(not row["assignment_date"] for row in rows.values()) == 43_656


def test_a_snapshot_is_what_was_known_on_its_day(city: _Snapshots) -> None:
    """As known at the moment of a snapshot, the registry has exactly the rows on file that day."""
    on_file = city.on_file()
    days = list(_moments())
    for day in {*days[::22], days[-1]}:
        known = city.registry.as_known_at(_moments()[day])
        assert {item.id for item in known.assignments} == on_file[day]
        assert Counter(map(_claimed, known.assignments)) == Counter(
            _claim(row)
            for row in city.rows.values()
            if row["first_seen"] <= day <= row["last_seen"]
        )


def test_every_snapshot_of_the_school_safety_officers_is_what_was_known(
    safety: _Snapshots,
) -> None:
    """On every one of the 154 days, and on the days between them what the last one showed."""
    on_file = safety.on_file()
    assert len(safety.registry.officers) == 240
    assert len(on_file) == 154
    for day, moment in _moments().items():
        known = safety.registry.as_known_at(moment)
        assert {item.id for item in known.assignments} == on_file[day]
        assert safety.registry.as_known_at(moment + dt.timedelta(days=1)) == known


def _replay(known: set[str], changes: tuple[Change, ...]) -> Iterator[tuple[dt.datetime, set[str]]]:
    """What is on file after all changes of each moment."""
    for moment, group in groupby(changes, key=lambda change: change.at):
        for change in group:
            if change.change is ChangeKind.RECORDED:
                known.add(change.record_id)
            else:
                known.remove(change.record_id)
        yield moment, set(known)


def test_changes_lead_from_each_snapshot_to_the_next(city: _Snapshots) -> None:
    """The first snapshot, and what has changed at each of the 153 others, give every one."""
    on_file = city.on_file()
    days, moments = list(_moments()), list(_moments().values())
    changes = city.registry.changes_between(moments[0], moments[-1])
    replayed = list(_replay(set(on_file[days[0]]), changes))
    assert replayed == [(_moments()[day], on_file[day]) for day in days[1:]]
    replaced = [item for item in changes if item.change is ChangeKind.REPLACED]
    assert len(replaced) == len(city.successors)
    # The same officer in the same command: a date that was filled in, or a new rank.
    assert {field for item in replaced for field in item.fields} == {"from", "extensions"}


@pytest.mark.parametrize("count", [154, 20, 3])
def test_changes_of_consecutive_snapshots_add_up(safety: _Snapshots, count: int) -> None:
    moments = list(_moments().values())
    chosen = [*moments[: count - 1], moments[-1]]
    registry = safety.registry
    parts = [registry.changes_between(*pair) for pair in pairwise(chosen)]
    together = tuple(change for part in parts for change in part)
    assert together == registry.changes_between(moments[0], moments[-1])


def test_the_snapshots_can_be_entered_one_after_the_other(safety: _Snapshots) -> None:
    """Entered as they came, by operations, they give the registry made of the whole list."""
    by_id = {item.id: attrs.evolve(item, voided=None) for item in safety.registry.assignments}
    came: dict[str, list[str]] = defaultdict(list)
    went: dict[str, list[str]] = defaultdict(list)
    for identifier, row in safety.rows.items():
        came[row["first_seen"]].append(identifier)
        if row["last_seen"] in safety.next_day:
            went[safety.next_day[row["last_seen"]]].append(identifier)
    registry = _base(safety.rows)
    for day, moment in _moments().items():
        corrected = [name for name in went[day] if name in safety.successors]
        entered = {safety.successors[name] for name in corrected}
        for name in corrected:
            right = by_id[safety.successors[name]]
            registry = registry.with_correction(right, of=by_id[name], at=moment, **_WHO)
        others = [by_id[name] for name in went[day] if name not in safety.successors]
        registry = registry.without(*others, at=moment, **_WHO)
        registry = registry.with_records(
            *(by_id[name] for name in came[day] if name not in entered)
        )
    assert {item.id: item for item in registry.assignments} == {
        item.id: item for item in safety.registry.assignments
    }
    assert sro.dumps(registry) == sro.dumps(safety.registry)


def test_the_last_snapshot_contradicts_nothing(city: _Snapshots) -> None:
    """Every officer was appointed by the first day of what is claimed, and every id is known."""
    assert sro.validate(city.registry) == ()


# Oregon: transcripts ----------------------------------------------------------------------------

#: The collection of which the transcripts OR1 and OR2 are part is of this day. The others tell of
#: no day: theirs is the latest that the sources of the lists name, so they were on file by then.
_DATED: Final = {
    **dict.fromkeys(("OR1", "OR2"), "2024-07-23T12:00:00-07:00"),
    **dict.fromkeys((f"OR{number}" for number in range(3, 10)), "2025-12-11T12:00:00-08:00"),
}
#: Of these only one is no completion. An instructor's hours are credited too.
_OUTCOMES: Final = {
    "Passed": "completed",
    "Completed": "completed",
    "Instructed": "completed",
    "Incomplete": "incomplete",
}


@cache
def _events() -> list[Row]:
    """What happened to employments, the earliest first; on one day as printed from below."""
    rows = read_rows("officers/oregon_dpsst_employment_events.csv")
    return sorted(rows, key=lambda row: us_day(row["date"]))


@cache
def _training() -> list[Row]:
    return read_rows("officers/oregon_dpsst_training.csv")


def _employments(officer_id: str) -> list[dict[str, Any]]:
    """The employments that events begin and end; what ends without having begun has no `from`."""
    found: list[dict[str, Any]] = []
    for event in _events():
        if event["officer_id"] != officer_id:
            continue
        agency, day = event["agency"], us_day(event["date"]).isoformat()
        if event["action"] == "Hired":
            found.append({"agency_id": agency, "from": day})
            if event["rank"] == "Reserve":
                found[-1]["time"] = "reserve"
        elif event["action"] in ("Resigned", "Retired"):
            running = [item for item in found if item["agency_id"] == agency and "to" not in item]
            if not running:
                running = [{"agency_id": agency}]
                found += running
            running[-1]["to"] = day
    return found


def _course_id(row: Row) -> str:
    """A number is not enough: MISCMAIN is the maintenance of any year."""
    return f"{row['course']} {row['title']}"


def _oregon() -> Lists:
    """The lists of a registry as a program would fill them from the transcripts."""
    held: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_rows("officers/oregon_dpsst_certifications.csv"):
        kind = f"{row['certificate']}, {row['level']}".lower()
        day = us_day(row["certificate_date"]).isoformat()
        held[row["officer_id"]].append({"kind": kind, "jurisdiction": "US-OR", "from": day})
    return {
        "agencies": [
            {"id": name, "name": name, "kind": "other", "jurisdiction": "US-OR"}
            for name in sorted({event["agency"] for event in _events()})
        ],
        "officers": [
            {
                "id": name,
                "employments": _employments(name),
                "licenses": held[name],
                "recorded_at": recorded,
            }
            for name, recorded in _DATED.items()
        ],
        "courses": [
            {"id": identifier, "title": title, "provider": "DPSST"}
            for identifier, title in {_course_id(row): row["title"] for row in _training()}.items()
        ],
        "completions": [
            {
                "id": f"row-{number}",
                "officer_id": row["officer_id"],
                "course_id": _course_id(row),
                "completed_on": us_day(row["date"]).isoformat(),
                "hours": f"@{row['hours']}@",
                "outcome": _OUTCOMES[row["status"]],
                "recorded_at": _DATED[row["officer_id"]],
            }
            for number, row in enumerate(_training())
        ],
    }


def _text(lists: Lists) -> str:
    """A document with hours written as the transcripts print them: 4.00, 0.72."""
    text = json.dumps({"format": "sro-core/registry", "version": 1, **lists})
    return re.sub(r'"@([0-9.]+)@"', r"\1", text)


def _without_the_unbegun() -> Lists:
    lists = _oregon()
    for officer in lists["officers"]:
        officer["employments"] = [item for item in officer["employments"] if "from" in item]
    return lists


_OF_NO_RULE: Final = ("course-not-recognised", "course-unlike-any")


def _told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Codes and pointers, but those of courses that no rule pack has: such are most."""
    unknown = [item for item in problems if item.code in _OF_NO_RULE]
    assert all(item.severity is Severity.NOTICE for item in unknown)
    return [(item.code, item.pointer) for item in problems if item.code not in _OF_NO_RULE]


def _row_number(officer_id: str, date: str) -> int:
    (found,) = [
        number
        for number, row in enumerate(_training())
        if (row["officer_id"], row["date"]) == (officer_id, date)
    ]
    return found


def test_a_resignation_without_a_hire_is_refused_where_it_stands() -> None:
    """OR9 resigned from Portland in 2021 without having been hired: that has no `from`."""
    lists = _oregon()
    assert len(lists["completions"]) == 639
    places = [item["agency_id"] for item in lists["officers"][8]["employments"]]
    assert places == [
        "Washington County Sheriff's Office",
        "Portland Police Bureau",
        "Sherwood Police Department",
    ]
    with pytest.raises(sro.InvalidDocument) as caught:
        sro.loads(_text(lists))
    (found,) = caught.value.problems
    assert (found.code, found.pointer) == ("missing-key", "/officers/8/employments/1")
    assert dict(found.params)["key"] == "from"


#: Row by row of one officer: the same course on the same day. In three of them it was taught and
#: taken, in two it is entered in two parts, in one (3 August 2011) it stands twice.
_TWICE: Final = ("7/1/2013", "6/24/2012", "8/3/2011", "2/23/2011", "8/27/2010", "8/26/2010")


def _known_problems() -> list[tuple[str, str]]:
    seen: set[tuple[str, str, str]] = set()
    repeated: list[tuple[str, str]] = []
    for number, row in enumerate(_training()):
        key = (row["officer_id"], _course_id(row), row["date"])
        if key in seen:
            assert row["date"] in _TWICE
            repeated.append(("completion-repeated", f"/completions/{number}"))
        seen.add(key)
    assert len(repeated) == len(_TWICE)
    future = _row_number("OR8", "12/25/2070")
    return [
        *repeated,
        ("dated-after-recorded", f"/completions/{future}/completed_on"),
        # OR2 left Portland for Canby on 1 February 2021.
        ("employments-share-a-day", "/officers/1/employments/1/from"),
    ]


def test_the_rest_of_the_transcripts_reads_with_the_right_problems() -> None:
    registry = sro.loads(_text(_without_the_unbegun()))
    assert _told(sro.validate(registry)) == _known_problems()
    (future,) = [item for item in sro.validate(registry) if item.code == "dated-after-recorded"]
    assert dict(future.params)["day"] == "2070-12-25"


def test_an_employment_repaired_by_what_is_known_runs_beside_another() -> None:
    """All that is known of OR9 in Portland is the last day, amid the years in Washington County."""
    lists = _oregon()
    unbegun = lists["officers"][8]["employments"][1]
    unbegun["from"] = unbegun["to"]
    problems = _told(sro.validate(sro.loads(_text(lists))))
    assert problems == [
        *_known_problems(),
        ("employments-overlap", "/officers/8/employments/1/from"),
    ]


def test_hours_are_summed_exactly() -> None:
    """Sums of hours are those of whole hundredths, and the same in any order."""
    registry = sro.loads(_text(_without_the_unbegun()))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    in_2020 = Decimal()
    for item in registry.completions:
        assert item.hours is not None
        sums[item.officer_id] += item.hours
        if item.officer_id == "OR2" and item.completed_on.year == 2020:
            in_2020 += item.hours
    hundredths: Counter[str] = Counter()
    for row in _training():
        whole, part = row["hours"].split(".")
        assert len(part) == 2
        hundredths[row["officer_id"]] += int(whole) * 100 + int(part)
    assert {name: total * 100 for name, total in sums.items()} == hundredths
    assert in_2020 == Decimal("69.97")


def test_twenty_times_nine_minutes_are_three_hours() -> None:
    lists = _without_the_unbegun()
    lists["completions"] = [
        {**lists["completions"][0], "id": f"k{number}", "hours": "@0.15@"} for number in range(20)
    ]
    registry = sro.loads(_text(lists))
    assert sum(item.hours for item in registry.completions if item.hours is not None) == 3


def test_transcripts_are_written_as_they_are_read() -> None:
    registry = sro.loads(_text(_without_the_unbegun()))
    text = sro.dumps(registry)
    again = sro.loads(text)
    assert sro.dumps(again) == text
    for kind, records in registry.lists():
        assert {item.id: item for item in records} == {
            item.id: item for item in getattr(again, kind)
        }


# New York: training -----------------------------------------------------------------------------


def test_completions_without_a_day_are_refused_together_and_the_others_read() -> None:
    """358 of 108,171 have no day, as a program leaves them: no key, or an empty text."""
    rows = read_rows("officers/nypd_training_completions.csv.gz")
    courses = {name: f"c{n}" for n, name in enumerate({row["course_name"]: None for row in rows})}
    completions: list[dict[str, Any]] = []
    expected: list[tuple[str, str]] = []
    for number, row in enumerate(rows):
        completions.append(
            {
                "id": f"row-{number}",
                "officer_id": row["officer_id"],
                "course_id": courses[row["course_name"]],
                "outcome": "completed",
            }
        )
        if row["date"]:
            completions[-1]["completed_on"] = us_day(row["date"])
        elif number % 2:
            completions[-1]["completed_on"] = ""
            expected.append(("bad-date", f"/completions/{number}/completed_on"))
        else:
            expected.append(("missing-key", f"/completions/{number}"))
    lists: Lists = {
        "officers": [
            {"id": name, "employments": []} for name in {row["officer_id"]: None for row in rows}
        ],
        "courses": [
            {"id": name, "title": title, "provider": "NYPD"} for title, name in courses.items()
        ],
    }
    assert len(expected) == 358
    with pytest.raises(sro.InvalidDocument) as caught:
        Registry.build(completions=completions, **lists)
    assert [(item.code, item.pointer) for item in caught.value.problems] == expected
    dated = [item for item in completions if item.get("completed_on")]
    registry = Registry.build(completions=dated, **lists)
    assert len(registry.completions) == 107_813
    # No officer is on file twice for one course on one day.
    assert _told(sro.validate(registry)) == []
