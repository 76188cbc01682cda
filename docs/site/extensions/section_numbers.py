"""The search finds the number of a section of the law, such as 626.8482, and a day.

Sphinx takes words of digits only for noise, and splits such a number into two of them.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.search import languages
from sphinx.search.en import SearchEnglish

__all__ = ["SearchWithNumbers", "setup"]

_WORD = r"\d+(?:[.-]\d+)+|[\p{L}\p{N}_]+"


class SearchWithNumbers(SearchEnglish):
    """English, where numbers with points or hyphens between them are one word."""

    _word_re = re.compile(_WORD.replace(r"[\p{L}\p{N}_]", r"\w"))
    js_splitter_code = f"function splitQuery(query) {{ return query.match(/{_WORD}/gu) || []; }}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Put it in the place of plain English."""
    languages["en"] = SearchWithNumbers
    return {"parallel_read_safe": True, "parallel_write_safe": True}
