"""What a registry must hold so that a jurisdiction's rules can be decided.

Nothing here knows a jurisdiction: what is needed is read off the nodes of its
packs, and each kind of node always asks for the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sro_core.cli.screen import Screen, refuse, shown
from sro_core.packs.walk import walk
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import REGISTRY_FACTS, Absent, AttestedFact
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

_ABSENT: Final = {
    Absent.UNKNOWN: "where nobody states it, the answer is unknown",
    Absent.FALSE: "where nobody states it, no is presumed",
    Absent.TRUE: "where nobody states it, yes is presumed",
}

_EVENTS: Final = {
    e.EventName.HIRE: ("employment.from",),
    e.EventName.LICENSE: ("license.from",),
    e.EventName.AGREEMENT_SIGNED: ("agreement.signed_on", "agreement.from", "agreement.to"),
    e.EventName.AGREEMENT_START: ("agreement.from", "agreement.to"),
    e.EventName.AGREEMENT_REVIEWED: (
        "agreement.signed_on",
        "agreement.reviewed_on",
        "agreement.from",
        "agreement.to",
    ),
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
            yield from _fields("agreement.from", "agreement.to")
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
            yield from _fields(*(("agreement.signed_on",) if node.signed_on_or_after else ()))
        case v.WaiverOf():
            yield from _fields("waiver.requirement_id", "waiver.from", "waiver.to")
        case r.EachPeriod() | r.EachBlock():
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
        yield from _fields("agreement.from", "agreement.to")
    if node.fact == "agreement.funding":
        yield from (Need("word", value) for value in node.values)


def _license(kind: str | None) -> Iterator[Need]:
    """A license or certification; one with a catalogue code may also be a completion."""
    if kind is None:
        return
    yield Need("code" if "." in kind else "license", kind)
    yield from _fields("license.from", "license.to")


def _renewal(node: r.EachPeriod | r.EachBlock) -> Iterator[Need]:
    yield from _license(node.license)
    if isinstance(node, r.EachPeriod) and node.each is r.PeriodKind.SCHOOL_YEAR:
        yield from _fields("district.school_years")


def _courses(node: object) -> Iterator[Need]:
    codes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    hours = False
    match node:
        case c.Completed():
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
    yield from (Need("code", code) for code in codes)
    yield from (Need("topic", topic) for topic in topics)
    yield from _fields("completion.completed_on", "course.codes")
    yield from _fields(*(("course.topics",) if topics else ()))
    yield from _fields(*(("completion.hours, or course.hours",) if hours else ()))


# on the screen ------------------------------------------------------------------------------


def write_needs(screen: Screen, rulebook: Rulebook, jurisdiction: str) -> None:
    """Write what a registry must hold for a jurisdiction; refuses one without a pack.

    Args:
        screen: Where to.
        rulebook: The packs.
        jurisdiction: Such as `US-XX`, or the id of a pack.
    """
    wanted = jurisdiction.casefold()
    packs = [
        pack
        for pack in rulebook.packs
        if wanted in (pack.id.casefold(), (pack.jurisdiction or "").casefold())
    ]
    if not packs:
        _refuse(rulebook, jurisdiction)
    for number, pack in enumerate(packs):
        if number:
            screen.line()
        _write_pack(screen, pack)
    screen.line()
    screen.wrapped(
        "Licenses, completions and reviews count from the day they are dated. "
        "`sro-core rules show ID` says how each is used.",
        hang=0,
        style="dim",
    )


def _refuse(rulebook: Rulebook, jurisdiction: str) -> None:
    names = [pack.jurisdiction for pack in rulebook.packs if pack.jurisdiction is not None]
    names += [pack.id for pack in rulebook.packs if pack.jurisdiction is None]
    refuse(
        f"No rule pack covers {shown(jurisdiction)}.",
        f"There are packs for: {', '.join(sorted(names))}.",
        "An officer posted elsewhere gets one finding, unknown: no data never looks like no duty.",
    )


def _write_pack(screen: Screen, pack: Pack) -> None:
    words = Words(pack)
    users: dict[Need, list[str]] = {}
    for requirement in pack.requirements:
        for need in needs_of(requirement):
            users.setdefault(need, []).append(requirement.id.removeprefix(f"{pack.id}."))
    place = pack.jurisdiction or "any jurisdiction"
    title = f"What a registry must hold for {place} (pack {pack.id}, edition {pack.edition})"
    screen.wrapped(title, hang=0, style="bold")
    if not pack.requirements:
        screen.wrapped("The pack has no requirement.", hang=0)
        return
    _head(screen, "For any answer at all")
    for kind, fields in _ALWAYS:
        screen.field(kind, fields, indent=2, column=14)
    _section(screen, "Records and fields", users, "field", words)
    _attestations(screen, pack, users)
    _section(screen, "Codes that courses or credentials must carry", users, "code", words)
    _section(screen, "Topics of courses", users, "topic", words)
    _section(screen, "Kinds of license", users, "license", words)
    _section(screen, "Words for the funding of agreements", users, "word", words)
    adopted = [item.id for item in pack.requirements if item.level is Level.RECOMMENDED]
    if adopted:
        _head(screen, "Adoptions, where these are meant to bind")
        for requirement_id in adopted:
            screen.line(f"  {requirement_id}")


def _head(screen: Screen, text: str) -> None:
    screen.line()
    screen.line(text, "bold")


def _used(users: Iterable[str]) -> str:
    return f"used by {', '.join(users)}"


def _section(
    screen: Screen, title: str, users: dict[Need, list[str]], what: str, words: Words
) -> None:
    needs = sorted(need for need in users if need.what == what)
    if not needs:
        return
    _head(screen, title)
    for need in needs:
        screen.wrapped(need.name, indent=2)
        if what != "field" and words.title(need.name) != need.name:
            screen.wrapped(shown(words.title(need.name)), indent=6, hang=0)
        screen.wrapped(_used(users[need]), indent=6, style="dim")


def _attestations(screen: Screen, pack: Pack, users: dict[Need, list[str]]) -> None:
    facts = [fact for fact in pack.facts if Need("fact", fact.fact) in users]
    if not facts:
        return
    _head(screen, "Attestations")
    for fact in facts:
        screen.wrapped(f"{fact.fact} ({fact.value}, about {_article(fact)})", indent=2)
        screen.wrapped(shown(fact.title), indent=6, hang=0)
        if fact.note is not None:
            screen.wrapped(shown(fact.note), indent=6, hang=0)
        screen.wrapped(_ABSENT[fact.missing], indent=6, hang=0)
        screen.wrapped(_used(users[Need("fact", fact.fact)]), indent=6, style="dim")


def _article(fact: AttestedFact) -> str:
    return f"an {fact.about}" if fact.about[0] in "aeiou" else f"a {fact.about}"
