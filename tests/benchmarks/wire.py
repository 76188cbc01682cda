"""Reading and writing a registry, beside pydantic 2 with the same fields and checks.

    pip install -e '.[bench]'
    python tests/benchmarks/wire.py
    python tests/benchmarks/wire.py --records 60000 --rounds 9

Reads and writes documents of 60,000 and 600,000 records, ours and pydantic's in turn in one
process, with the garbage collector on and off, and reads every field afterwards. Prints
medians of processor time, ratios and a verdict for each bar; then the peak of memory of
each, in a process of its own.

The models of pydantic are made from the classes of the library: frozen, strict,
`extra="forbid"`, with the same limits of texts, hours and counts, the same order of days and
ids unique in their list. What pydantic can check without calling Python is checked so.
It is not asked to find repeated keys, halves of surrogate pairs or deep nesting.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import functools
import gc
import itertools
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import types
import typing
import zoneinfo
from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import attrs

import sro_core as sro
from sro_core.identifiers import JURISDICTIONS
from sro_core.models import KINDS, FrozenMap, Json
from sro_core.wire import fast

__all__ = ["document"]

#: How many times as fast as pydantic, and as small, each figure is to be.
_BAR: Final = 1.0
_FAST_BARS: Final = {True: 1.7, False: 1.3}
_SIZES: Final = (60_000, 600_000)

# a document -------------------------------------------------------------------------------

#: Records of each list in a thousand, and how many of a list share one record of another.
_SHARES: Final = {
    "agencies": 4,
    "districts": 4,
    "schools": 10,
    "officers": 50,
    "agreements": 4,
    "assignments": 60,
    "safety_plans": 4,
    "plan_reviews": 30,
    "courses": 4,
    "sessions": 20,
    "enrollments": 300,
    "completions": 490,
    "waivers": 5,
    "adoptions": 2,
    "attestations": 13,
}
_FIRST: Final = dt.date(2012, 1, 1)
_PLACES: Final = ("US-MN", "US-TX", "US-KY", "US-FL", "US-OH")


class _Rows:
    """The rows of one document, made from a seed."""

    def __init__(self, records: int) -> None:
        self.chance = random.Random(1)
        self.counts = {name: max(1, records * share // 1000) for name, share in _SHARES.items()}

    def one(self, name: str) -> str:
        """The id of some record of a list."""
        return f"{name[:2]}-{self.chance.randrange(self.counts[name]):06}"

    def day(self, first: int = 0) -> str:
        """A day of some twelve years, or of the last ones of them."""
        return (_FIRST + dt.timedelta(days=self.chance.randrange(first, 4600))).isoformat()

    def marks(self) -> dict[str, Any]:
        """What any record may carry, and few do."""
        found: dict[str, Any] = {}
        if self.chance.random() < 0.2:
            found["recorded_at"] = f"{self.day()}T08:15:{self.chance.randrange(60):02}-05:00"
        if self.chance.random() < 0.01:
            at = f"2025-01-02T00:00:{self.chance.randrange(60):02}Z"
            found["voided"] = {"at": at, "by": "records office", "reason": "entered twice"}
        if self.chance.random() < 0.03:
            found["extensions"] = {"batch": self.chance.randrange(900), "note": "by hand"}
        return found

    def maybe(self, share: float, **members: Any) -> dict[str, Any]:
        """Members that some records have."""
        return members if self.chance.random() < share else {}

    def agencies(self) -> dict[str, Any]:
        kind = self.chance.choice(("police", "sheriff"))
        return {"name": "Lakeview Police", "kind": kind, "jurisdiction": self.place()}

    def place(self) -> str:
        return self.chance.choice(_PLACES)

    def districts(self) -> dict[str, Any]:
        years = [
            {"name": f"{y}-{y + 1}", "first_day": f"{y}-09-02", "last_day": f"{y + 1}-06-05"}
            for y in range(2018, 2026)
        ]
        return {
            "name": "Lakeview Schools",
            "jurisdiction": self.place(),
            "kind": "public",
            "nces_id": f"27{self.chance.randrange(100_000):05}",
            "enrollment": self.chance.randrange(300, 60_000),
            "school_years": years,
        }

    def schools(self) -> dict[str, Any]:
        return {
            "district_id": self.one("districts"),
            "name": "Lakeview High",
            "level": self.chance.choice(("high", "middle", "elementary")),
            "control": "public",
            "nces_id": f"27{self.chance.randrange(10**10):010}",
        }

    def officers(self) -> dict[str, Any]:
        agency, hired = self.one("agencies"), self.day()
        return {
            "name": f"Officer {self.chance.randrange(10**6)}",
            "employments": [
                {"agency_id": agency, "from": hired, "time": "full"},
                *(
                    [{"agency_id": agency, "from": "2008-01-02", "to": "2011-12-31"}]
                    * (self.chance.random() < 0.2)
                ),
            ],
            "licenses": [
                {
                    "kind": "peace_officer",
                    "jurisdiction": self.place(),
                    "number": f"{self.chance.randrange(10**6)}",
                    "from": hired,
                    "to": "2027-06-30",
                }
            ],
        }

    def agreements(self) -> dict[str, Any]:
        return {
            "agency_id": self.one("agencies"),
            "district_id": self.one("districts"),
            "kind": "mou",
            "signed_on": "2024-06-01",
            "from": "2024-07-01",
            "to": "2026-06-30",
            "reviewed_on": ["2025-05-05"],
            "funding": ["state-aid"],
        }

    def assignments(self) -> dict[str, Any]:
        return {
            "officer_id": self.one("officers"),
            "agency_id": self.one("agencies"),
            "district_id": self.one("districts"),
            "school_ids": [self.one("schools")],
            "role": "school_resource_officer",
            "from": self.day(),
            **self.maybe(0.5, to="2026-06-05"),
            "hours_per_week": self.chance.choice((40, 37.5, 20)),
            "armed": True,
            **self.maybe(0.5, agreement_id=self.one("agreements")),
        }

    def safety_plans(self) -> dict[str, Any]:
        return {
            "district_id": self.one("districts"),
            "agency_id": self.one("agencies"),
            "kind": "threat_response",
            "version": "2024",
            "from": self.day(),
        }

    def plan_reviews(self) -> dict[str, Any]:
        officer, plan = self.one("officers"), self.one("safety_plans")
        return {"officer_id": officer, "plan_id": plan, "reviewed_on": self.day()}

    def courses(self) -> dict[str, Any]:
        return {
            "title": "Basic SRO",
            "provider": "Academy",
            "hours": self.chance.choice((8, 16, 40)),
            "topics": {"law": 4.25, "mentoring": None, "threats": 2},
            "codes": [{"code": "nasro.basic-sro", "from": "2015-01-01"}],
        }

    def sessions(self) -> dict[str, Any]:
        first = dt.date.fromisoformat(self.day())
        days = [
            first + dt.timedelta(days=number) for number in range(self.chance.choice((1, 2, 5)))
        ]
        return {
            "course_id": self.one("courses"),
            "host": "Academy",
            "meetings": [
                {"starts_at": f"{day}T08:00:00-05:00", "ends_at": f"{day}T17:00:00-05:00"}
                for day in days
            ],
            "time_zone": "America/Chicago",
            "place": "Rochester",
            "capacity": 25,
            "state": "held",
        }

    def enrollments(self) -> dict[str, Any]:
        return {
            "session_id": self.one("sessions"),
            "officer_id": self.one("officers"),
            "state": self.chance.choice(("completed", "registered", "withdrawn")),
            **self.maybe(0.7, attended_minutes=self.chance.randrange(2400)),
        }

    def completions(self) -> dict[str, Any]:
        return {
            "officer_id": self.one("officers"),
            "course_id": self.one("courses"),
            **self.maybe(0.6, session_id=self.one("sessions")),
            "completed_on": self.day(),
            **self.maybe(0.8, hours=self.chance.choice((8, 40, 2.5, 16, 0.75, 4))),
            "outcome": self.chance.choice(("completed", "completed", "completed", "failed")),
            **self.maybe(0.4, certificate=f"CERT-{self.chance.randrange(10**6)}"),
        }

    def waivers(self) -> dict[str, Any]:
        return {
            "officer_id": self.one("officers"),
            "requirement_id": "us-mn.sro-course",
            "kind": "extended",
            "granted_by": "Board",
            "granted_on": "2025-08-01",
            "from": "2025-08-01",
            "to": "2026-08-01",
            "due_on": "2026-03-01",
            "reason": "injured on duty",
        }

    def adoptions(self) -> dict[str, Any]:
        return {
            "requirement_id": "us-mn.sro-course",
            "by": {"agency_id": self.one("agencies")},
            "from": self.day(),
            "due": self.chance.choice(("before_service", "2026-06-30")),
        }

    def attestations(self) -> dict[str, Any]:
        return {
            "fact": "course.unavailable",
            "officer_id": self.one("officers"),
            "value": self.chance.choice((True, False, 12, 2.5, "2025-03-01")),
            "stated_by": "Chief",
            "from": "2025-01-01",
        }


def document(records: int) -> bytes:
    """A registry of so many records as compact JSON; the same each time."""
    rows = _Rows(records)
    made: dict[str, Any] = {"format": "sro-core/registry", "version": 1}
    for name, count in rows.counts.items():
        make = getattr(rows, name)
        made[name] = [
            {"id": f"{name[:2]}-{number:06}", **make(), **rows.marks()} for number in range(count)
        ]
    return json.dumps(made, separators=(",", ":")).encode()


# the peer ---------------------------------------------------------------------------------


def _peer() -> Any:
    """The model of a whole registry, made from the classes of the library."""
    import pydantic

    text = Annotated[str, pydantic.Field(min_length=1)]
    number = Annotated[Decimal, pydantic.Field(ge=0, max_digits=10, decimal_places=4)]
    count = Annotated[int, pydantic.Field(ge=0, le=10_000_000)]
    kinds: dict[str, Any] = dict(KINDS)
    config = pydantic.ConfigDict(strict=True, frozen=True, extra="forbid")

    @functools.cache
    def zone(value: str) -> str:
        zoneinfo.ZoneInfo(value)
        return value

    def ordered(value: Any, info: Any) -> Any:
        start = info.data.get("start")
        if value is not None and start is not None and value < start:
            raise ValueError("ends before it starts")
        return value

    def year(value: Any, info: Any) -> Any:
        if value < info.data["first_day"]:
            raise ValueError("ends before it starts")
        return value

    def mark(value: Any, info: Any) -> Any:
        recorded = info.data.get("recorded_at")
        if recorded is not None and value.at < recorded:
            raise ValueError("voided before it was recorded")
        if value.replaced_by == info.data.get("id"):
            raise ValueError("replaced by itself")
        return value

    def extended(value: Any, info: Any) -> Any:
        if info.data.get("kind") != "extended":
            raise ValueError("due without extension")
        return value

    def unique(value: Any) -> Any:
        if len({item.id for item in value}) != len(value):
            raise ValueError("one id twice")
        return value

    special: dict[str, Any] = {
        "jurisdiction": Literal[tuple(sorted(JURISDICTIONS))],
        "District.nces_id": Annotated[str, pydantic.Field(pattern="^[0-9]{7}$")],
        "School.nces_id": Annotated[str, pydantic.Field(pattern="^[0-9]{12}$")],
        "ori": Annotated[str, pydantic.Field(pattern="^[A-Z]{2}[A-Z0-9]{7}$")],
        "time_zone": Annotated[str, pydantic.AfterValidator(zone)],
    }
    after = {
        "end": ordered,
        "last_day": year,
        "voided": mark,
        "Waiver.due_on": extended,
    }

    def kind_of(kind: Any) -> Any:
        origin, inside = typing.get_origin(kind), typing.get_args(kind)
        if kind is str:
            return text
        if kind is Decimal:
            return number
        if kind is int:
            return count
        if kind is dt.datetime:
            return pydantic.AwareDatetime
        if attrs.has(kind):
            return model(kind)
        if origin is tuple:
            return tuple[kind_of(inside[0]), ...]  # type: ignore[misc]
        if origin is FrozenMap:
            return dict[str, pydantic.JsonValue if inside[1] is Json else kind_of(inside[1])]  # type: ignore[misc]
        if origin in (typing.Union, types.UnionType):
            return typing.Union[tuple(map(kind_of, inside))]  # noqa: UP007
        return kind

    @functools.cache
    def model(kind: type[Any]) -> Any:
        hints = typing.get_type_hints(kind)
        fields: dict[str, Any] = {}
        for item in attrs.fields(kind):
            name, own = item.name, f"{kind.__name__}.{item.name}"
            wanted = special.get(own) or special.get(name)
            if wanted is None:
                wanted = kind_of(hints[name])
            elif item.default is None:
                wanted = wanted | None
            if own in after or name in after:
                check = after.get(own) or after[name]
                wanted = Annotated[wanted, pydantic.AfterValidator(check)]
            options: dict[str, Any] = {}
            if isinstance(item.default, attrs.Factory):  # type: ignore[arg-type]
                options["default_factory"] = dict
            elif item.default is not attrs.NOTHING:
                options["default"] = item.default
            alias = item.metadata.get("sro_core.wire")
            fields[name] = (wanted, pydantic.Field(alias=alias, **options))
        return pydantic.create_model(kind.__name__, __config__=config, **fields)

    lists: dict[str, Any] = {
        name: (Annotated[tuple[model(kind), ...], pydantic.AfterValidator(unique)], ())  # type: ignore[misc]
        for name, kind in kinds.items()
    }
    head: dict[str, Any] = {
        "format": (Literal["sro-core/registry"], ...),
        "version": (Literal[1], ...),
    }
    return pydantic.create_model("Registry", __config__=config, **head, **lists)


# measuring --------------------------------------------------------------------------------


@functools.cache
def _nested(kind: type[Any]) -> tuple[list[tuple[str, type[Any]]], list[tuple[str, type[Any]]]]:
    """The fields of a class that hold one record, and those that hold some."""
    one: list[tuple[str, type[Any]]] = []
    some: list[tuple[str, type[Any]]] = []
    for name, hint in typing.get_type_hints(kind).items():
        inside = [item for item in (hint, *typing.get_args(hint)) if attrs.has(item)]
        if inside:
            (some if typing.get_origin(hint) is tuple else one).append((name, inside[0]))
    return one, some


def _read_fields(records: Iterable[Any], kind: Any) -> None:
    """Read every field of some records, and of the records in them."""
    every = attrgetter(*(item.name for item in attrs.fields(kind)))
    one, some = _nested(kind)
    records = tuple(records)
    collections.deque(map(every, records), maxlen=0)
    for name, inside in one:
        _read_fields(filter(None, map(attrgetter(name), records)), inside)
    for name, inside in some:
        _read_fields(itertools.chain.from_iterable(map(attrgetter(name), records)), inside)


def _read(registry: Any) -> Any:
    for name, kind in KINDS.items():
        _read_fields(getattr(registry, name), kind)
    return registry


class _Way(typing.NamedTuple):
    """One library: how it loads a document and dumps what it loaded."""

    load: Callable[[bytes], Any]
    dump: Callable[[Any], str]


def _ways() -> dict[str, _Way]:
    peer = _peer()
    return {
        "sro_core": _Way(lambda data: _read(sro.loads(data)), sro.dumps),
        "fast door": _Way(lambda data: _read(fast.loads(data)), sro.dumps),
        "pydantic": _Way(
            lambda data: _read(peer.model_validate_json(data)),
            lambda made: made.model_dump_json(exclude_defaults=True, by_alias=True),
        ),
    }


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    begin = time.process_time()
    made = work()
    return time.process_time() - begin, made


def _agree(data: bytes, ways: dict[str, _Way]) -> None:
    """All ways find the same records."""
    made = [way.load(data) for way in ways.values()]
    for name in KINDS:
        ids = {tuple(item.id for item in getattr(registry, name)) for registry in made}
        assert len(ids) == 1, name


def _measure(
    data: bytes, ways: dict[str, _Way], rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Median seconds of processor time of loading and dumping, by library."""
    loads: dict[str, list[float]] = {name: [] for name in ways}
    dumps: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds, made = _seconds(functools.partial(way.load, data))
            loads[name].append(seconds)
            seconds, text = _seconds(functools.partial(way.dump, made))
            dumps[name].append(seconds)
            del made, text
    return (
        {name: statistics.median(found) for name, found in loads.items()},
        {name: statistics.median(found) for name, found in dumps.items()},
    )


