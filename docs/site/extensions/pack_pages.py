"""A rule pack is a page of the site: its own text, with a section for each requirement."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.parsers import Parser

__all__ = ["PackParser", "setup"]

#: Where a requirement begins, with the comments above it.
_REQUIREMENT: Final = re.compile(r"(?:^(?:#.*)?\n)*^\[\[requirements\]\]$", re.MULTILINE)


class PackParser(Parser):
    """Reads the TOML of a pack as a page."""

    supported = ("rule-pack",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Put the pack into the document, the requirements as its sections."""
        pack = tomllib.loads(inputstring)
        starts = [match.start() for match in _REQUIREMENT.finditer(inputstring)]
        head, *rest = (
            inputstring[start:end].strip("\n")
            for start, end in zip([0, *starts], [*starts, None], strict=True)
        )
        page = _section(document, pack["id"], pack["title"])
        page += [_introduction(pack), _toml(head)]
        for requirement, text in zip(pack.get("requirements", []), rest, strict=True):
            section = _section(document, requirement["id"], requirement["title"])
            section += _toml(text)
            page += section
        page += _sources(document, pack)
        document += page


def _section(document: nodes.document, name: str, title: str) -> nodes.section:
    section = nodes.section("", nodes.title("", "", nodes.Text(title)), ids=[name])
    document.set_id(section)
    return section


def _introduction(pack: dict[str, Any]) -> nodes.paragraph:
    return nodes.paragraph(
        "",
        "",
        nodes.Text("The rule pack "),
        nodes.literal("", pack["id"]),
        nodes.Text(f", edition {pack['edition']}, word for word as it ships. "),
        _link("/docs/reference/rule-language", "The rule language"),
        nodes.Text(" says what each key means, "),
        _link("/docs/reference/coverage", "coverage"),
        nodes.Text(" compares the jurisdictions. Not legal advice."),
    )


def _sources(document: nodes.document, pack: dict[str, Any]) -> list[nodes.section]:
    """The sources once more, with links that can be followed."""
    items = nodes.bullet_list()
    for source in pack.get("sources", []):
        words = nodes.Text(source["citation"])
        cited = nodes.reference("", "", words, refuri=source["url"]) if "url" in source else words
        items += nodes.list_item("", nodes.paragraph("", "", cited))
    section = _section(document, "sources", "Sources")
    section += items
    return [section] if len(items) else []


def _link(page: str, words: str) -> pending_xref:
    return pending_xref(
        "",
        nodes.inline("", words),
        refdomain="std",
        reftype="doc",
        reftarget=page,
        refexplicit=True,
        refwarn=True,
    )


def _toml(text: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language="toml")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the parser."""
    app.add_source_parser(PackParser)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
