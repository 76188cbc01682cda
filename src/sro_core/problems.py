"""What is wrong with some data, said once: code, place, sentence and fix."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

__all__ = ["CODES", "CodeInfo", "Problem", "Severity", "in_order", "problem"]


class Severity(enum.StrEnum):
    """How much a problem matters.

    An `error` makes answers wrong or refuses the document, a `warning` makes
    them doubtful, a `notice` is worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@attrs.frozen(kw_only=True)
class CodeInfo:
    """The meaning of one code.

    Attributes:
        severity: How much it matters.
        template: The sentence, with `{parameters}`.
        fix: What a coordinator does about it; empty where the sentence says it.
        when: For what is found across records: an example of what triggers it.
    """

    severity: Severity
    template: str
    fix: str = ""
    when: str = ""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def _code(severity: Severity, template: str, fix: str = "") -> CodeInfo:
    return CodeInfo(severity=severity, template=template, fix=fix)


def _across(severity: Severity, template: str, fix: str = "", *, when: str) -> CodeInfo:
    """A code that `validate` reports: what is wrong across the records of a registry."""
    return CodeInfo(severity=severity, template=template, fix=fix, when=when)


#: Every code the library can report. A code is never renamed and never reused.
CODES: Final[Mapping[str, CodeInfo]] = MappingProxyType(
    {
        # the text of a document
        "json-empty": _code(_E, "The document is empty."),
        "json-encoding": _code(
            _E,
            "The document is not UTF-8 (byte {offset}).",
            "Save it again with the encoding UTF-8.",
        ),
        "json-syntax": _code(_E, "Not JSON: {detail} (line {line}, column {column})."),
        "json-depth": _code(
            _E, "The document is nested more than {limit} levels deep.", "Flatten it."
        ),
        "json-number": _code(_E, "{value} is not a JSON number."),
        "json-number-size": _code(_E, "A number has more than {limit} characters."),
        "json-repeated-key": _code(
            _E, "The key {key} stands twice in one object.", "Keep one of the two."
        ),
        "json-surrogate": _code(_E, "A string holds half of a surrogate pair."),
        "json-control-character": _code(
            _E,
            "A string holds a raw control character (line {line}, column {column}).",
            "Escape it, as in \\n.",
        ),
        "toml-encoding": _code(
            _E,
            "The document is not UTF-8 (byte {offset}).",
            "Save it again with the encoding UTF-8.",
        ),
        "toml-syntax": _code(_E, "Not TOML: {detail}."),
        # the document as a whole
        "format-unknown": _code(
            _E, "This is not a document of format {expected}.", "Check the key format."
        ),
        "version-unknown": _code(_E, "The key version must be a whole number from 1 up."),
        "version-newer": _code(
            _E,
            "The document has version {found}; this library reads up to version {supported}.",
            "Upgrade the library.",
        ),
        # a stream of records
        "stream-line-length": _code(
            _E, "The line has more than {limit} bytes.", "Keep large application data elsewhere."
        ),
        "stream-blank-line": _code(_E, "The line is empty.", "Remove it."),
        "stream-order": _code(
            _E,
            "The id {id} does not come after {previous}, the last of the {kind} before it.",
            "Write the records of a kind in the order of their ids, each id once.",
        ),
        "stream-unfinished": _code(
            _E,
            "The stream ends here, without its closing line; records may be missing.",
            "Get the whole file, or write it again.",
        ),
        "stream-counts": _code(
            _E,
            "The closing line counts {counted} {kind}; {found} were read.",
            "Get the whole file, or write it again.",
        ),
        "stream-hash": _code(
            _E,
            "The bytes before the closing line are not those that were written.",
            "Get the file again; a stream that was changed is written anew.",
        ),
        "stream-after-end": _code(
            _E, "This stands after the closing line.", "Read every stream from a file of its own."
        ),
        # shape
        "missing-key": _code(_E, "The key {key} is missing."),
        "unknown-key": _code(_E, "The key {key} is not known here{hint}"),
        "wrong-type": _code(_E, "Expected {expected}, found {found}."),
        "unknown-value": _code(_E, "Not one of: {allowed}."),
        "empty-text": _code(_E, "The text is empty."),
        "bad-text": _code(_E, "The text cannot be written as UTF-8."),
        "bad-date": _code(_E, "Not a date of the calendar; write YYYY-MM-DD."),
        "bad-date-time": _code(
            _E,
            "Not a date-time with an offset; write for example 2025-09-02T08:00:00-05:00.",
        ),
        "bad-hours": _code(
            _E,
            "Hours must be 0 or more, with at most 6 digits before and 4 after the point.",
        ),
        "bad-count": _code(_E, "A count must be 0 or more and at most {limit}."),
        "bad-number": _code(_E, "A double cannot hold this number exactly.", "Write it as text."),
        "bad-jurisdiction": _code(_E, "Not a jurisdiction: {why}."),
        "bad-ori": _code(_E, "Not an ORI: {why}."),
        "bad-nces-district-id": _code(_E, "Not an NCES district id: {why}."),
        "bad-nces-school-id": _code(_E, "Not an NCES school id: {why}."),
        "bad-time-zone": _code(_E, "Not an IANA time zone such as America/Chicago."),
        "not-one-of-keys": _code(_E, "Exactly one of these keys is needed: {keys}."),
        # a record that contradicts itself, a list that does
        "ends-before-start": _code(_E, "It ends ({end}) before it starts ({start})."),
        "due-without-extension": _code(
            _E, "A waiver has due_on exactly when its kind is extended."
        ),
        "void-before-record": _code(_E, "Voided before it was recorded."),
        "replaced-by-itself": _code(_E, "A voided record cannot be replaced by itself."),
        "weak-key": _code(_E, "The key must be bytes, {limit} or more."),
        "duplicate-id": _code(
            _E, "Two {kind} have the id {id}; the first is at {first}.", "Give one a new id."
        ),
        # a change of a registry
        "not-on-file": _code(
            _E,
            "No such record {id} is on file, or it was taken back already.",
            "Hand over the record as it stands in this registry.",
        ),
        "not-a-next-state": _code(
            _E, "An enrollment does not go from {before} to {after}; what can follow: {allowed}."
        ),
        "recorded-apart": _code(
            _E,
            "A correction comes on file when the record that it replaces is taken back.",
            "Leave recorded_at out.",
        ),
        # across records: references
        "unknown-reference": _across(
            _E,
            "No {kind} has the id {id}.",
            "Add the record or correct the id.",
            when="A completion names the course `c9`; no course has that id.",
        ),
        "reference-to-voided": _across(
            _E,
            "The {kind} {id} was taken back and nothing stands in its place.",
            "Name the record that is right, or take this one back too.",
            when="A completion names a session that was voided without `replaced_by`.",
        ),
        "replacement-circle": _across(
            _E,
            "It is replaced by {id}, and on in a circle, so that none of them stands.",
            "Correct the one that should stand.",
            when="`k1` is voided and replaced by `k2`, and `k2` by `k1`.",
        ),
        # across records: agencies, districts, schools
        "unknown-ori-prefix": _across(
            _W,
            "The ORI begins with {prefix}, which is no state or territory.",
            "Compare it with the FBI's list.",
            when="An agency has the ORI `ZZ0550100`.",
        ),
        "ori-of-another-jurisdiction": _across(
            _W,
            "The ORI begins as those of {found} do; the agency is in {jurisdiction}.",
            "Correct the ORI or the jurisdiction.",
            when="An agency in `US-MN` has the ORI `WI0550100`.",
        ),
        "unknown-nces-prefix": _across(
            _W,
            "The NCES id begins with {prefix}, which stands for no state or system.",
            "Compare it with the NCES directory.",
            when="A district has the NCES id `9931800`.",
        ),
        "nces-id-of-another-jurisdiction": _across(
            _W,
            "The NCES id begins as those of {found} do; the district is in {jurisdiction}.",
            "Correct one of the two; a district that lies across a border may be right.",
            when="A district in `US-MN` has the NCES id `5531800`.",
        ),
        "nces-id-of-another-district": _across(
            _E,
            "The NCES id does not begin with that of the district {district}.",
            "Correct one of the two.",
            when="The district has `2731800`, its school `273816001651`.",
        ),
        "identifier-shared": _across(
            _W,
            "The {kind} {other} has the same identifier.",
            "Correct one of the two, or keep one record.",
            when="Two agencies have the ORI `MN0550100`.",
        ),
        "school-years-overlap": _across(
            _W,
            "It begins on {start}, before the school year before it ends ({end}).",
            "Correct the days.",
            when="One school year ends on 2025-09-05, the next begins on 2025-09-02.",
        ),
        # across records: officers and assignments
        "bad-license-number": _across(
            _W,
            "This cannot be a license number: {why}.",
            "Write the number, or leave it out.",
            when="A license has the number `pending`.",
        ),
        "license-number-shared": _across(
            _E,
            "The officer {other} holds a license of this kind with the same number.",
            "Correct one of the numbers, or make the two records one officer.",
            when="Two officers hold a `peace_officer` license of `US-MN` with one number.",
        ),
        "employments-overlap": _across(
            _W,
            "It runs beside the employment by {agency} {days}.",
            "Correct a day, or say which of the two is part time, reserve or volunteer.",
            when="An officer is employed by two agencies for a year; both are full time.",
        ),
        "employments-share-a-day": _across(
            _N,
            "It begins on {day}, the last day of the employment by {agency}.",
            "Nothing, if the officer left one agency and joined the other on that day.",
            when="An officer leaves one agency on 2021-02-01 and joins another on that day.",
        ),
        "officer-without-employment": _across(
            _E,
            "The officer is posted, but no employment is on file.",
            "Add the employment by the agency of the assignment.",
            when="An officer has an assignment and an empty list of employments.",
        ),
        "assignment-outside-employment": _across(
            _E,
            "The officer {officer} is not employed by the agency {agency} on its first day.",
            "Add the employment, or correct a date.",
            when="An assignment begins on 2022-09-06, the employment on 2022-10-01.",
        ),
        "assignment-outlasts-employment": _across(
            _W,
            "The employment of {officer} by {agency} ends on {day}; the assignment runs on.",
            "End the assignment, or add the employment that follows.",
            when="The employment ends on 2023-01-31; the assignment has no `to`.",
        ),
        "full-time-twice": _across(
            _W,
            "It takes {hours} hours a week, beside {other} with {others}.",
            "End one of the two, or correct the hours.",
            when="Two assignments of an officer, each of 35 hours a week or more, overlap.",
        ),
        "school-of-another-district": _across(
            _E,
            "The school {school} is not one of the district {district}.",
            "Correct the school or the district of the assignment.",
            when="An assignment to the district `d1` lists a school of `d2`.",
        ),
        "agreement-of-others": _across(
            _E,
            "The agreement {agreement} is one between {agency} and {district}.",
            "Name the agreement of this agency and this district.",
            when="An assignment to the district `d2` names an agreement with `d1`.",
        ),
        "agreement-not-yet-in-force": _across(
            _W,
            "The agreement {agreement} begins on {day}, after the assignment does.",
            "Name the agreement before it, or correct a day.",
            when="The assignment begins on 2022-09-06, the agreement on 2023-07-01.",
        ),
        "agreement-lapsed": _across(
            _W,
            "The agreement {agreement} ends on {day}; the assignment runs on.",
            "Add the agreement that follows, or end the assignment.",
            when="The agreement ends on 2024-06-30, the assignment on 2025-06-12.",
        ),
        "agreement-signed-late": _across(
            _N,
            "It was signed after its first day ({day}).",
            when="An agreement from 2022-07-01 was signed on 2022-08-15.",
        ),
        # across records: safety plans
        "safety-plan-gap": _across(
            _W,
            "No version is in force {days}, while officers are posted there.",
            "Correct the days, or add the version between.",
            when="Version 1 ends on 2023-06-30, version 2 begins on 2023-09-01.",
        ),
        "safety-plan-overlap": _across(
            _W,
            "It begins on {start}, while the version {other} is still in force.",
            "End the older version the day before.",
            when="Version 1 has no `to`; version 2 begins on 2023-09-01.",
        ),
        "review-of-superseded-plan": _across(
            _W,
            "The version {plan} was in force until {day} only.",
            "Review the version that is in force.",
            when="A review of 2023-09-05 is one of the version that ended on 2023-06-30.",
        ),
        # across records: courses
        "course-not-recognised": _across(
            _N,
            "No rule pack recognises it, so no rule counts it; {nearest}.",
            "Add the right code, if there is one.",
            when="A course `SRO Basic (NASRO)` carries no code.",
        ),
        "course-unlike-any": _across(
            _N,
            "No rule pack recognises it, so no rule counts it, and no known code is like it.",
            "Nothing, if no rule asks for such a course.",
            when="A course `CPR` carries no code.",
        ),
        "unknown-course-code": _across(
            _N,
            "No rule pack knows the code {unknown}; {nearest}.",
            "Correct the code; one that only your own rules use is fine.",
            when="A course carries `nasro.basic-sro` and `nasro.basic-srp`.",
        ),
        # across records: sessions and seats
        "meeting-runs-backwards": _across(
            _E,
            "It ends at {end}, no later than it starts.",
            "Correct the times.",
            when="A meeting starts at 08:00 and ends at 07:00.",
        ),
        "meetings-overlap": _across(
            _W,
            "It starts before the meeting before it ends ({end}).",
            "Correct the times; what overlaps is counted once.",
            when="A session meets from 08:00 to 12:00 and from 11:00 to 15:00.",
        ),
        "meeting-crosses-clock-change": _across(
            _N,
            "The clocks of {zone} change while it meets; it takes {minutes} minutes.",
            when="A night class in Chicago runs from 2022-11-05 22:00 to 06:00.",
        ),
        "meeting-offset": _across(
            _W,
            "The clocks of {zone} are {right} from UTC at that moment, not {offset}.",
            "Correct the offset or the time zone.",
            when="A meeting in Chicago on a day in July is written with -06:00.",
        ),
        "session-shorter-than-course": _across(
            _N,
            "It meets for {minutes} minutes; the course takes {hours} hours.",
            "Correct the meetings or the hours of the course.",
            when="A session of a 40-hour course meets for three days of 8 hours.",
        ),
        "more-enrolled-than-seats": _across(
            _W,
            "{count} officers have a seat; there are {seats}.",
            "Correct the seats, or put officers on the waiting list.",
            when="A session has 24 seats and 25 enrollments.",
        ),
        "enrolled-twice": _across(
            _W,
            "The officer {officer} has another seat in the session: {other}.",
            "Take one of the two back.",
            when="Two enrollments name one officer and one session.",
        ),
        "enrollment-contradicts-session": _across(
            _E,
            "The seat is {state}, but the session {session} is {session_state}.",
            "Correct one of the two states.",
            when="A seat is `completed`; its session is `cancelled` or only `scheduled`.",
        ),
        "enrollment-left-open": _across(
            _W,
            "The seat is still {state}, though the session {session} was held.",
            "Say how it ended.",
            when="A seat is `registered`; its session is `held`.",
        ),
        "attended-more-than-held": _across(
            _W,
            "{attended} minutes were attended of a session of {held}.",
            "Correct the minutes or the meetings.",
            when="1500 minutes are attended in a session of three 8-hour days (1440).",
        ),
        "illegal-state-change": _across(
            _W,
            "An enrollment does not go from {before} to {after}.",
            "If it corrects a mistake, nothing is to be done; otherwise correct one of the two.",
            when="An enrollment that failed is replaced by one that is completed.",
        ),
        "enrollment-without-completion": _across(
            _W,
            "The seat is completed, but no completion of the course is on file; it counts nowhere.",
            "Add the completion.",
            when="A seat is `completed`; the officer has no completion of that session.",
        ),
        # across records: completions
        "completion-of-cancelled-session": _across(
            _E,
            "The session {session} was cancelled; it completes nobody.",
            "Void the completion, or correct the state of the session.",
            when="A completion names a session whose state is `cancelled`.",
        ),
        "completion-of-unheld-session": _across(
            _W,
            "The session {session} is only scheduled.",
            "Say that it was held, or void the completion.",
            when="A completion names a session whose state is still `scheduled`.",
        ),
        "completion-of-another-course": _across(
            _E,
            "The session {session} teaches the course {course}.",
            "Correct the course or the session.",
            when="A completion of `c1` names a session of `c2`.",
        ),
        "completion-outside-session": _across(
            _E,
            "The session {session} met from {start} to {end}.",
            "Correct the day of completion or the session.",
            when="A session meets from 9 to 11 August; the completion is dated 8 August.",
        ),
        "more-hours-than-session": _across(
            _W,
            "{hours} hours are credited; the session {session} met for {minutes} minutes.",
            "Correct the hours or the meetings.",
            when="40 hours are credited for a session of three 8-hour days.",
        ),
        "attendance-below-credit": _across(
            _W,
            "{hours} hours are credited; the seat {enrollment} was attended for {minutes} minutes.",
            "Correct the hours or the attendance.",
            when="24 hours are credited to an officer who attended 960 minutes.",
        ),
        "outcome-contradicts-enrollment": _across(
            _E,
            "It is {outcome}, but the seat {enrollment} is {state}.",
            "Correct the seat, or void the completion.",
            when="A completion is `completed`; the officer's seat is `no_show`.",
        ),
        "completion-without-enrollment": _across(
            _N,
            "Seats of the session {session} are on file, but none of the officer {officer}.",
            "Add the enrollment, or correct the session.",
            when="A session has 20 enrollments; the completion is one of a 21st officer.",
        ),
        "completion-repeated": _across(
            _W,
            "{other} has the same officer, course and day; hours would count twice.",
            "Take one of the two back.",
            when="Two completions name one officer, one course and one day.",
        ),
        "completion-outside-recognition": _across(
            _W,
            "On {day} the course {course} was not recognised under any of its codes.",
            "Correct the day, or the days of the codes.",
            when="A course is recognised from 2024-03-15; it was completed on 2023-08-11.",
        ),
        "completion-under-unrecognised-code": _across(
            _N,
            "On {day} the course {course} did not count as {codes}.",
            when="A course has two codes; one of them holds only from 2024-03-15.",
        ),
        # across records: waivers, adoptions, statements
        "unknown-requirement": _across(
            _E,
            "No rule pack has the requirement {id}; {nearest}.",
            "Correct the id, or hand over the rulebook that has it.",
            when="A waiver names `us-mn.sro-cuorse`.",
        ),
        "adoption-outside-jurisdiction": _across(
            _W,
            "{requirement} is one of {jurisdiction}; the adopter is in {found}.",
            "Adopt a requirement of the adopter's own jurisdiction.",
            when="An agency in Wisconsin adopts `us-mn.basic-voluntary`.",
        ),
        "adoption-due-ignored": _across(
            _N,
            "{requirement} is mandatory; its own last day holds, not this one.",
            "Leave `due` out.",
            when="A policy adopts a duty of the law and gives it a day.",
        ),
        "unknown-fact": _across(
            _W,
            "No rule pack asks for the fact {fact}; {nearest}.",
            "Correct the name, or hand over the rulebook that asks for it.",
            when="A statement names `us-mn.employer-unable`.",
        ),
        "fact-value-kind": _across(
            _E,
            "The fact {fact} is {expected}, not {found}.",
            "Correct the value.",
            when="A fact that is a date is stated as `true`.",
        ),
        "attestations-disagree": _across(
            _E,
            "It states otherwise than {other} of the fact {fact}, for the same days.",
            "End or void one of the two; until then the fact is unknown.",
            when="Two statements in force, one `true` and one `false`, reach one assignment.",
        ),
        # across records: moments
        "dated-after-recorded": _across(
            _E,
            "It is dated {day}, but was on file already at {recorded}.",
            "Correct the day.",
            when="A completion recorded in 2024 is dated 2070-12-25.",
        ),
        "dated-after-as-of": _across(
            _N,
            "It is dated {day}, after the day asked about ({as_of}), and does not count on it.",
            when="A completion is dated 2025-09-04; the question is about 2025-09-02.",
        ),
        "recorded-after-as-of": _across(
            _N,
            "It came on file at {recorded}, after the day asked about ({as_of}).",
            "To leave it out, ask for what was known then (`known_at`).",
            when="A completion was recorded in October; the question is about September.",
        ),
        "recorded-after-known-at": _across(
            _N,
            "It came on file at {recorded}, after {known_at}, and is left out.",
            when="A completion was recorded in October; only what was known in September counts.",
        ),
        # rule packs
        "pack-duplicate": _code(_E, "{what} {id} stands twice."),
        "pack-undefined": _code(_E, "The pack defines no {what} {id}.", "Define it or correct it."),
        "pack-foreign-id": _code(_E, "The id {id} does not begin with {prefix}."),
        "pack-overlap": _code(_E, "Two versions are in force on {day}."),
        "pack-cycle": _code(_E, "The requirements wait for each other: {path}."),
        "pack-needs-node": _code(_E, "Exactly one of these keys says what is meant: {keys}{hint}"),
        "pack-unknown-reading": _code(_E, "The preferred reading {name} does not exist."),
        "pack-unknown-case": _code(_E, "A reading changes the case {name}, which does not exist."),
        "pack-bad-rule": _code(_E, "{detail}"),
        "pack-encoding": _code(
            _E, "The pack is not UTF-8 (byte {offset}).", "Save it again with the encoding UTF-8."
        ),
        "pack-entry-point": _code(
            _E, "The entry point {name} ({value}) cannot be used. {detail}", "Remove or update it."
        ),
        "pack-research-order": _code(
            _E, "The sources are checked through {end}, before the research begins ({start})."
        ),
        "pack-no-workday": _code(_E, "Every day of the week is a day off."),
        "pack-bad-holiday": _code(_E, "Not a recurrence rule of RFC 5545."),
        "pack-word-fact": _code(_E, "An attested fact is boolean, a number or a date."),
        "pack-bad-presumption": _code(
            _E,
            "Only a boolean fact can be presumed; this one is a {value}.",
            "Write unknown.",
        ),
        "pack-no-source": _code(
            _E, "A mandatory requirement names no source.", "Name one of the pack's sources."
        ),
        "pack-no-comparison": _code(_E, "The fact {id} is compared with nothing."),
        "pack-idle-absent": _code(
            _E, "The fact {id} says itself what its absence stands for.", "Remove it here."
        ),
        "pack-wrong-fact": _code(_E, "The fact {id} is a {found}; {key} needs a {expected}."),
        "pack-empty-span": _code(_E, "Nothing lies between {first} and {last}."),
        "pack-wrong-per": _code(
            _E, "A duty of the subject {subject} cannot be per {per}, only per {allowed}."
        ),
        "pack-bad-case": _code(
            _E,
            "The case {name} either exempts or replaces something, not both and not neither.",
        ),
        "pack-reserved-name": _code(_E, "The name {name} is taken.", "Choose another name."),
        "pack-empty-reading": _code(_E, "The reading {name} changes nothing."),
        "pack-impossible": _code(_E, "This must be from 1 to {limit}, the number of the parts."),
        "pack-at-least-one": _code(_E, "This must be 1 or more."),
        "pack-no-codes": _code(_E, "It names no codes, so no course can count."),
        "pack-no-topics": _code(_E, "It names no topics that a course could state."),
        "pack-bad-officers": _code(
            _E,
            "Either a requirement is met by the officers counted, or a course completed.",
            "Give one of who_met and who_completed.",
        ),
        "pack-own-waiver": _code(
            _E,
            "A waiver of {id} releases from it anyway.",
            "Remove it, or name another requirement.",
        ),
        "pack-wrong-subject": _code(
            _E,
            "Only an officer can hold this evidence; the subject is {subject}.",
            "Say how many officers have met a requirement instead.",
        ),
        "pack-needs-license": _code(_E, "The kind of license is missing."),
        "pack-idle-license": _code(_E, "A license means nothing here.", "Remove it."),
        "pack-idle-clock": _code(_E, "License periods run on the license.", "Remove the clock."),
        "pack-served-later": _code(
            _E,
            "The requirement {id} is declared after this one, so it is not served before it.",
            "Declare it first.",
        ),
        "pack-empty-period": _code(_E, "The period is empty."),
        "pack-bad-window": _code(
            _E,
            "A period is counted back from one last day.",
            "Give one of within and less_than, and one of on_or_before and before.",
        ),
        "pack-not-true": _code(_E, "This is always true.", "Write true, or leave it out."),
        "pack-no-plan": _code(_E, "It comes back with a plan, but no evidence reviews a plan."),
        # examples of a rule pack
        "example-of-another-pack": _code(_E, "They are examples of the pack {id}, not of {pack}."),
        "example-undefined": _code(_E, "The pack defines no {what} {id}.", "Correct the name."),
        "example-no-finding": _code(_E, "The pack gives the situation no such finding."),
        "example-wrong": _code(
            _E,
            "Its {key} is {found}, expected {expected}{why}.",
            "Read the source again: one of the two is wrong.",
        ),
        "example-no-met": _code(_E, "In no example is it met."),
        "example-no-unmet": _code(_E, "In no example is it due, overdue or expired."),
        "example-no-first-day": _code(
            _E, "No example is judged on {name}, the first day of the version."
        ),
        "example-no-day-before": _code(
            _E, "No example is judged on {name}, the day before the version, with another answer."
        ),
        "example-no-outsider": _code(
            _E, "In no example does the condition of the version from {name} make a difference."
        ),
        "example-no-case": _code(_E, "In no example does the case {name} make a difference."),
        "example-no-edge": _code(
            _E, "No example lies on {name}, at the edge of the condition: {condition}."
        ),
        "example-no-reading": _code(_E, "In no example does the reading {name} make a difference."),
        "example-not-in-time": _code(_E, "No example is in time on the last day: {name}."),
        "example-not-late": _code(_E, "No example is a day late: {name}."),
        "example-no-leap-day": _code(
            _E, "In no example does the period end on 28 or 29 February: {name}."
        ),
        "example-idle-gap": _code(_E, "The examples lack nothing of the kind.", "Remove the gap."),
        # the laws that answers keep
        "law-sense": _code(_E, "The {key} of {requirement} is {found}, expected {expected}."),
        "law-order": _code(
            _E,
            "With the records in another order the {key} of {requirement} is {found}, "
            "not {expected}.",
        ),
        "law-names": _code(
            _E, "Under other ids the {key} of {requirement} is {found}, not {expected}."
        ),
        "law-merging": _code(
            _E,
            "Merged with its copy under other ids the {key} of {requirement} is {found}, "
            "not {expected}.",
        ),
        "law-splitting": _code(
            _E, "Taken apart the {key} of {requirement} is {found}, not {expected}."
        ),
        "law-unrelated": _code(
            _E,
            "Without unrelated records the {key} of {requirement} is {found}, not {expected}.",
        ),
        "law-known": _code(
            _E,
            "With nothing but what was on file at the moment the {key} of {requirement} is "
            "{found}, not {expected}.",
        ),
        "law-later": _code(
            _E,
            "Without what comes after the day judged the {key} of {requirement} is {found}, "
            "not {expected}.",
        ),
        "law-research": _code(
            _E,
            "By the days that its pack was researched for, the {key} of {requirement} is not "
            "{found} but {expected}.",
        ),
        "law-more": _code(
            _E,
            "With one more completion the {key} of {requirement} is {found}; without it, it is "
            "{expected}.",
        ),
        "law-facts": _code(
            _E,
            "With what was missing stated ({change}) the {key} of {requirement} is {found}, "
            "not {expected}.",
        ),
        # a CSV file as a whole
        "csv-empty": _code(_E, "The file is empty."),
        "csv-undecodable": _code(
            _E, "The file is not {encoding} (byte {offset}).", "Say its encoding in the profile."
        ),
        "csv-byte-order-mark": _code(
            _E,
            "The profile says {said}; the file begins with the mark of {found}.",
            "Leave the encoding out of the profile.",
        ),
        "csv-zero-bytes": _code(
            _E,
            "The file holds zero bytes, as {likely} does.",
            "If it is that, say so in the profile (encoding).",
        ),
        "csv-delimiter": _code(
            _E,
            "The header is not separated by what the profile says ({said}) but by {found}.",
            "Correct the delimiter in the profile.",
        ),
        "csv-no-header": _code(
            _E,
            "The file has no header in row {row}.",
            "Say in the profile in which row the names of the columns stand (header).",
        ),
        "csv-bad-header": _code(
            _E, "The header in row {row} cannot be read.", "Correct its quotation marks or bytes."
        ),
        "csv-header-elsewhere": _code(
            _E,
            "The names of the columns stand in row {found}, not in row {row}.",
            "Say so in the profile (header).",
        ),
        "csv-missing-column": _code(
            _E,
            "The header in row {row} has no column {column}{hint}",
            "Correct the name in the profile or in the file.",
        ),
        "csv-repeated-column": _code(
            _E,
            "The header in row {row} has several columns {column}.",
            "Give each a name of its own.",
        ),
        "csv-no-rows": _code(
            _W, "No row follows the header.", "Check that this is the right file."
        ),
        # a row of a CSV file
        "csv-quotation-mark": _code(
            _E,
            "A quotation mark stands in a wrong place (lines {first} to {last}).",
            "Close the cell; inside a cell write the mark twice.",
        ),
        "csv-cell-size": _code(
            _E,
            "A cell is too long (lines {first} to {last}); perhaps it is never closed.",
            "Close the quotation marks, or shorten it.",
        ),
        "csv-ragged": _code(
            _E,
            "The row has {found} cells, the header {expected}.",
            "Quote the cell that holds the delimiter or a line break, or add what is missing.",
        ),
        "csv-encoding": _code(
            _E,
            "The cell has a byte (hexadecimal {byte}) that is none of {encoding}.",
            'Say the encoding in the profile, as encoding = "cp1252", or save the file as UTF-8.',
        ),
        "csv-control-character": _code(
            _E, "The cell holds a control character (U+{character}).", "Remove it."
        ),
        "csv-rows-disagree": _code(
            _E,
            "The rows {one} and {other} contradict each other about the {kind} {id}: {keys}.",
            "Make them agree; until then no row of that record is read.",
        ),
        "csv-row-says-nothing-new": _code(_N, "It says only what row {row} says."),
        "csv-on-file": _code(
            _E,
            "The {kind} {id} is on file, and otherwise: {keys}.",
            "Correct the row, or give the record another id; what is on file is not changed.",
        ),
        "csv-on-file-since": _code(
            _E,
            "The {kind} {id} is on file since {since}; what was known then is not added to.",
            "Correct it in the registry by a record that replaces it.",
        ),
        "csv-added-to": _code(_N, "It adds to the {kind} {id} on file: {keys}."),
        # a cell of a CSV file
        "csv-cell-empty": _code(_E, "The cell is empty; {what} is needed."),
        "csv-formula": _code(
            _E, "The cell holds a formula instead of its value.", "Write the value."
        ),
        "csv-date": _code(_E, "Not a date: {why}."),
        "csv-date-ambiguous": _code(
            _E,
            "This date can be {one} or {other}.",
            'Say in the profile which number comes first: dates = "month_first" or "day_first".',
        ),
        "csv-time": _code(_E, "Not a moment: {why}."),
        "csv-number": _code(_E, "Not {what}: {why}."),
        "csv-yes-or-no": _code(_E, "Neither yes nor no.", "Write yes or no, or use translate."),
        "csv-not-translated": _code(
            _E,
            "The profile translates this column, but not this text.",
            "Add it under translate, or say what becomes of others.",
        ),
        "csv-zeros-restored": _code(
            _W, "At its beginning {count} had been dropped, as spreadsheets do, and was put back."
        ),
        "csv-zeros-lost": _code(
            _E,
            "{found} of {expected} characters; zeros may be lost, but which is not certain: {why}.",
            "Write it in full.",
        ),
        "csv-width": _code(_E, "It has {found} characters, not {expected}.", "Write it in full."),
        "csv-rewritten": _code(
            _E,
            "A spreadsheet rewrote this id as {what}; what it was cannot be told.",
            "Write the id in full, in a cell formatted as text.",
        ),
        "csv-lengths-differ": _code(
            _N,
            "The numbers have from {least} to {most} digits and none begins with 0.",
            "If a spreadsheet dropped zeros, say how many characters there are (width).",
        ),
        # a profile of CSV files
        "csv-profile": _code(_E, "{detail}"),
    }
)


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: The stable code, a key of `CODES`.
        severity: How much it matters.
        pointer: RFC 6901 pointer to the value; empty for the whole document.
        record_id: The id of the record it is in, where there is one.
        message: A sentence, with the fix where there is one. It names ids, never
            people or license numbers.
        params: The parameters of the sentence, as text.
    """

    code: str
    severity: Severity
    pointer: str = ""
    record_id: str | None = None
    message: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        place = self.pointer or "document"
        about = f" [{_shown(self.record_id)}]" if self.record_id else ""
        return f"{self.severity}: {place}{about}: {self.message} ({self.code})"


#: As many characters of an id or of a parameter as are said: nobody reads more, and a document
#: of many problems could otherwise make each of them as long as itself.
_SHOWN: Final = 1_000


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def problem(
    code: str, pointer: str = "", *, record_id: str | None = None, **params: object
) -> Problem:
    """Make the `Problem` of a code: its severity and sentence come from `CODES`."""
    info = CODES[code]
    texts = tuple(sorted((name, str(value)) for name, value in params.items()))
    message = info.template.format_map({name: _shown(text) for name, text in texts})
    if info.fix:
        message = f"{message} {info.fix}"
    return Problem(
        code=code,
        severity=info.severity,
        pointer=pointer,
        record_id=record_id,
        message=message,
        params=texts,
    )


_INDEX = re.compile(r"0|[1-9][0-9]*", re.ASCII)


def _sort_key(item: Problem) -> tuple[list[tuple[int, int, str]], str, str]:
    # an index has no leading zeros, so that the shorter of two is the smaller
    tokens = [
        (0, len(token), token) if _INDEX.fullmatch(token) else (1, 0, token)
        for token in item.pointer.split("/")[1:]
    ]
    return tokens, item.code, item.message


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by pointer, token by token with indexes as numbers, then by code."""
    return tuple(sorted(problems, key=_sort_key))
