"""Courses: whether any rule pack recognises them."""

from __future__ import annotations

from collections.abc import Iterator

from sro_core.problems import Problem
from sro_core.validation.files import Files
from sro_core.validation.vocabulary import said

__all__ = ["courses_that_no_pack_knows"]


def courses_that_no_pack_knows(files: Files) -> Iterator[Problem]:
    """A course carries a catalogue code of a rule pack, and no code that none has."""
    for course in files.courses:
        codes = [item.code for item in course.codes]
        unknown = [place for place, code in enumerate(codes) if code not in files.words.codes]
        if len(unknown) == len(codes):
            nearest = files.words.codes_like(*codes, course.title)
            if nearest:
                yield files.problem("course-not-recognised", course, nearest=said(nearest))
            else:
                yield files.problem("course-unlike-any", course)
            continue
        for place in unknown:
            code = codes[place]
            yield files.problem(
                "unknown-course-code",
                course,
                f"/codes/{place}/code",
                unknown=code,
                nearest=said(files.words.codes_like(code)),
            )
