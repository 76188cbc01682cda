"""From the tables of an agency to a registry, and from a report back into tables.

    python use_a_database.py sqlite:///agency.db 2025-09-02

An empty database is filled with the rows of agency.sql first, to have something to look at.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Executable,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

import sro_core as sro
from sro_core.findings import FINDING_COLUMNS, POSTING_COLUMNS

# The tables of the agency ---------------------------------------------------------------------


class Hours(TypeDecorator[Decimal]):
    """Exact hours. SQLite has no exact numbers, so there they are text."""

    impl = Numeric(10, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        exact = Numeric(10, 4) if dialect.name != "sqlite" else String(11)
        return dialect.type_descriptor(exact)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    pass


class Agency(Base):
    __tablename__ = "agencies"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    ori: Mapped[str | None]


class District(Base):
    __tablename__ = "districts"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]


class School(Base):
    __tablename__ = "schools"
    id: Mapped[str] = mapped_column(primary_key=True)
    district_id: Mapped[str] = mapped_column(ForeignKey(District.id))
    name: Mapped[str]
    level: Mapped[str]
    control: Mapped[str]


class Officer(Base):
    __tablename__ = "officers"
    id: Mapped[str] = mapped_column(primary_key=True)


class Employment(Base):
    __tablename__ = "employments"
    officer_id: Mapped[str] = mapped_column(ForeignKey(Officer.id), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey(Agency.id))
    first_day: Mapped[dt.date] = mapped_column(primary_key=True)
    last_day: Mapped[dt.date | None]


class Agreement(Base):
    __tablename__ = "agreements"
    id: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey(Agency.id))
    district_id: Mapped[str] = mapped_column(ForeignKey(District.id))
    kind: Mapped[str]
    signed_on: Mapped[dt.date]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date | None]


class Assignment(Base):
    __tablename__ = "assignments"
    id: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey(Officer.id))
    agency_id: Mapped[str] = mapped_column(ForeignKey(Agency.id))
    district_id: Mapped[str] = mapped_column(ForeignKey(District.id))
    role: Mapped[str]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date | None]


class AssignmentSchool(Base):
    __tablename__ = "assignment_schools"
    assignment_id: Mapped[str] = mapped_column(ForeignKey(Assignment.id), primary_key=True)
    school_id: Mapped[str] = mapped_column(ForeignKey(School.id), primary_key=True)


class Course(Base):
    __tablename__ = "courses"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    provider: Mapped[str]
    catalogue_code: Mapped[str | None]


class Completion(Base):
    __tablename__ = "completions"
    id: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey(Officer.id))
    course_id: Mapped[str] = mapped_column(ForeignKey(Course.id))
    completed_on: Mapped[dt.date]
    hours: Mapped[Decimal | None] = mapped_column(Hours)
    outcome: Mapped[str]


# From rows to a registry ----------------------------------------------------------------------


def registry_of(session: Session) -> sro.Registry:
    """All that the tables hold, or every problem of every row."""

    def rows(query: Executable) -> list[dict[str, Any]]:
        # A column without a value is a key that is left out.
        return [
            {key: value for key, value in row.items() if value is not None}
            for row in session.execute(query).mappings()
        ]

    def rows_inside(query: Executable, owner: str) -> defaultdict[str, list[dict[str, Any]]]:
        found = defaultdict(list)
        for row in rows(query):
            found[row.pop(owner)].append(row)
        return found

    employments = rows_inside(
        select(
            Employment.officer_id,
            Employment.agency_id,
            Employment.first_day.label("from"),
            Employment.last_day.label("to"),
        ).order_by(Employment.officer_id, Employment.first_day),
        "officer_id",
    )
    schools = rows_inside(
        select(AssignmentSchool.assignment_id, AssignmentSchool.school_id).order_by(
            AssignmentSchool.assignment_id, AssignmentSchool.school_id
        ),
        "assignment_id",
    )
    codes = rows_inside(
        select(Course.id, Course.catalogue_code.label("code")).where(
            Course.catalogue_code.is_not(None)
        ),
        "id",
    )
    agencies = select(
        Agency.id, Agency.name, Agency.kind, Agency.state.label("jurisdiction"), Agency.ori
    )
    districts = select(
        District.id, District.name, District.kind, District.state.label("jurisdiction")
    )
    agreements = select(
        Agreement.id,
        Agreement.agency_id,
        Agreement.district_id,
        Agreement.kind,
        Agreement.signed_on,
        Agreement.first_day.label("from"),
        Agreement.last_day.label("to"),
    )
    assignments = select(
        Assignment.id,
        Assignment.officer_id,
        Assignment.agency_id,
        Assignment.district_id,
        Assignment.role,
        Assignment.first_day.label("from"),
        Assignment.last_day.label("to"),
    )
    return sro.Registry.build(
        agencies=rows(agencies),
        districts=rows(districts),
        schools=rows(select(School.__table__)),
        officers=[
            {**row, "employments": employments[row["id"]]} for row in rows(select(Officer.id))
        ],
        agreements=rows(agreements),
        assignments=[
            {**row, "school_ids": [item["school_id"] for item in schools[row["id"]]]}
            for row in rows(assignments)
        ],
        courses=[
            {**row, "codes": codes[row["id"]]}
            for row in rows(select(Course.id, Course.title, Course.provider))
        ],
        completions=rows(select(Completion.__table__)),
    )


# From a report to rows ------------------------------------------------------------------------

_TYPES: dict[str, Any] = {
    "as_of": Date,
    "known_at": DateTime(timezone=True),
    "from": Date,
    "to": Date,
    "due_on": Date,
    "valid_until": Date,
    "late_by_days": Integer,
    "contested": Boolean,
}


def answers(name: str, columns: Iterable[str]) -> Table:
    """A table of the rows that a report gives."""
    return Table(
        name,
        Base.metadata,
        Column("id", Integer, primary_key=True),
        *(Column(column, _TYPES.get(column, Text)) for column in columns),
    )


findings = answers("findings", FINDING_COLUMNS)
postings = answers("postings", POSTING_COLUMNS)


def store(session: Session, report: sro.Report) -> None:
    """Put a report into the tables, in place of an earlier one of the same day."""
    for table, rows in ((findings, report.finding_rows()), (postings, report.posting_rows())):
        session.execute(delete(table).where(table.c.as_of == report.as_of))
        if rows:
            session.execute(insert(table), rows)


# Who is not ready -----------------------------------------------------------------------------


def not_ready(as_of: dt.date) -> Executable:
    """Who serves on a day without being ready for it, and what is missing."""
    return (
        select(District.name, postings.c.officer_id, postings.c.outstanding, postings.c.due_on)
        .join(District, District.id == postings.c.district_id)
        .where(
            postings.c.as_of == as_of,
            postings.c["from"] <= as_of,
            postings.c.status == "not_ready",
        )
        .order_by(District.name, postings.c.officer_id)
    )


def fill(session: Session) -> None:
    """Put the rows of agency.sql into an empty database."""
    for statement in Path(__file__).with_name("agency.sql").read_text("utf-8").split(";"):
        if statement.strip():
            session.connection().exec_driver_sql(statement)


def main(url: str, day: str) -> None:
    """Judge what a database holds, keep the answer in it, and print who is not ready."""
    as_of = dt.date.fromisoformat(day)
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        if session.scalar(select(Agency.id).limit(1)) is None:
            fill(session)
        registry = registry_of(session)
        for problem in sro.validate(registry, as_of=as_of):
            print(problem)
        store(session, sro.evaluate(registry, as_of=as_of))
        print(f"Not ready on {as_of}:")
        for district, officer_id, outstanding, due_on in session.execute(not_ready(as_of)):
            print(f"  {district}: {officer_id}, {outstanding}, last day {due_on}")
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
