"""The site map is what the pages link: a page is a chapter where an overview names it.

So no page holds a table of contents that only Sphinx can read, and a new page is in the site map
once the front page links it. A page that no overview names is a warning, and stops the build.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

__all__ = ["setup"]


def _add_chapters(app: Sphinx, doctree: nodes.document) -> None:
    """Give each section of an overview the pages it links as its chapters."""
    folder = app.config.overviews.get(app.env.current_document.docname)
    if folder is None:
        return
    seen = {app.env.current_document.docname}
    for section in list(doctree.findall(nodes.section)):
        pages = [page for page in _linked(section) if page.startswith(folder) and page not in seen]
        seen.update(pages)
        if pages:
            section.insert(_before_subsections(section), _toctree(app, section, pages))


def _before_subsections(section: nodes.section) -> int:
    inside = section.first_child_matching_class(nodes.section)
    return len(section) if inside is None else inside


def _linked(section: nodes.section) -> Iterator[str]:
    """The pages that a section links, but not those that its subsections do."""
    for part in section.children:
        if isinstance(part, nodes.section):
            continue
        for link in part.findall(addnodes.pending_xref):
            if link["refdomain"] == "doc":
                yield link["reftarget"]


def _toctree(app: Sphinx, section: nodes.section, pages: list[str]) -> addnodes.toctree:
    is_page = isinstance(section.parent, nodes.document)
    return addnodes.toctree(
        parent=app.env.current_document.docname,
        entries=[(None, page) for page in dict.fromkeys(pages)],
        includefiles=list(dict.fromkeys(pages)),
        caption=None if is_page else section.next_node(nodes.title).astext(),
        rawcaption="",
        maxdepth=-1,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=True,
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Listen before Sphinx collects the tables of contents."""
    app.add_config_value("overviews", {}, "env", dict)
    app.connect("doctree-read", _add_chapters, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
