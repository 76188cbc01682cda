"""What a registry must hold so that a jurisdiction's rules can be decided.

Nothing here knows a jurisdiction: what is needed is read off the nodes of its
packs, and each kind of node always asks for the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sro_core.cli.choosing import packs_named
from sro_core.cli.rules import ABSENT, about
from sro_core.cli.screen import Screen, shown
from sro_core.packs.walk import walk
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import REGISTRY_FACTS
from sro_core.rules.packs import Level, Pack, Requirement
from sro_core.rules.rulebook import Rulebook
from sro_core.rules.words import Words

__all__ = ["Need", "needs_of", "write_needs"]

#: What every pack asks for: without these nobody is judged at all.
_ALWAYS: Final = (
    ("agencies", "kind, jurisdiction; records_from where older training is not on file"),
    ("districts", "kind, jurisdiction"),
    ("officers", "employments: agency_id, from, to"),
    ("assignments", "officer_id, agency_id, district_id, role, from, to; past ones too"),
)

#: What finds the agreements of an assignment, and which of them are in force.
_AGREEMENT: Final = ("agreement.from", "agreement.to", "assignment.agreement_id")

_EVENTS: Final = {
    e.EventName.HIRE: ("employment.from",),
    e.EventName.LICENSE: ("license.from",),
    e.EventName.AGREEMENT_SIGNED: ("agreement.signed_on", *_AGREEMENT),
    e.EventName.AGREEMENT_START: _AGREEMENT,
    e.EventName.AGREEMENT_REVIEWED: ("agreement.signed_on", "agreement.reviewed_on", *_AGREEMENT),
}

#: Names that registry facts have in conditions, where the wire format has another.
_FIELDS: Final = {"assignment.start": "assignment.from", "agreement.start": "agreement.from"}


class Need(NamedTuple):
    """One thing that a node asks for.

    Attributes:
        what: `field`, `fact`, `code`, `topic`, `license` or `word`.
        name: Its name.
    """

    what: str
    name: str


def needs_of(requirement: Requirement) -> frozenset[Need]:
    """Everything that deciding a requirement may ask for."""
    return frozenset(need for place in walk(requirement) for need in _needs(place.node))


def _fields(*names: str) -> Iterator[Need]:
    return (Need("field", name) for name in names)


def _needs(node: object) -> Iterator[Need]:
    match node:
        case c.FactTest():
            yield from _fact(node)
        case c.OnFile():
            yield from _fields(*_AGREEMENT)
        case v.Stated():
            yield Need("fact", node.stated)
        case e.StatedFrom():
            yield Need("fact", node.stated_from)
        case e.StatedDate():
            yield Need("fact", node.stated_date)
        case e.Happening():
            yield from _fields(*_EVENTS.get(node.event, ()))
            yield from _license(node.license)
        case c.Holds():
            yield from _license(node.holds)
        case v.Held():
            yield from _license(node.license)
        case (
            c.InSchoolYear() | d.BeforeSchoolYear() | d.BeforeSchoolYearFrom() | d.EndOfSchoolYear()
        ):
            yield from _fields("district.school_years")
        case v.PlanReviewed():
            yield from _fields(
                f"safety_plan of kind {node.plan_review}, each version with from and to",
                "plan_review.reviewed_on",
            )
        case v.AgreementInForce():
            yield from _fields("agreement.from", "agreement.to")
            yield from _fields(*(("agreement.kind",) if node.agreement else ()))
            if node.signed_on_or_after or node.dated_by is not v.DatedBy.START:
                yield from _fields("agreement.signed_on")
            if node.dated_by is v.DatedBy.REVIEW:
                yield from _fields("agreement.reviewed_on")
        case v.WaiverOf():
            yield from _fields("waiver.requirement_id", "waiver.from", "waiver.to")
        case r.EachPeriod():
            yield from _renewal(node)
        case _:
            yield from _courses(node)


def _fact(node: c.FactTest) -> Iterator[Need]:
    if node.fact not in REGISTRY_FACTS:
        yield Need("fact", node.fact)
        return
    yield from _fields(_FIELDS.get(node.fact, node.fact))
    record = node.fact.partition(".")[0]
    if record == "school":
        yield from _fields("assignment.school_ids")
    elif record == "agreement":
        yield from _fields(*_AGREEMENT)
    if node.fact == "agreement.funding":
        yield from (Need("word", value) for value in node.values)


def _license(kind: str | None) -> Iterator[Need]:
    """A license or certification; one with a catalogue code may also be a completion."""
    if kind is None:
        return
    yield from _fields("license.from", "license.to", "license.state")
    if "." in kind:
        yield from _completed((kind,))
    else:
        yield Need("license", kind)
        yield from _fields("license.jurisdiction")


def _completed(codes: Iterable[str]) -> Iterator[Need]:
    yield from (Need("code", code) for code in codes)
    yield from _fields("completion.completed_on", "completion.outcome", "course.codes")


def _renewal(node: r.EachPeriod) -> Iterator[Need]:
    yield from _license(node.license)
    if node.each is r.PeriodKind.SCHOOL_YEAR:
        yield from _fields("district.school_years")


def _courses(node: object) -> Iterator[Need]:
    codes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    hours = False
    match node:
        case c.Completed() | v.Prerequisite():
            codes = node.completed
        case e.FirstCompleted():
            codes = node.first_completed
        case v.CourseTaken():
            codes, topics, hours = node.course, node.topics, node.hours is not None
        case v.OfficersTrained(who_met=None):
            codes = node.who_completed
            yield from _fields("employment.from", "employment.to")
        case v.Hours():
            codes, hours = node.codes, True
        case v.TopicHours():
            codes, topics, hours = node.codes, (node.topic,), True
        case _:
            return
    yield from _completed(codes)
    yield from (Need("topic", topic) for topic in topics)
    yield from _fields(*(("course.topics",) if topics else ()))
    yield from _fields(*(("completion.hours, or course.hours",) if hours else ()))


# on the screen ------------------------------------------------------------------------------


def write_needs(screen: Screen, rulebook: Rulebook, jurisdiction: str) -> None:
    """Write what a registry must hold for a jurisdiction; refuses one without a pack.

    Packs that apply everywhere are asked too: federal ones, and those whose
    requirements bind where somebody adopts them.

    Args:
        screen: Where to.
        rulebook: The packs.
        jurisdiction: Such as `US-XX`, or the id of a pack.
    """
    named = packs_named(rulebook, jurisdiction)
    everywhere = [pack for pack in rulebook.packs if pack.jurisdiction in (None, "US")]
    asked = [pack for pack in dict.fromkeys((*named, *everywhere)) if pack.requirements]
    editions = ", ".join(f"{pack.id} {pack.edition}" for pack in asked) or "no rule pack"
    place = named[0].jurisdiction or "any jurisdiction"
    screen.line(f"What a registry must hold for {place}", "bold")
    screen.wrapped(f"asked by {shown(editions)}", indent=2, style="dim")
    for pack in named:
        if not pack.requirements:
            screen.wrapped(f"{pack.id} has no requirement of its own", indent=2, style="dim")
    _Writer(screen, named, asked).write()
    screen.line()
    screen.wrapped(
        "Licenses, completions and reviews count from the day they are dated. "
        "`sro-core rules show ID` says how each is used.",
        hang=0,
        style="dim",
    )


class _Writer:
    """Writes what several packs ask for, each thing once, with all that ask for it."""

    __slots__ = ("_named", "_packs", "_screen", "_users", "_words")

    def __init__(self, screen: Screen, named: Sequence[Pack], packs: Sequence[Pack]) -> None:
        self._screen = screen
        self._named = named
        self._packs = packs
        self._words = [Words(pack) for pack in packs]
        self._users: dict[Need, list[str]] = {}
        for pack in packs:
            for requirement in pack.requirements:
                for need in needs_of(requirement):
                    self._users.setdefault(need, []).append(self._short(requirement.id))

    def _short(self, requirement_id: str) -> str:
        """An id without the prefix of the only pack that was asked for by name."""
        if len(self._named) > 1:
            return requirement_id
        return requirement_id.removeprefix(f"{self._named[0].id}.")

    def write(self) -> None:
        """Write all of it."""
        self._head("For any answer at all")
        for kind, fields in _ALWAYS:
            self._screen.field(kind, fields, indent=2, column=14)
        self._section("Records and fields", "field")
        self._attestations()
        self._section("Codes that courses or credentials must carry", "code")
        self._section("Topics of courses", "topic")
        self._section("Kinds of license", "license")
        self._section("Words for the funding of agreements", "word")
        self._adoptions()

    def _head(self, text: str) -> None:
        self._screen.line()
        self._screen.line(text, "bold")

    def _section(self, title: str, what: str) -> None:
        needs = sorted(need for need in self._users if need.what == what)
        if not needs:
            return
        self._head(title)
        for need in needs:
            self._screen.wrapped(shown(need.name), indent=2)
            meaning = self._meaning(need.name) if what != "field" else None
            if meaning is not None:
                self._screen.wrapped(shown(meaning), indent=6, hang=0)
            self._used(need)

    def _meaning(self, name: str) -> str | None:
        """What the first pack says that knows a name."""
        titles = (words.title(name) for words in self._words)
        return next((title for title in titles if title != name), None)

    def _used(self, need: Need) -> None:
        users = shown(", ".join(self._users[need]))
        self._screen.wrapped(f"used by {users}", indent=6, style="dim")

    def _attestations(self) -> None:
        facts = [
            fact
            for pack in self._packs
            for fact in pack.facts
            if Need("fact", fact.fact) in self._users
        ]
        if not facts:
            return
        self._head("Attestations")
        for fact in facts:
            self._screen.wrapped(f"{shown(fact.fact)} ({about(fact)})", indent=2)
            self._screen.wrapped(shown(fact.title), indent=6, hang=0)
            if fact.note is not None:
                self._screen.wrapped(shown(fact.note), indent=6, hang=0)
            self._screen.wrapped(ABSENT[fact.missing], indent=6, hang=0)
            self._used(Need("fact", fact.fact))

    def _adoptions(self) -> None:
        adopted = [
            item.id
            for pack in self._packs
            for item in pack.requirements
            if item.level is Level.RECOMMENDED or pack.jurisdiction is None
        ]
        if not adopted:
            return
        self._head("Adoptions, where these are meant to bind")
        for requirement_id in adopted:
            self._screen.line(f"  {shown(requirement_id)}")
