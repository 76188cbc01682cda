"""What a pack must say of itself: one small function for each thing that can be wrong.

Each check is given the pack and all its nodes and yields problems. None of them
asks what the law is; they ask whether the pack can mean what it says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from sro_core.dates import WEEKDAYS, check_rule
from sro_core.identifiers import JURISDICTION, NCES_DISTRICT, NCES_SCHOOL, ORI, Identifier
from sro_core.packs.walk import Place, walk
from sro_core.problems import Problem, in_order, problem
from sro_core.rules.conditions import Completed, EventDay, FactTest, Holds
from sro_core.rules.deadlines import Blocks, Within
from sro_core.rules.events import (
    EventName,
    FirstCompleted,
    Happening,
    Later,
    Limit,
    Period,
    StatedDate,
    StatedFrom,
)
from sro_core.rules.evidence import (
    CourseTaken,
    Held,
    Hours,
    OfficersTrained,
    PlanReviewed,
    Prerequisite,
    SomeEvidence,
    Stated,
    TopicHours,
    Unshared,
    WaiverOf,
)
from sro_core.rules.facts import REGISTRY_FACTS, REGISTRY_WORDS, Absent, FactValue
from sro_core.rules.packs import (
    NO_READING,
    OWN_READING,
    Case,
    Level,
    Pack,
    Per,
    Reading,
    Subject,
    Version,
)
from sro_core.rules.renewals import (
    BlocksAfter,
    EachPeriod,
    EachVersion,
    Every,
    FirstTime,
    Once,
    PeriodKind,
)
from sro_core.rules.waiting import awaited, circles

__all__ = ["check_pack"]

_SHORTEST_MONTH: Final = 28

#: The nodes that limit the days that count.
_LIMITED: Final = (EventDay, Completed, CourseTaken, Hours)

_Check: TypeAlias = Callable[[Pack, tuple[Place, ...]], Iterator[Problem]]


def check_pack(pack: Pack) -> tuple[Problem, ...]:
    """Every problem of a pack, in the promised order; empty where it is good."""
    places = tuple(walk(pack))
    problems = (item for check in _CHECKS for item in check(pack, places))
    return in_order(attrs.evolve(item, record_id=_record(pack, item.pointer)) for item in problems)


def _record(pack: Pack, pointer: str) -> str:
    _root, *tokens = pointer.split("/")
    if len(tokens) > 1 and tokens[0] == "requirements":
        return pack.requirements[int(tokens[1])].id
    return pack.id


# ------------------------------------------------------------------ the pack as a whole


def _jurisdiction(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    if pack.jurisdiction is not None and (found := JURISDICTION.check(pack.jurisdiction)):
        yield attrs.evolve(found, pointer="/jurisdiction")


def _research(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    if pack.verified_through < pack.researched_from:
        yield problem(
            "pack-research-order",
            "/verified_through",
            end=pack.verified_through,
            start=pack.researched_from,
        )


def _prefixes(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    prefix = f"{pack.id}."
    own = [(f"/requirements/{i}/id", item.id) for i, item in enumerate(pack.requirements)]
    own += [(f"/facts/{i}/fact", item.fact) for i, item in enumerate(pack.facts)]
    for pointer, name in own:
        if not name.startswith(prefix) or name == prefix:
            yield problem("pack-foreign-id", pointer, id=name, prefix=pack.id)


def _duplicates(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    yield from _repeated("Requirement", "/requirements", "id", pack.requirements)
    yield from _repeated("Source", "/sources", "id", pack.sources)
    yield from _repeated("Code", "/codes", "code", pack.codes)
    yield from _repeated("Fact", "/facts", "fact", pack.facts)
    yield from _repeated("Topic", "/topics", "word", pack.topics)
    yield from _repeated("License", "/licenses", "word", pack.licenses)
    yield from _repeated("Funding word", "/funding", "word", pack.funding)
    if pack.counting is not None:
        yield from _repeated("Holiday", "/counting/holidays", "name", pack.counting.holidays)
    for node, pointer in places:
        if isinstance(node, Version | Reading):
            yield from _repeated("Case", f"{pointer}/cases", "name", node.cases)
        if isinstance(node, Version):
            yield from _repeated("Reading", f"{pointer}/readings", "name", node.readings)


def _repeated(what: str, pointer: str, key: str, items: Iterable[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, item in enumerate(items):
        name: str = getattr(item, key)
        if name in seen:
            yield problem("pack-duplicate", f"{pointer}/{position}/{key}", what=what, id=name)
        seen.add(name)


def _counting(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    counting = pack.counting
    if counting is None:
        return
    for position, name in enumerate(counting.rolls_off):
        if name not in WEEKDAYS:
            yield problem(
                "unknown-value", f"/counting/rolls_off/{position}", allowed=", ".join(WEEKDAYS)
            )
    if WEEKDAYS.keys() <= set(counting.rolls_off):
        yield problem("pack-no-workday", "/counting/rolls_off")
    for position, holiday in enumerate(counting.holidays):
        if not check_rule(holiday.rule):
            yield problem("pack-bad-holiday", f"/counting/holidays/{position}/rule")


def _declarations(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    for position, fact in enumerate(pack.facts):
        place = f"/facts/{position}"
        if fact.value is FactValue.WORD:
            yield problem("pack-word-fact", f"{place}/value")
        if fact.missing is not Absent.UNKNOWN and fact.value is not FactValue.BOOLEAN:
            yield problem("pack-bad-presumption", f"{place}/missing", value=fact.value)


# ------------------------------------------------------------------ names that are used


def _used_codes(node: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    match node:
        case Completed() | Prerequisite():
            yield "completed", node.completed
        case FirstCompleted():
            yield "first_completed", node.first_completed
        case CourseTaken():
            yield "course", node.course
        case Hours() | TopicHours():
            yield "codes", node.codes
        case OfficersTrained():
            yield "who_completed", node.who_completed
        case _:
            pass


def _codes(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    known = {item.code for item in pack.codes}
    for node, pointer in places:
        for key, names in _used_codes(node):
            yield from _undefined("code", f"{pointer}/{key}", names, known)


def _topics(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    known = {item.word for item in pack.topics}
    for node, pointer in places:
        if isinstance(node, CourseTaken):
            yield from _undefined("topic", f"{pointer}/topics", node.topics, known)
        elif isinstance(node, TopicHours) and node.topic not in known:
            yield problem("pack-undefined", f"{pointer}/topic", what="topic", id=node.topic)


def _named_license(node: Any) -> tuple[str, str | None]:
    match node:
        case Holds():
            return "holds", node.holds
        case Held() | Happening() | EachPeriod():
            return "license", node.license
        case _:
            return "", None


def _licenses(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    known = {item.word for item in pack.licenses} | {item.code for item in pack.codes}
    for node, pointer in places:
        key, name = _named_license(node)
        if name is not None and name not in known:
            yield problem("pack-undefined", f"{pointer}/{key}", what="license", id=name)


def _sources(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    known = {item.id for item in pack.sources}
    for position, item in enumerate(pack.requirements):
        place = f"/requirements/{position}/sources"
        yield from _undefined("source", place, item.sources, known)
        if item.level is Level.MANDATORY and not item.sources:
            yield problem("pack-no-source", f"/requirements/{position}")


def _undefined(what: str, pointer: str, names: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for position, name in enumerate(names):
        if name not in known:
            yield problem("pack-undefined", f"{pointer}/{position}", what=what, id=name)


# ------------------------------------------------------------------ facts and comparisons

#: The facts whose words are identifiers that someone else hands out.
_IDENTIFIERS: Final[Mapping[str, Identifier]] = {
    "agency.jurisdiction": JURISDICTION,
    "agency.ori": ORI,
    "district.nces_id": NCES_DISTRICT,
    "school.nces_id": NCES_SCHOOL,
}

#: The comparisons of a fact test: attribute, key, kind of value.
_COMPARISONS: Final = (
    ("values", "in", FactValue.WORD),
    ("state", "is", FactValue.BOOLEAN),
    ("at_least", "at_least", FactValue.NUMBER),
    ("more_than", "more_than", FactValue.NUMBER),
    ("at_most", "at_most", FactValue.NUMBER),
    ("less_than", "less_than", FactValue.NUMBER),
    ("on_or_after", "on_or_after", FactValue.DATE),
    ("on_or_before", "on_or_before", FactValue.DATE),
)


def _asked(node: Any) -> tuple[str, str, tuple[tuple[str, FactValue], ...]] | None:
    """The fact a node asks about: its key, its name, and what is compared with it."""
    match node:
        case FactTest():
            given = tuple(
                (key, value)
                for name, key, value in _COMPARISONS
                if getattr(node, name) not in (None, ())
            )
            return "fact", node.fact, given
        case Stated():
            return "stated", node.stated, (("stated", FactValue.BOOLEAN),)
        case StatedFrom():
            return "stated_from", node.stated_from, (("stated_from", FactValue.BOOLEAN),)
        case StatedDate():
            return "stated_date", node.stated_date, (("stated_date", FactValue.DATE),)
        case _:
            return None


def _facts(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    attested = {item.fact: item.value for item in pack.facts}
    for node, pointer in places:
        asked = _asked(node)
        if asked is None:
            continue
        key, name, compared = asked
        known = {**attested, **REGISTRY_FACTS} if isinstance(node, FactTest) else attested
        if name not in known:
            yield problem("pack-undefined", f"{pointer}/{key}", what="fact", id=name)
            continue
        if not compared:
            yield problem("pack-no-comparison", pointer, id=name)
        if name in attested and getattr(node, "absent", Absent.UNKNOWN) is not Absent.UNKNOWN:
            yield problem("pack-idle-absent", f"{pointer}/absent", id=name)
        for word, value in compared:
            if known[name] is not value:
                yield problem(
                    "pack-wrong-fact",
                    f"{pointer}/{word}",
                    id=name,
                    found=known[name],
                    key=word,
                    expected=value,
                )


def _words(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    funding = {item.word for item in pack.funding}
    for node, pointer in places:
        if not isinstance(node, FactTest):
            continue
        if node.fact == "agreement.funding":
            yield from _undefined("funding word", f"{pointer}/in", node.values, funding)
        elif node.fact in _IDENTIFIERS:
            for position, word in enumerate(node.values):
                if found := _IDENTIFIERS[node.fact].check(word):
                    yield attrs.evolve(found, pointer=f"{pointer}/in/{position}")
        elif node.fact in REGISTRY_WORDS:
            allowed = REGISTRY_WORDS[node.fact]
            for position, word in enumerate(node.values):
                if word not in set(allowed):
                    yield problem(
                        "unknown-value", f"{pointer}/in/{position}", allowed=", ".join(allowed)
                    )


def _spans(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if isinstance(node, FactTest):
            yield from _span(pointer, node.on_or_after, node.on_or_before, None)
        elif isinstance(node, _LIMITED):
            yield from _span(pointer, node.on_or_after, node.on_or_before, node.before)


def _span(
    pointer: str, first: Limit | None, last: Limit | None, before: Limit | None
) -> Iterator[Problem]:
    """Whether fixed days leave none between them; those of events are not known here."""
    if not isinstance(first, dt.date):
        return
    if isinstance(last, dt.date) and first > last:
        yield problem("pack-empty-span", f"{pointer}/on_or_before", first=first, last=last)
    if isinstance(before, dt.date) and first >= before:
        yield problem("pack-empty-span", f"{pointer}/before", first=first, last=before)


def _periods_before(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if not isinstance(node, _LIMITED):
            continue
        periods = [
            (key, period)
            for key, period in (("within", node.within), ("less_than", node.less_than))
            if period is not None
        ]
        if len(periods) > 1 or (periods and (node.before is None) is (node.on_or_before is None)):
            yield problem("pack-bad-window", f"{pointer}/{periods[0][0]}")
        for key, period in periods:
            if not _is_some_time(period):
                yield problem("pack-empty-period", f"{pointer}/{key}")


def _is_some_time(period: Period) -> bool:
    """Whether a period ends after it began, whenever that is."""
    months = period.years * 12 + period.months
    return months * _SHORTEST_MONTH + period.weeks * 7 + period.days > 0


def _ranges(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if not isinstance(node, FactTest):
            continue
        # A bound that is itself outside leaves nothing where the other one meets it.
        lowest = [(node.at_least, False), (node.more_than, True)]
        highest = [("at_most", node.at_most, False), ("less_than", node.less_than, True)]
        for low, above in lowest:
            for key, high, below in highest:
                if low is None or high is None:
                    continue
                if low > high or (low == high and (above or below)):
                    yield problem("pack-empty-span", f"{pointer}/{key}", first=low, last=high)


# ------------------------------------------------------------------ requirements


def _per(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    allowed: Mapping[Subject, tuple[Per, ...]] = {
        Subject.OFFICER: (Per.OFFICER, Per.SPELL, Per.ASSIGNMENT),
        Subject.AGENCY: (Per.AGENCY,),
        Subject.DISTRICT: (Per.DISTRICT,),
        Subject.PARTNERSHIP: (Per.PARTNERSHIP,),
    }
    for position, item in enumerate(pack.requirements):
        if item.per not in allowed[item.subject]:
            yield problem(
                "pack-wrong-per",
                f"/requirements/{position}/per",
                per=item.per,
                subject=item.subject,
                allowed=", ".join(allowed[item.subject]),
            )


def _versions(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    for position, item in enumerate(pack.requirements):
        last: dt.date | None = None
        for number, version in sorted(enumerate(item.versions), key=lambda pair: pair[1].start):
            if last is not None and version.start <= last:
                place = f"/requirements/{position}/versions/{number}"
                yield problem("pack-overlap", place, day=version.start)
            last = max(last or dt.date.min, version.end or dt.date.max)


def _cases(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if isinstance(node, Case):
            replaces = (node.satisfied_by, node.due, node.renewal) != (None, None, None)
            if replaces is (node.exempt is not None):
                yield problem("pack-bad-case", pointer, name=node.name)


def _readings(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if not isinstance(node, Version):
            continue
        readings = {item.name for item in node.readings}
        if node.preferred not in readings | {OWN_READING, NO_READING}:
            yield problem("pack-unknown-reading", f"{pointer}/preferred", name=node.preferred)
        cases = {item.name for item in node.cases}
        for position, item in enumerate(node.readings):
            place = f"{pointer}/readings/{position}"
            yield from _one_reading(item, place, cases)


def _one_reading(item: Reading, place: str, cases: set[str]) -> Iterator[Problem]:
    if item.name in (OWN_READING, NO_READING):
        yield problem("pack-reserved-name", f"{place}/name", name=item.name)
    changed = (item.applies_when, item.satisfied_by, item.due, item.renewal)
    if not item.cases and all(part is None for part in changed):
        yield problem("pack-empty-reading", place, name=item.name)
    for number, case in enumerate(item.cases):
        if case.name not in cases:
            yield problem("pack-unknown-case", f"{place}/cases/{number}/name", name=case.name)


def _named_requirement(node: Any) -> tuple[str, str] | None:
    return ("waiver_of", node.waiver_of) if isinstance(node, WaiverOf) else awaited(node)


def _references(pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    known = {item.id for item in pack.requirements}
    for node, pointer in places:
        named = _named_requirement(node)
        if named is not None and named[1] not in known:
            key, name = named
            yield problem("pack-undefined", f"{pointer}/{key}", what="requirement", id=name)


def _own_waivers(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    for position, item in enumerate(pack.requirements):
        for node, pointer in walk(item, f"/requirements/{position}"):
            if isinstance(node, WaiverOf) and node.waiver_of == item.id:
                yield problem("pack-own-waiver", pointer, id=item.id)


def _served_in_order(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    """Requirements are served in the order in which they stand in the pack."""
    later = [item.id for item in pack.requirements]
    for position, item in enumerate(pack.requirements):
        for node, pointer in walk(item, f"/requirements/{position}"):
            if isinstance(node, Unshared) and node.not_shared_with in later[position + 1 :]:
                place = f"{pointer}/not_shared_with"
                yield problem("pack-served-later", place, id=node.not_shared_with)


def _cycles(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    yield from circles(pack)


# ------------------------------------------------------------------ evidence and renewal


def _evidence(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        match node:
            case SomeEvidence() if not 1 <= node.at_least <= len(node.of):
                yield problem("pack-impossible", f"{pointer}/at_least", limit=len(node.of))
            case CourseTaken() if not node.course and not node.any_course:
                yield problem("pack-no-codes", f"{pointer}/course")
            case CourseTaken() if node.topics_stated and not node.topics:
                yield problem("pack-no-topics", f"{pointer}/topics_stated")
            case CourseTaken() | Hours() if node.any_course and not node.topics:
                yield problem("pack-no-topics", f"{pointer}/any_course")
            case CourseTaken() if node.times < 1:
                yield problem("pack-at-least-one", f"{pointer}/times")
            case OfficersTrained() if node.officers < 1:
                yield problem("pack-at-least-one", f"{pointer}/officers")
            case OfficersTrained() if (node.who_met is None) is not bool(node.who_completed):
                yield problem("pack-bad-officers", pointer)
            case Hours() if not (
                node.any_course or node.codes or any(item.codes for item in node.topics)
            ):
                yield problem("pack-no-codes", pointer)
            case Completed() | Prerequisite() if not node.completed:
                yield problem("pack-no-codes", f"{pointer}/completed")
            case FirstCompleted() if not node.first_completed:
                yield problem("pack-no-codes", f"{pointer}/first_completed")
            case _:
                pass


def _evidence_of_officers(pack: Pack, _places: tuple[Place, ...]) -> Iterator[Problem]:
    for position, item in enumerate(pack.requirements):
        if item.subject is Subject.OFFICER:
            continue
        for node, pointer in walk(item, f"/requirements/{position}"):
            if isinstance(node, CourseTaken | Hours | Held | PlanReviewed | WaiverOf):
                yield problem("pack-wrong-subject", pointer, subject=item.subject)


def _license_named(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        match node:
            case Happening():
                needed = node.event is EventName.LICENSE
            case EachPeriod():
                needed = node.each is PeriodKind.LICENSE_PERIOD
            case _:
                continue
        if needed and node.license is None:
            yield problem("pack-needs-license", pointer)
        if not needed and node.license is not None:
            yield problem("pack-idle-license", f"{pointer}/license")


def _lengths(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        match node:
            case Blocks() | BlocksAfter():
                key, length = "length", node.length
            case Every():
                key, length = "every", node.every
            case Later():
                key, length = "later", node.later
            case Prerequisite(within=Period() as length):
                key = "within"
            case Within(within=length) if length != Period():
                key = "within"
            case _:
                continue
        if not _is_some_time(length):
            yield problem("pack-empty-period", f"{pointer}/{key}")


def _always_true(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        match node:
            case EachVersion(each_version=False):
                yield problem("pack-not-true", f"{pointer}/each_version")
            case FirstTime(first_time=False):
                yield problem("pack-not-true", f"{pointer}/first_time")
            case Once(once=False):
                yield problem("pack-not-true", f"{pointer}/once")
            case _:
                pass


def _clocks(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if (
            isinstance(node, EachPeriod)
            and node.each is PeriodKind.LICENSE_PERIOD
            and node.clock is not None
        ):
            yield problem("pack-idle-clock", f"{pointer}/clock")


def _plan_versions(_pack: Pack, places: tuple[Place, ...]) -> Iterator[Problem]:
    for node, pointer in places:
        if isinstance(node, Version) and isinstance(node.renewal, EachVersion):
            evidence = (place.node for place in walk(node.satisfied_by))
            if not any(isinstance(part, PlanReviewed) for part in evidence):
                yield problem("pack-no-plan", f"{pointer}/renewal")


_CHECKS: Final[tuple[_Check, ...]] = (
    _jurisdiction,
    _research,
    _prefixes,
    _duplicates,
    _counting,
    _declarations,
    _codes,
    _topics,
    _licenses,
    _sources,
    _facts,
    _words,
    _spans,
    _periods_before,
    _ranges,
    _per,
    _versions,
    _cases,
    _readings,
    _references,
    _own_waivers,
    _served_in_order,
    _cycles,
    _evidence,
    _evidence_of_officers,
    _license_named,
    _lengths,
    _always_true,
    _clocks,
    _plan_versions,
)