def _verdict(what: str, ours: float, peers: float, unit: str, bar: float) -> None:
    ratio = peers / ours
    word = "reached" if ratio >= bar else "MISSED"
    print(  # noqa: T201
        f"  {what:34} {ours:7.2f} {unit}, pydantic {peers:7.2f} {unit}: "
        f"{ratio:.2f} (at least {bar}: {word})"
    )


def _peak() -> float:
    """MiB at the peak of this process; what `resource` tells may be the parent's."""
    status = Path("/proc/self/status").read_text()
    (kilobytes,) = re.findall(r"VmHWM:\s*([0-9]+) kB", status)
    return int(kilobytes) / 1024


def _alone(name: str, path: str) -> None:
    """Load and dump a document in this process, and print what that took at the peak."""
    data = Path(path).read_bytes()
    way = _ways()[name]
    way.dump(way.load(document(1000)))  # what is imported and made once
    before = _peak()
    made = way.load(data)
    loaded = _peak()
    way.dump(made)
    print(f"{loaded - before:.1f} {_peak() - before:.1f}")  # noqa: T201


def _memory(data: bytes, ways: Iterable[str]) -> dict[str, list[float]]:
    """MiB at the peak of loading, and of loading and dumping, each library in its process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "registry.json")
        path.write_bytes(data)
        return {
            name: [
                float(word)
                for word in subprocess.run(
                    [sys.executable, __file__, "--alone", name, str(path)],
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout.split()
            ]
            for name in ways
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--alone", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        _alone(*asked.alone)
        return
    ways = _ways()
    for records in asked.records:
        data = document(records)
        _agree(data, ways)
        print(f"{records:,} records, {len(data) / 1e6:.1f} MB")  # noqa: T201
        for collector in (True, False):
            (gc.enable if collector else gc.disable)()
            loads, dumps = _measure(data, ways, asked.rounds)
            gc.enable()
            label = f"collector {'on' if collector else 'off'}"
            peer = loads["pydantic"]
            _verdict(f"load, {label}", loads["sro_core"], peer, "s", _BAR)
            bar = _FAST_BARS[collector]
            _verdict(f"load by the fast door, {label}", loads["fast door"], peer, "s", bar)
            _verdict(f"dump, {label}", dumps["sro_core"], dumps["pydantic"], "s", _BAR)
        peaks = _memory(data, ways)
        for place, what in enumerate(("load", "load and dump")):
            for name in ("sro_core", "fast door"):
                peak = peaks[name][place]
                _verdict(f"memory, {what}, {name}", peak, peaks["pydantic"][place], "MiB", _BAR)


if __name__ == "__main__":
    main()
