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
    """

    severity: Severity
    template: str
    fix: str = ""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def _code(severity: Severity, template: str, fix: str = "") -> CodeInfo:
    return CodeInfo(severity=severity, template=template, fix=fix)


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
        # shape
        "missing-key": _code(_E, "The key {key} is missing."),
        "unknown-key": _code(
            _E,
            "The key {key} is not known here{hint}",
            "Correct the spelling, or put application data under extensions.",
        ),
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
        "bad-jurisdiction": _code(
            _E, "Not a jurisdiction: write US or an ISO 3166-2 code such as US-MN."
        ),
        "bad-ori": _code(
            _E, "Not an ORI: two letters, then seven letters or digits, all upper case."
        ),
        "bad-nces-district-id": _code(
            _E,
            "Not an NCES district id: seven digits.",
            "A spreadsheet may have dropped leading zeros.",
        ),
        "bad-nces-school-id": _code(
            _E,
            "Not an NCES school id: twelve digits.",
            "A spreadsheet may have dropped leading zeros.",
        ),
        "bad-time-zone": _code(_E, "Not an IANA time zone such as America/Chicago."),
        "not-one-of-keys": _code(_E, "Exactly one of these keys is needed: {keys}."),
        "no-subject": _code(_E, "An attestation names at least one record that it is about."),
        # a record that contradicts itself, a list that does
        "ends-before-start": _code(_E, "It ends ({end}) before it starts ({start})."),
        "due-without-extension": _code(
            _E, "A waiver has due_on exactly when its kind is extended."
        ),
        "void-before-record": _code(_E, "Voided before it was recorded."),
        "replaced-by-itself": _code(_E, "A voided record cannot be replaced by itself."),
        "duplicate-id": _code(
            _E, "Two {kind} have the id {id}; the first is at {first}.", "Give one a new id."
        ),
        # across records
        "unknown-reference": _code(
            _E, "No {kind} has the id {id}.", "Add the record or correct the id."
        ),
        "completion-of-cancelled-session": _code(
            _E,
            "The session {session} was cancelled; it completes nobody.",
            "Void the completion, or correct the state of the session.",
        ),
        "school-of-another-district": _code(
            _E,
            "The school {school} is not one of the district {district}.",
            "Correct the school or the district of the assignment.",
        ),
        "nces-id-of-another-district": _code(
            _E,
            "The NCES id does not begin with that of the district {district}.",
            "Correct one of the two.",
        ),
        "assignment-outside-employment": _code(
            _E,
            "The officer {officer} is not employed by the agency {agency} on its first day.",
            "Add the employment, or correct a date.",
        ),
        "attestations-disagree": _code(
            _E,
            "It states otherwise than {other} of the fact {fact}, for the same days.",
            "End or void one of the two; until then the fact is unknown.",
        ),
        # rule packs
        "pack-duplicate": _code(_E, "{what} {id} stands twice."),
        "pack-undefined": _code(_E, "The pack defines no {what} {id}.", "Define it or correct it."),
        "pack-foreign-id": _code(_E, "The id {id} does not begin with {prefix}."),
        "pack-overlap": _code(_E, "Two versions are in force on {day}."),
        "pack-cycle": _code(_E, "The requirements wait for each other: {path}."),
        "pack-needs-node": _code(_E, "Exactly one of these keys says what is meant: {keys}."),
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
        "pack-wrong-subject": _code(
            _E,
            "Only an officer can hold this evidence; the subject is {subject}.",
            "Say how many officers have met a requirement instead.",
        ),
        "pack-needs-license": _code(_E, "The kind of license is missing."),
        "pack-idle-license": _code(_E, "A license means nothing here.", "Remove it."),
        "pack-empty-period": _code(_E, "The period is empty."),
        "pack-not-true": _code(_E, "This is always true.", "Write true, or leave it out."),
        "pack-no-plan": _code(_E, "It comes back with a plan, but no evidence reviews a plan."),
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
        about = f" [{self.record_id}]" if self.record_id else ""
        return f"{self.severity}: {place}{about}: {self.message} ({self.code})"


def problem(
    code: str, pointer: str = "", *, record_id: str | None = None, **params: object
) -> Problem:
    """Make the `Problem` of a code: its severity and sentence come from `CODES`."""
    info = CODES[code]
    texts = tuple(sorted((name, str(value)) for name, value in params.items()))
    message = info.template.format_map(dict(texts))
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
