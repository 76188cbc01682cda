"""`sro-core schema`."""

from __future__ import annotations

import pytest

from cli.running import run
from sro_core.wire.schema import Document, schema_text


@pytest.mark.parametrize("document", Document)
def test_it_prints_the_schema_and_nothing_else(document: Document) -> None:
    done = run("schema", document)
    assert (done.exit_code, done.stdout, done.stderr) == (0, schema_text(document), "")
