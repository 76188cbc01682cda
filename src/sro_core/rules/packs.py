"""Rule packs: the requirements of one source, dated and cited, and sets of packs."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Literal

import attrs

from sro_core.dates import in_force
from sro_core.rules import _fields as f
from sro_core.rules.conditions import Condition
from sro_core.rules.deadlines import Deadline
from sro_core.rules.evidence import Evidence
from sro_core.rules.facts import AttestedFact
from sro_core.rules.renewals import Renewal

__all__ = [
    "BearsOn",
    "Case",
    "Code",
    "Confidence",
    "Consequence",
    "Counting",
    "DutyBinding",
    "Holiday",
    "JurisdictionOf",
    "Level",
    "Pack",
    "Per",
    "Reading",
    "Requirement",
    "Source",
    "Subject",
    "Version",
    "Word",
]


class Confidence(enum.StrEnum):
    """How sure a rule is: the text of the law was read, a summary was, or neither."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    MEMORY = "memory"


class Level(enum.StrEnum):
    """Whether the source demands or recommends."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"


class Subject(enum.StrEnum):
    """Who has the duty."""

    OFFICER = "officer"
    AGENCY = "agency"
    DISTRICT = "district"
    PARTNERSHIP = "partnership"


class Per(enum.StrEnum):
    """What there is one finding for."""

    OFFICER = "officer"
    SPELL = "spell"
    ASSIGNMENT = "assignment"
    AGENCY = "agency"
    DISTRICT = "district"
    PARTNERSHIP = "partnership"


class BearsOn(enum.StrEnum):
    """What hangs on a requirement: serving in a school, or the license of every officer."""

    SCHOOL_SERVICE = "school_service"
    LICENSE = "license"


class DutyBinding(enum.StrEnum):
    """Where a mandatory duty comes from: law, or the conditions of a grant."""

    LAW = "law"
    GRANT = "grant"


class Consequence(enum.StrEnum):
    """What the source says follows from not meeting a requirement."""

    NONE_STATED = "none_stated"
    BARS_ASSIGNMENT = "bars_assignment"
    SUSPENDS_POWERS = "suspends_powers"
    LOSES_CERTIFICATION = "loses_certification"
    LICENSE_SANCTIONS = "license_sanctions"
    FUNDS_WITHHELD = "funds_withheld"
    EMPLOYMENT_MAY_END = "employment_may_end"
    GRANT_NONCOMPLIANCE = "grant_noncompliance"


class JurisdictionOf(enum.StrEnum):
    """Whose jurisdiction decides whether a pack reaches an assignment."""

    DISTRICT = "district"
    AGENCY = "agency"


@attrs.frozen(kw_only=True)
class Source:
    """One source that was read.

    Attributes:
        id: Short name, unique in the pack.
        citation: As it is cited.
        url: Where it was read; None where it was not seen.
        checked: Day on which its text was checked; None where it is not known.
        confidence: How it was seen.
        says: What it says, in own words, where sources disagree.
    """

    id: str = f.text()
    citation: str = f.text()
    url: str | None = f.text(optional=True)
    checked: dt.date | None = f.day(optional=True)
    confidence: Confidence = f.word(Confidence)
    says: str | None = f.text(optional=True)


@attrs.frozen(kw_only=True)
class Code:
    """A catalogue code of a course or credential.

    Attributes:
        code: Such as `us-mn.post-sro`.
        title: What it is.
    """

    code: str = f.text()
    title: str = f.text()


@attrs.frozen(kw_only=True)
class Word:
    """A word that records use: a topic, a kind of license, a funding tag.

    Attributes:
        word: The word.
        title: What it means.
    """

    word: str = f.text()
    title: str = f.text()


@attrs.frozen(kw_only=True)
class Holiday:
    """A legal holiday.

    Attributes:
        name: Its name.
        rule: The yearly days, as an RFC 5545 recurrence rule.
    """

    name: str = f.text()
    rule: str = f.text()


@attrs.frozen(kw_only=True)
class Counting:
    """How a period's last day moves when it falls on a day off.

    Attributes:
        rolls_off: Days of the week that move it forward, as `MO` to `SU`.
        holidays: Legal holidays that move it forward.
        citation: The rule of counting.
        assumption: What is assumed where the sources are silent.
    """

    rolls_off: tuple[str, ...] = f.names(optional=False)
    holidays: tuple[Holiday, ...] = f.children(optional=True)
    citation: str = f.text()
    assumption: str | None = f.text(optional=True)


@attrs.frozen(kw_only=True)
class Case:
    """A cohort or exception; of the cases of a version the first that holds wins.

    Attributes:
        name: Short name, unique in the version.
        when: When it holds.
        exempt: Why nothing is required; then nothing else is given.
        satisfied_by: Evidence in place of the version's.
        due: Last day in place of the version's.
        renewal: Renewal in place of the version's.
        citation: The clause.
        confidence: How sure it is; None is that of the requirement.
        note: What a reader should know.
    """

    name: str = f.text()
    when: Condition = f.child()
    exempt: str | None = f.text(optional=True)
    satisfied_by: Evidence | None = f.child(optional=True)
    due: Deadline | None = f.child(optional=True)
    renewal: Renewal | None = f.child(optional=True)
    citation: str | None = f.text(optional=True)
    confidence: Confidence | None = f.word(Confidence, optional=True)
    note: str | None = f.text(optional=True)


@attrs.frozen(kw_only=True)
class Reading:
    """Another way to read the source, or what another source says.

    What it leaves out is as in the version; its cases replace those of the same
    name.

    Attributes:
        name: Short name, unique in the version.
        says: The reading in a sentence.
        citation: The source of it.
        applies_when: Replaces the version's condition.
        satisfied_by: Replaces the version's evidence.
        due: Replaces the version's last day.
        renewal: Replaces the version's renewal.
        cases: Replace cases of the same names.
    """

    name: str = f.text()
    says: str = f.text()
    citation: str | None = f.text(optional=True)
    applies_when: Condition | None = f.child(optional=True)
    satisfied_by: Evidence | None = f.child(optional=True)
    due: Deadline | None = f.child(optional=True)
    renewal: Renewal | None = f.child(optional=True)
    cases: tuple[Case, ...] = f.children(optional=True)


#: The name of a version's own reading, and the word for preferring none of them.
OWN_READING: Literal["text"] = "text"
NO_READING: Literal["none"] = "none"


@attrs.frozen(kw_only=True)
class Version:
    """A requirement as it stood between two days.

    Attributes:
        start: First day in force, included; `from` on the wire.
        end: Last day in force, included; None is open; `to` on the wire.
        summary: The duty in one sentence.
        applies_when: Whom it reaches; None is everybody.
        satisfied_by: What satisfies it.
        due: The last day in time.
        renewal: How it comes back; None where once is enough.
        cases: Cohorts and exceptions, in order.
        readings: Other readings of the source.
        preferred: Name of the reading that answers: `text` is the version's own,
            `none` is when no reading can be preferred.
        citation: The clause of this version.
    """

    start: dt.date = f.day(wire="from")
    end: dt.date | None = f.day(optional=True, wire="to")
    summary: str = f.text()
    applies_when: Condition | None = f.child(optional=True)
    satisfied_by: Evidence = f.child()
    due: Deadline = f.child()
    renewal: Renewal | None = f.child(optional=True)
    cases: tuple[Case, ...] = f.children(optional=True)
    readings: tuple[Reading, ...] = f.children(optional=True)
    preferred: str = f.text(default=OWN_READING)
    citation: str | None = f.text(optional=True)

    def __attrs_post_init__(self) -> None:
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True)
class Requirement:
    """One duty: who, what, by when, how long it holds, with citation.

    Attributes:
        id: Such as `us-mn.sro-course`.
        title: In a few words.
        citation: As findings cite it.
        level: Mandatory or recommended.
        confidence: How sure it is.
        subject: Who has the duty.
        per: What there is one finding for.
        bears_on: What hangs on it.
        binding: Law or grant, for a mandatory duty.
        consequence: What follows from not meeting it.
        restricted: Duties that are restricted meanwhile, in words.
        assumptions: What is assumed where the source is silent.
        open_questions: What the sources leave open.
        sources: Ids of the pack's sources it rests on.
        versions: Its dated versions.
    """

    id: str = f.text()
    title: str = f.text()
    citation: str = f.text()
    level: Level = f.word(Level)
    confidence: Confidence = f.word(Confidence)
    subject: Subject = f.word(Subject, default=Subject.OFFICER)
    per: Per = f.word(Per, default=Per.SPELL)
    bears_on: BearsOn = f.word(BearsOn, default=BearsOn.SCHOOL_SERVICE)
    binding: DutyBinding = f.word(DutyBinding, default=DutyBinding.LAW)
    consequence: Consequence = f.word(Consequence, default=Consequence.NONE_STATED)
    restricted: tuple[str, ...] = f.names()
    assumptions: tuple[str, ...] = f.names()
    open_questions: tuple[str, ...] = f.names()
    sources: tuple[str, ...] = f.names()
    versions: tuple[Version, ...] = f.children()

    def version_on(self, day: dt.date) -> Version | None:
        """The version in force on a day; None where none is."""
        return next((version for version in self.versions if in_force(version, day)), None)


@attrs.frozen(kw_only=True)
class Pack:
    """The requirements of one source: a state, a federal programme, an agency.

    Attributes:
        id: Prefix of its requirement ids, such as `us-mn`.
        title: Whose rules.
        edition: Which edition of the pack, such as `2026.1`.
        jurisdiction: `US` or an ISO 3166-2 code; None where the pack belongs to
            none: its requirements have findings only where they are adopted.
        jurisdiction_of: Whose jurisdiction decides whether it applies.
        researched_from: First day that was researched.
        verified_through: Last day through which the sources were checked.
        confidence: How sure the pack is as a whole.
        bridge_days: Longest gap, in days, that does not end a spell of service.
        assumptions: What is assumed for all requirements.
        open_questions: What the sources leave open.
        searched: What was searched, in words.
        counting: How periods roll off days off; None where they do not.
        sources: What was read.
        codes: Courses and credentials it refers to.
        facts: Facts that only an attestation can hold.
        topics: Topics of courses.
        licenses: Kinds of licenses and certifications.
        funding: Words for funds.
        requirements: The duties.
    """

    id: str = f.text()
    title: str = f.text()
    edition: str = f.text()
    jurisdiction: str | None = f.text(optional=True)
    jurisdiction_of: JurisdictionOf = f.word(JurisdictionOf, default=JurisdictionOf.DISTRICT)
    researched_from: dt.date = f.day()
    verified_through: dt.date = f.day()
    confidence: Confidence = f.word(Confidence)
    bridge_days: int = f.whole(default=120)
    assumptions: tuple[str, ...] = f.names()
    open_questions: tuple[str, ...] = f.names()
    searched: tuple[str, ...] = f.names()
    counting: Counting | None = f.child(optional=True)
    sources: tuple[Source, ...] = f.children(optional=True)
    codes: tuple[Code, ...] = f.children(optional=True)
    facts: tuple[AttestedFact, ...] = f.children(optional=True)
    topics: tuple[Word, ...] = f.children(optional=True)
    licenses: tuple[Word, ...] = f.children(optional=True)
    funding: tuple[Word, ...] = f.children(optional=True)
    requirements: tuple[Requirement, ...] = f.children(optional=True)
