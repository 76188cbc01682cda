"""From tables to a registry and back, in SQLite and in a PostgreSQL server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

import sro_core as sro

sqlalchemy: Any = pytest.importorskip("sqlalchemy")
orm: Any = pytest.importorskip("sqlalchemy.orm")

_DAY = dt.date(2025, 9, 2)


@pytest.fixture
def use(example: Callable[[str], ModuleType]) -> Any:
    return example("use_a_database")


@pytest.fixture
def session(use: Any, address: str) -> Iterator[Any]:
    """The rows of agency.sql in a database."""
    engine = sqlalchemy.create_engine(address)
    use.Base.metadata.create_all(engine)
    with orm.Session(engine) as session, session.begin():
        use.fill(session)
        yield session
    engine.dispose()


def test_the_page_is_followed_to_the_letter(follow: Callable[..., None]) -> None:
    follow("use-a-database.md")


def test_it_says_the_same_on_postgresql(follow: Callable[..., None], postgresql: str) -> None:
    follow("use-a-database.md", **{"sqlite:///agency.db": f"'{postgresql}'"})


def test_it_says_the_same_again(follow: Callable[..., None], address: str) -> None:
    for _time in range(2):
        follow("use-a-database.md", **{"sqlite:///agency.db": f"'{address}'"})


def test_every_row_becomes_a_record(use: Any, session: Any) -> None:
    registry = use.registry_of(session)
    tables = {
        "agencies": use.Agency,
        "districts": use.District,
        "schools": use.School,
        "officers": use.Officer,
        "agreements": use.Agreement,
        "assignments": use.Assignment,
        "courses": use.Course,
        "completions": use.Completion,
    }
    counts = {name: len(records) for name, records in registry.lists() if records}
    assert counts == {
        name: session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(table))
        for name, table in tables.items()
    }
    assert sro.validate(registry, as_of=_DAY) == ()


def test_rows_of_details_become_lists_in_order(use: Any, session: Any) -> None:
    registry = use.registry_of(session)
    (officer,) = [item for item in registry.officers if item.id == "pd-1"]
    assert [(item.agency_id, item.start, item.end) for item in officer.employments] == [
        ("olmsted-so", dt.date(2015, 1, 5), dt.date(2019, 6, 28)),
        ("rochester-pd", dt.date(2019, 7, 1), None),
    ]
    schools = {item.id: item.school_ids for item in registry.assignments}
    assert schools["pd-1-mayo"] == ("mayo",)
    codes = {item.id: [code.code for code in item.codes] for item in registry.courses}
    assert codes["post-2025"] == ["us-mn.post-sro"]


def test_a_column_without_a_value_is_not_stated(use: Any, session: Any) -> None:
    agencies = {item.id: item for item in use.registry_of(session).agencies}
    assert agencies["olmsted-so"].ori is None
    assert agencies["rochester-pd"].ori == "MN0550100"


def test_hours_are_exact(use: Any, session: Any) -> None:
    """A tenth is no float: ten of them are one hour, as they were put in."""
    for number in range(10):
        session.add(
            use.Completion(
                id=f"tenth-{number}",
                officer_id="so-1",
                course_id="post-2025",
                completed_on=_DAY,
                hours=Decimal("0.1"),
                outcome="completed",
            )
        )
    session.flush()
    completions = use.registry_of(session).completions
    tenths = [item.hours for item in completions if item.id.startswith("tenth-")]
    assert sum(tenths) == 1
    assert {item.hours for item in completions} == {Decimal("0.1"), Decimal(40), Decimal("16.5")}


def test_all_that_is_wrong_in_the_rows_comes_at_once(use: Any, session: Any) -> None:
    session.execute(sqlalchemy.update(use.Agency).values(kind="constable"))
    session.execute(sqlalchemy.update(use.School).values(level="kindergarten"))
    with pytest.raises(sro.InvalidDocument) as caught:
        use.registry_of(session)
    assert [item.pointer for item in caught.value.problems] == [
        "/agencies/0/kind",
        "/agencies/1/kind",
        "/schools/0/level",
        "/schools/1/level",
        "/schools/2/level",
    ]


def _rows(session: Any, table: Any) -> list[dict[str, Any]]:
    columns = [column for column in table.c if column.name != "id"]
    query = sqlalchemy.select(*columns).order_by(table.c.id)
    return [dict(row) for row in session.execute(query).mappings()]


def test_the_tables_hold_what_the_report_says(use: Any, session: Any) -> None:
    report = sro.evaluate(use.registry_of(session), as_of=_DAY)
    use.store(session, report)
    assert report.findings
    assert _rows(session, use.findings) == report.finding_rows()
    assert _rows(session, use.postings) == report.posting_rows()


def test_a_moment_of_knowledge_comes_back_as_it_was(use: Any, session: Any) -> None:
    moment = dt.datetime(2025, 9, 1, 12, 30, tzinfo=dt.UTC)
    use.store(session, sro.evaluate(use.registry_of(session), as_of=_DAY, known_at=moment))
    kept = {row["known_at"] for row in _rows(session, use.postings)}
    # SQLite keeps no offset
    assert {value.replace(tzinfo=dt.UTC) for value in kept} == {moment}


def test_a_report_takes_the_place_of_that_of_its_day_only(use: Any, session: Any) -> None:
    registry = use.registry_of(session)
    earlier = sro.evaluate(registry, as_of=dt.date(2024, 9, 3))
    report = sro.evaluate(registry, as_of=_DAY)
    for item in (earlier, report, report):
        use.store(session, item)
    found = _rows(session, use.findings)
    assert found == [*earlier.finding_rows(), *report.finding_rows()]
    use.store(session, sro.evaluate(sro.Registry(), as_of=_DAY))
    assert _rows(session, use.findings) == earlier.finding_rows()


def test_who_is_not_ready_is_asked_in_sql(use: Any, session: Any) -> None:
    report = sro.evaluate(use.registry_of(session), as_of=_DAY)
    use.store(session, report)
    found = {row.officer_id for row in session.execute(use.not_ready(_DAY))}
    not_ready = sro.ReadinessStatus.NOT_READY
    assert found == {name for name, item in report.readiness.items() if item.status is not_ready}
    assert found
