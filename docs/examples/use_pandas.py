"""A report as data frames: every finding, and who is not ready in which district.

python use_pandas.py
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any

import pandas as pd

import sro_core as sro
from sro_core.examples import olmsted
from sro_core.findings import FINDING_COLUMNS, POSTING_COLUMNS
from sro_core.rules.packs import Level


def words(kind: type[enum.StrEnum], *, ordered: bool = False) -> pd.CategoricalDtype:
    """Categories in the order of the library."""
    return pd.CategoricalDtype([item.value for item in kind], ordered=ordered)


DAY = "datetime64[s]"

#: The columns that are no text.
TYPES: dict[str, Any] = {
    "as_of": DAY,
    "known_at": "datetime64[us, UTC]",
    "from": DAY,
    "to": DAY,
    "due_on": DAY,
    "valid_until": DAY,
    "late_by_days": "Int64",
    "contested": "bool",
    "level": words(Level),
    "binding": words(sro.Binding),
    "standing": words(sro.Standing, ordered=True),
}


def frame(rows: list[dict[str, Any]], columns: Sequence[str], status: Any) -> pd.DataFrame:
    """Rows as a frame, with the same types also where there are no rows."""
    types = {name: TYPES.get(name, "string") for name in columns}
    return pd.DataFrame(rows, columns=list(columns)).astype(types | {"status": status})


def findings_frame(report: sro.Report) -> pd.DataFrame:
    """One row for each finding."""
    return frame(report.finding_rows(), FINDING_COLUMNS, words(sro.Status))


def postings_frame(report: sro.Report) -> pd.DataFrame:
    """One row for each officer's assignment; of readiness the worst comes first."""
    readiness = words(sro.ReadinessStatus, ordered=True)
    return frame(report.posting_rows(), POSTING_COLUMNS, readiness)


def not_ready_by_district(postings: pd.DataFrame) -> pd.DataFrame:
    """Who serves without being ready, in each district that has anybody posted."""
    serving = postings[postings["from"] <= postings["as_of"]]
    posted = serving.groupby("district_id").agg(officers=("officer_id", "nunique"))
    not_ready = (
        serving[serving["status"] == "not_ready"]
        .groupby("district_id")
        .agg(
            not_ready=("officer_id", "nunique"),
            who=("officer_id", lambda ids: ", ".join(ids.unique())),
            last_day=("due_on", "min"),
        )
    )
    joined = posted.join(not_ready)
    return joined.fillna({"not_ready": 0, "who": ""}).astype({"not_ready": "int64"})


def main() -> None:
    """Print what the frames answer of the example that ships with the library."""
    report = sro.evaluate(olmsted(), as_of=dt.date(2022, 9, 6))
    findings, postings = findings_frame(report), postings_frame(report)
    print(findings.dtypes.to_string())
    print()
    print(not_ready_by_district(postings).to_string())
    print()
    open_duties = findings[findings["status"].isin(["overdue", "expired"])]
    print(open_duties[["officer_id", "requirement_id", "status", "due_on"]].to_string(index=False))
    print()
    print(pd.crosstab(postings["district_id"], postings["status"]).to_string())


if __name__ == "__main__":
    main()
