"""Laws of the history of a registry. The docstring of a test is the law that it states."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sro_core.api import rulebook, validate
from sro_core.errors import InvalidRecord
from sro_core.history import Change, ChangeKind
from sro_core.models import KINDS, Record, Void, references_of
from sro_core.registry import Registry
from sro_core.strict import structure, unstructure
from sro_core.testing import KNOWN_AT, registries_for
from sro_core.wire.json import dumps, loads

Lists: TypeAlias = dict[str, list[Any]]
#: The code of a problem, its pointer and the id that it names.
Fault: TypeAlias = tuple[str, str, str | None]

_SECOND: Final = dt.timedelta(seconds=1)
_ZONES: Final = (
    dt.UTC,
    dt.timezone(dt.timedelta(hours=-5)),
    dt.timezone(dt.timedelta(hours=5, minutes=45)),
)
#: How ids are written: plainly, so that they look like pointers, the same in every list, oddly.
_STYLES: Final[tuple[Callable[[str], str], ...]] = (
    lambda plain: plain,
    lambda plain: f"/{plain}~1/0",
    lambda plain: plain[1:],
    lambda plain: f"\u202e{plain} e\u0301\U0001f6b8",
)
_NOWHERE: Final = "nowhere"
_NEW_IDS: Final = ("new", "new/~0", "\u202enew", "0")


_registries: Final = registries_for(rulebook(), max_officers=1)


def _moment(seconds: int, zone: dt.tzinfo) -> dt.datetime:
    return (KNOWN_AT + seconds * _SECOND).astimezone(zone)


#: Few moments, so that they coincide, written with different offsets.
moments: Final = st.builds(_moment, st.integers(0, 4), st.sampled_from(_ZONES))


def _changed(record: Any, values: Mapping[str, Any]) -> Any:
    """A record with other values at pointers into its document."""
    document: Any = unstructure(record)
    for pointer, value in values.items():
        *way, last = pointer.split("/")[1:]
        place = document
        for token in way:
            place = place[int(token) if isinstance(place, list) else token]
        place[int(last) if isinstance(place, list) else last] = value
    return structure(document, type(record))


def _written(kind: str, record: Any, write: Callable[[str], str]) -> Any:
    """A record whose ids are written in another way."""
    references = {place: write(name) for place, _kind, name in references_of(kind, record)}
    return _changed(record, {"/id": write(record.id), **references})


_kinds: Final = st.lists(st.sampled_from(tuple(KINDS)), max_size=4, unique=True)
#: Where a record stands, when it came on file and was taken back, and what replaced it.
_marks: Final = st.lists(
    st.tuples(
        st.sampled_from(tuple(KINDS)),
        st.integers(0, 5),
        st.none() | moments,
        st.none() | moments,
        st.none() | st.integers(0, 3),
    ),
    max_size=16,
)


@st.composite
def pasts(draw: st.DrawFn) -> Registry:
    """Registries of which every list may have records that came later, or were taken back."""
    registry = draw(_registries)
    write = draw(st.sampled_from(_STYLES))
    lists: Lists = {
        kind: [
            _written(kind, attrs.evolve(record, recorded_at=None, voided=None), write)  # type: ignore[misc]
            for record in records
        ]
        for kind, records in registry.lists()
    }
    for kind in draw(_kinds):
        # One more that nothing names, so that it can be taken back.
        lists[kind] += [_changed(item, {"/id": write("z9")}) for item in lists[kind][:1]]
    for kind, place, recorded, at, following in draw(_marks):
        items = lists[kind]
        if items:
            ids = [*(item.id for item in items), _NOWHERE]
            by = None if following is None else ids[following % len(ids)]
            place %= len(items)
            items[place] = _marked(items[place], recorded, at, by)
    return Registry(**{kind: tuple(items) for kind, items in lists.items()})


def _marked(
    record: Any, recorded: dt.datetime | None, at: dt.datetime | None, following: str | None
) -> Any:
    record = attrs.evolve(record, recorded_at=recorded, voided=None)
    if at is None:
        return record
    at = at if recorded is None else max(at, recorded)
    replaced_by = None if following == record.id else following
    void = Void(at=at, by="office", reason="mistake", replaced_by=replaced_by)
    return attrs.evolve(record, voided=void)


# what was known, and what changed


def _ids(registry: Registry) -> dict[str, set[str]]:
    return {kind: {record.id for record in records} for kind, records in registry.lists()}


@given(pasts(), moments, moments)
def test_what_was_known_and_what_changed_give_what_is_known_later(
    registry: Registry, one: dt.datetime, other: dt.datetime
) -> None:
    """Known at t2 is: known at t1, with what was recorded and without what was taken back."""
    since, until = sorted((one, other))
    known = _ids(registry.as_known_at(since))
    for change in registry.changes_between(since, until):
        if change.change is ChangeKind.RECORDED:
            assert change.record_id not in known[change.kind]
            known[change.kind].add(change.record_id)
        else:
            known[change.kind].remove(change.record_id)
    assert known == _ids(registry.as_known_at(until))


@given(pasts(), st.lists(moments, min_size=3, max_size=3))
def test_changes_add_up(registry: Registry, times: list[dt.datetime]) -> None:
    """The changes from a to b and from b to c are those from a to c."""
    a, b, c = sorted(times)
    assert (*registry.changes_between(a, b), *registry.changes_between(b, c)) == (
        registry.changes_between(a, c)
    )


@given(pasts(), moments, moments)
def test_changes_are_what_the_marks_say(
    registry: Registry, one: dt.datetime, other: dt.datetime
) -> None:
    """Each mark after t1 and up to t2 is one change, and says what differs from what came."""
    since, until = sorted((one, other))
    expected: dict[tuple[str, str, str], tuple[dt.datetime, str | None, set[str]]] = {}
    for kind, records in registry.lists():
        for record in records:
            if record.recorded_at is not None and since < record.recorded_at <= until:
                expected[kind, record.id, "recorded"] = record.recorded_at, None, set()
            void = record.voided
            if void is None or not since < void.at <= until:
                continue
            following = [item for item in records if item.id == void.replaced_by]
            what = "voided" if void.replaced_by is None else "replaced"
            by = following[0].id if following else None
            fields = _differing_keys(record, following[0]) if following else set()
            expected[kind, record.id, what] = void.at, by, fields
    changes = registry.changes_between(since, until)
    assert {
        (item.kind, item.record_id, str(item.change)): (
            item.at,
            item.replaced_by and item.replaced_by.id,
            set(item.fields),
        )
        for item in changes
    } == expected
    assert len(changes) == len(expected)
    assert [item.at for item in changes] == sorted(item.at for item in changes)


def _differing_keys(one: Record, other: Record) -> set[str]:
    first, second = unstructure(one), unstructure(other)
    keys = (first.keys() | second.keys()) - {"id", "recorded_at", "voided"}
    return {key for key in keys if first.get(key) != second.get(key)}


@given(pasts(), moments, moments, st.sampled_from((*_ZONES, ZoneInfo("America/Chicago"))))
def test_a_moment_is_the_same_in_every_zone(
    registry: Registry, one: dt.datetime, other: dt.datetime, zone: dt.tzinfo
) -> None:
    """How a moment is written changes nothing of what is known or has changed."""
    since, until = sorted((one, other))
    there = since.astimezone(zone), until.astimezone(zone)
    assert registry.as_known_at(there[0]) == registry.as_known_at(since)
    assert registry.changes_between(*there) == registry.changes_between(since, until)


@given(pasts(), moments)
def test_what_was_known_has_no_past(registry: Registry, moment: dt.datetime) -> None:
    """What was known at a moment bears no void mark, and is known then of itself."""
    known = registry.as_known_at(moment)
    assert all(record.voided is None for _kind, records in known.lists() for record in records)
    assert known.as_known_at(moment) == known == known.as_known_at(None)


# steps: records added, taken back, corrected


@attrs.frozen
class Step:
    """One operation on a registry."""

    at: dt.datetime
    added: tuple[Any, ...] = ()
    taken_back: tuple[Any, ...] = ()

    def of(self, registry: Registry) -> Registry:
        if not self.taken_back:
            return registry.with_records(*self.added)
        said: dict[str, Any] = {"at": self.at, "by": "office", "reason": "mistake"}
        if not self.added:
            return registry.without(*self.taken_back, **said)
        (record,), (wrong,) = self.added, self.taken_back
        return registry.with_correction(record, of=wrong, **said)

    def void(self) -> Void:
        """The mark of what it takes back."""
        replaced_by = self.added[0].id if self.added else None
        return Void(at=self.at, by="office", reason="mistake", replaced_by=replaced_by)


def _kind_of(record: Any) -> str:
    (kind,) = [name for name, found in KINDS.items() if found is type(record)]
    return kind


def _would_be(registry: Registry, step: Step) -> tuple[Lists, set[Fault]]:
    """The lists a step would lead to, and what forbids it, said as plainly as can be."""
    lists: Lists = {kind: list(records) for kind, records in registry.lists()}
    faults: set[Fault] = set()
    for record in step.taken_back:
        kind = _kind_of(record)
        items = lists[kind]
        if record not in items or record.voided is not None:
            faults.add(("not-on-file", "", record.id))
            continue
        pointer = f"/{kind}/{items.index(record)}/voided"
        if record.recorded_at is not None and record.recorded_at > step.at:
            faults.add(("void-before-record", f"{pointer}/at", None))
        elif step.void().replaced_by == record.id:
            faults.add(("replaced-by-itself", f"{pointer}/replaced_by", None))
        else:
            items[items.index(record)] = attrs.evolve(record, voided=step.void())
    for record in step.added:
        kind = _kind_of(record)
        items = lists[kind]
        pointer = f"/{kind}/{len(items)}"
        if record.id in [item.id for item in items]:
            faults.add(("duplicate-id", f"{pointer}/id", record.id))
        if step.taken_back:
            if record.recorded_at not in (None, step.at):
                faults.add(("recorded-apart", f"{pointer}/recorded_at", None))
            if record.voided is not None:
                faults.add(("reference-to-voided", pointer, record.id))
            items.append(attrs.evolve(record, recorded_at=step.at, voided=None))
        else:
            items.append(record)
    return lists, faults | set(_astray(lists))


def _astray(lists: Lists) -> Iterator[Fault]:
    """References of records that stand, and replacements, that lead nowhere."""
    for kind, items in lists.items():
        for place, record in enumerate(items):
            if record.voided is None:
                for inside, target, name in references_of(kind, record):
                    code, last = _end(lists[target], name)
                    if code != "stands":
                        yield code, f"/{kind}/{place}{inside}", last
            elif record.voided.replaced_by is not None:
                following = record.voided.replaced_by
                pointer = f"/{kind}/{place}/voided/replaced_by"
                if following not in [item.id for item in items]:
                    yield "unknown-reference", pointer, following
                elif _end(items, record.id)[0] == "circle":
                    yield "replacement-circle", pointer, following


def _end(items: list[Any], name: str) -> tuple[str, str]:
    """How the way of an id through what replaces it ends, and at which id."""
    passed: list[str] = []
    while True:
        found = [item for item in items if item.id == name]
        if not found:
            return "unknown-reference", name
        void = found[0].voided
        if void is None:
            return "stands", name
        if void.replaced_by is None:
            return "reference-to-voided", name
        passed.append(name)
        if void.replaced_by in passed:
            return "circle", name
        name = void.replaced_by


@st.composite
def sound_pasts(draw: st.DrawFn) -> Registry:
    """Registries with a past in which every reference leads to a record that stands."""
    lists: Lists = {kind: list(records) for kind, records in draw(pasts()).lists()}
    while faults := list(_astray(lists)):
        for _code, pointer, name in faults:
            _empty, kind, place, *_inside = pointer.split("/")
            for items in lists.values():
                for number, item in enumerate(items):
                    if item.id == name or item is lists[kind][int(place)]:
                        items[number] = attrs.evolve(item, voided=None)
    return Registry(**{kind: tuple(items) for kind, items in lists.items()})


@st.composite
def steps(draw: st.DrawFn, registry: Registry, at: dt.datetime | None = None) -> Step:
    """Steps from a registry, possible or not."""
    at = draw(moments) if at is None else at
    on_file = st.sampled_from([record for _kind, records in registry.lists() for record in records])
    what = draw(st.sampled_from(("add", "take back", "correct")))
    if what == "add":
        found = draw(st.lists(on_file, min_size=1, max_size=3))
        added = tuple(draw(_variants(registry, record)) for record in found)
        return Step(at, tuple(draw(_maybe_voided(item, at, added)) for item in added))
    if what == "correct":
        wrong = draw(on_file)
        right = draw(_variants(registry, wrong))
        recorded = draw(st.sampled_from((None, at, at, at + _SECOND)))
        return Step(at, (draw(_maybe_voided(right, recorded, (wrong,))),), (wrong,))
    taken_back = draw(st.lists(on_file, min_size=1, max_size=3))
    if draw(st.booleans()):
        taken_back = _with_all_that_name_them(registry, taken_back)
    return Step(at, (), tuple(taken_back))


def _maybe_voided(
    record: Any, recorded: dt.datetime | None, others: tuple[Any, ...]
) -> st.SearchStrategy[Any]:
    """The record as it came on file, or taken back at once."""
    ids = [other.id for other in others]
    following = st.sampled_from([None, *ids, *ids, _NOWHERE])
    at = st.sampled_from((None, recorded or KNOWN_AT))
    return st.builds(_marked, st.just(record), st.just(recorded), at, following)


@st.composite
def _variants(draw: st.DrawFn, registry: Registry, record: Any) -> Any:
    """Records like one, mostly with an id of their own, that may name others or nothing."""
    kind = _kind_of(record)
    named = {
        place: draw(_names(name, getattr(registry, target)))
        for place, target, name in references_of(kind, record)
    }
    own = draw(st.sampled_from((*_NEW_IDS, record.id)))
    return _changed(attrs.evolve(record, recorded_at=None, voided=None), {"/id": own, **named})


def _names(name: str, others: tuple[Any, ...]) -> st.SearchStrategy[str]:
    """An id, or that of another record, rather of one that was taken back, or of none."""
    gone = [other.id for other in others if other.voided is not None]
    return st.sampled_from([*[name] * 3, *gone, *[other.id for other in others], _NOWHERE])


def _with_all_that_name_them(registry: Registry, records: list[Any]) -> list[Any]:
    """Records that stand, and those that stand and name them by way of others."""
    found = [record for record in records if record.voided is None]
    standing = [
        record for _kind, items in registry.lists() for record in items if not record.voided
    ]
    while True:
        names = {(_kind_of(record), record.id) for record in found}
        lists = {kind: list(items) for kind, items in registry.lists()}
        more = [
            record
            for record in standing
            if record not in found
            and any(
                (target, _end(lists[target], name)[1]) in names
                for _place, target, name in references_of(_kind_of(record), record)
            )
        ]
        if not more:
            return found or records
        found += more


def _resolves(document: Any, pointer: str) -> bool:
    try:
        for token in pointer.split("/")[1:]:
            document = document[int(token) if isinstance(document, list) else token]
    except (LookupError, ValueError):
        return False
    return True


@given(st.data())
def test_a_step_is_refused_exactly_where_it_must_be(data: st.DataObject) -> None:
    """A step is refused, with every problem, exactly where a plain reading finds any.

    Pointers lead to what would be in the registry.
    """
    registry = data.draw(sound_pasts())
    step = data.draw(steps(registry))
    lists, expected = _would_be(registry, step)
    if not expected:
        lists_after = dict(step.of(registry).lists())
        assert lists_after == {kind: tuple(items) for kind, items in lists.items()}
        return
    with pytest.raises(InvalidRecord) as caught:
        step.of(registry)
    found = {
        (item.code, item.pointer, dict(item.params).get("id")) for item in caught.value.problems
    }
    if any(code == "duplicate-id" for code, _pointer, _name in expected):
        # What an id means that two records share is not said.
        expected = {item for item in expected if item[0] == "duplicate-id"}
        found = {item for item in found if item[0] == "duplicate-id"}
    assert found == {
        ("reference-to-voided" if code == "circle" else code, pointer, name)
        for code, pointer, name in expected
    }
    document: Any = {
        kind: [unstructure(record) for record in items] for kind, items in lists.items()
    }
    for record in step.taken_back:
        for item in document[_kind_of(record)]:
            if item["id"] == record.id:
                item["voided"] = unstructure(step.void())
    assert all(_resolves(document, item.pointer) for item in caught.value.problems)


def _possible(data: st.DataObject) -> tuple[Registry, Step, Registry]:
    """A registry, a step from it, and what it leads to."""
    registry = data.draw(sound_pasts())
    step = data.draw(steps(registry))
    assume(not _would_be(registry, step)[1])
    return registry, step, step.of(registry)


@given(st.data())
def test_a_step_changes_nothing_that_was_known_before(data: st.DataObject) -> None:
    """At every moment before a step, what was known is the same after it."""
    registry, step, after = _possible(data)
    earlier = [_moment(seconds, dt.UTC) for seconds in range(-1, 5)]
    for moment in earlier:
        if moment < step.at:
            assert after.as_known_at(moment) == registry.as_known_at(moment)


@given(st.data())
def test_a_step_is_what_has_changed(data: st.DataObject) -> None:
    """The changes of the registry after a step are those before it and the step itself."""
    registry, step, after = _possible(data)
    span = KNOWN_AT - _SECOND, KNOWN_AT + 9 * _SECOND

    def said(changes: tuple[Change, ...]) -> set[tuple[dt.datetime, str, str, ChangeKind]]:
        return {(item.at, item.kind, item.record_id, item.change) for item in changes}

    new = said(after.changes_between(*span)) - said(registry.changes_between(*span))
    taken_back = ChangeKind.REPLACED if step.added else ChangeKind.VOIDED
    expected = {(step.at, _kind_of(item), item.id, taken_back) for item in step.taken_back}
    for item in step.added:
        expected.add((step.at, _kind_of(item), item.id, ChangeKind.RECORDED))
        if item.voided is not None:
            what = ChangeKind.VOIDED if item.voided.replaced_by is None else ChangeKind.REPLACED
            expected.add((step.at, _kind_of(item), item.id, what))
    assert new == expected


@given(st.data())
def test_a_step_leaves_the_registry_as_it_was(data: st.DataObject) -> None:
    """The registry a step begins with says the same after it, whether or not it is refused."""
    registry = data.draw(sound_pasts())
    before = dumps(registry)
    step = data.draw(steps(registry))
    with contextlib.suppress(InvalidRecord):
        step.of(registry)
    assert dumps(registry) == before


_REFERENCES: Final = frozenset(
    ("unknown-reference", "reference-to-voided", "replacement-circle", "duplicate-id")
)


@given(st.data())
def test_a_step_keeps_a_registry_sound(data: st.DataObject) -> None:
    """Where `validate` finds every reference right before a step, it does after it."""
    registry, _step, after = _possible(data)
    for found in (registry, after):
        assert not _REFERENCES & {item.code for item in validate(found)}


@given(st.data())
def test_a_history_of_steps_loses_nothing(data: st.DataObject) -> None:
    """After any steps, one after the other, all that ever was on file is found, but for marks.

    What was known after each step is what the last registry says was known then,
    and it is the same when it is written and read.
    """
    registry = data.draw(sound_pasts())
    ever = {(_kind_of(item), item.id): item for _kind, items in registry.lists() for item in items}
    history: list[tuple[dt.datetime, Registry]] = []
    for number in range(data.draw(st.integers(1, 4))):
        at = _moment(10 + number, data.draw(st.sampled_from(_ZONES)))
        step = data.draw(steps(registry, at))
        try:
            registry = step.of(registry)
        except InvalidRecord:
            continue
        ever |= {(_kind_of(item), item.id): item for item in step.added}
        history.append((at, registry))
    assert sum(len(items) for _kind, items in registry.lists()) == len(ever)
    for (kind, identifier), record in ever.items():
        found = registry.find(KINDS[kind], identifier)
        assert found is not None
        mark = found.voided if record.voided is None else record.voided
        recorded = found.recorded_at if record.recorded_at is None else record.recorded_at
        same: Any = attrs.evolve(record, voided=mark, recorded_at=recorded)  # type: ignore[misc]
        assert found == same
    for moment, then in history:
        assert registry.as_known_at(moment) == then.as_known_at(moment)
    text = dumps(registry)
    assert dumps(loads(text)) == text
    assert _by_id(loads(text)) == _by_id(registry)


def _by_id(registry: Registry) -> dict[str, dict[str, Any]]:
    return {kind: {item.id: item for item in items} for kind, items in registry.lists()}


@given(sound_pasts(), st.integers(0, len(KINDS)))
def test_a_registry_is_built_up_in_any_parts(registry: Registry, cut: int) -> None:
    """The first lists added to nothing, and then the others, give the whole registry.

    Lists name only those that stand before them in the format.
    """
    kinds = list(KINDS)
    first = [record for kind in kinds[:cut] for record in getattr(registry, kind)]
    rest = [record for kind in kinds[cut:] for record in getattr(registry, kind)]
    assert Registry().with_records(*first).with_records(*rest) == registry
