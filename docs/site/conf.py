"""How Sphinx makes the site: `sphinx-build -W --keep-going -c docs/site . build/site`.

The source is the whole repository, so that a link between two files, be they pages, the README,
the changelog or rule packs, is the same in a checkout and on the site. The site map is what the
front page links. No page needs words that only Sphinx understands, but those of the Python API.

Nothing here needs the network, the clock or the machine: the same checkout gives the same bytes.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from pygments.lexers.data import JsonLexer
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]

sys.path[:0] = [str(_HERE), str(_ROOT / "src")]

_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]

project = "sro_core"
release = version = _PROJECT["version"]
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "extensions.api_pages",
    "extensions.pack_pages",
    "extensions.section_numbers",
    "extensions.site_map",
    "extensions.tables",
]

# what is read ---------------------------------------------------------------------------------

include_patterns = ["README.md", "CHANGELOG.md", "docs/**", "src/sro_core/packs/*"]
exclude_patterns = [".*", "build", "dist", "tests", "docs/site", "**/*.examples.toml"]
source_suffix = {".md": "markdown", ".toml": "rule-pack"}
root_doc = "docs/index"
#: Pages whose links are the site map: the chapters of each lie in a folder.
overviews = {
    "docs/index": "",
    "docs/reference/api/index": "docs/reference/api/",
    "docs/reference/coverage": "src/sro_core/packs/",
}
highlight_language = "text"

# Anchors are those of the pages read as files, whatever the level of the heading.
myst_heading_anchors = 6

# the Python API -------------------------------------------------------------------------------

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 60
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_attr_annotations = False  # extensions.api_pages shows them, shorter
# A word between backticks in a docstring is code, and a link where it names something public.
default_role = "py:obj"

# Names of the standard library lead to its documentation; the list is kept here and never fetched.
intersphinx_mapping = {"python": ("https://docs.python.org/3", str(_HERE / "python.inv"))}

nitpicky = True
nitpick_ignore_regex = [
    # most words between backticks in a docstring name no Python object, but a key or a value
    ("py:obj", r"(?s).*"),
    # who makes a report gives it one
    ("py:class", r"sro_core\.findings\._types\.Explainer"),
    # type variables of signatures
    ("py:class", r"sro_core\.(.*\.)?(_R|K|V)"),
    # Hypothesis's own, and the signatures that it makes
    ("py:(class|exc)", r"(hypothesis\.strategies|st)\.SearchStrategy|InvalidArgument|dt\.datetime"),
    # read from TOML files only, whose keys have pages of their own: csv-profile.md, examples.md
    ("py:class", r"sro_core\.(testing\._examples|wire\.csv\.profile)\..*"),
]

# how it looks ---------------------------------------------------------------------------------

html_theme = "furo"
html_title = f"sro_core {release}"
html_logo = "static/logo.svg"
html_favicon = "static/logo.svg"
html_show_copyright = False
html_static_path = ["static"]
templates_path = ["templates"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_domain_indices = False
html_additional_pages = {"index": "to-the-front-page.html"}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
html_theme_options = {"navigation_with_keys": True}

copybutton_prompt_text = "$ "


def setup(app: Sphinx) -> None:
    """Name what Pygments has other names for."""
    app.add_lexer("csv", TextLexer)
    app.add_lexer("ndjson", JsonLexer)
