"""The table that a notebook shows."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import attrs

import sro_core as sro
from sro_core.examples import olmsted

_DAY = dt.date(2022, 9, 6)
_VOID = {"br"}


class _Table(HTMLParser):
    """The rows of a table, as texts; it fails where a tag is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "br":
            self.rows[-1][-1] += "\n"
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data
        elif self._open:
            self.texts[self._open[-1]] = self.texts.get(self._open[-1], "") + data


def _shown(registry: sro.Registry, day: dt.date = _DAY) -> str:
    return sro.evaluate(registry, as_of=day)._repr_html_()


def _named(text: str) -> sro.Registry:
    """The example with a text wherever a registry takes a name, and in an id."""
    registry = olmsted()
    lists: dict[str, list[object]] = {name: list(records) for name, records in registry.lists()}
    for name in ("agencies", "districts", "schools", "officers"):
        lists[name] = [attrs.evolve(item, name=text) for item in getattr(registry, name)]
    return sro.Registry.build(**lists)


def test_a_row_for_each_assignment_the_worst_first() -> None:
    head, *rows = _Table(_shown(olmsted())).rows
    assert head == ["Readiness", "Officer", "School (district)", "Outstanding"]
    assert [row[:2] for row in rows] == [
        ["not ready", "olmsted-so-2"],
        ["not ready", "rpd-4"],
        ["provisional", "rpd-3"],
        ["ready", "olmsted-so-1"],
        ["ready", "rpd-1"],
        ["ready", "rpd-2"],
        ["ready", "rpd-5"],
    ]
    assert rows[1][2] == "Willow Creek Middle (Rochester Public School District)"
    first, second = rows[1][3].split("\n")
    assert first.startswith("overdue, last day 2022-09-05: Review of the current threat-response")
    assert second == ("due, last day 2022-12-30: Voluntary basic SRO training until 2025-08-31")


def test_the_caption_counts_and_the_foot_names_what_judged() -> None:
    texts = _Table(_shown(olmsted())).texts
    assert texts["caption"] == (
        "Readiness on 2022-09-06 (Tuesday). 7 officers: 2 not ready, 1 provisional, 4 ready."
    )
    editions = {pack.id: pack.edition for pack in sro.rulebook().packs}
    used = ", ".join(f"{name} {editions[name]}" for name in ("common", "federal", "us-mn"))
    assert texts["p"] == f"59 findings, judged by {used}; not legal advice."


def test_a_moment_of_knowledge_is_said() -> None:
    moment = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    shown = sro.evaluate(olmsted(), as_of=_DAY, known_at=moment)._repr_html_()
    assert "as known at 2026-01-02T03:04:00+00:00" in _Table(shown).texts["caption"]


def test_those_who_listen_know_the_heads_of_columns_and_rows() -> None:
    table = _Table(_shown(olmsted()))
    scopes = [attributes["scope"] for tag, attributes in table.tags if tag == "th"]
    assert scopes == ["col"] * 4 + ["row"] * 7


def test_no_color_of_its_own_and_no_script() -> None:
    shown = _shown(olmsted())
    assert not re.search(r"color|background|<script|<style|class=|#[0-9a-f]{3}", shown)


def test_whatever_a_registry_holds_is_text() -> None:
    evil = "<script>alert(1)</script>&\"'"
    table = _Table(_shown(_named(evil)))
    assert "script" not in {tag for tag, _attributes in table.tags}
    assert f"{evil} ({evil})" in {row[2] for row in table.rows}


def test_ids_are_text_too() -> None:
    document = sro.dumps(olmsted()).replace('"rpd-4"', '"<b>rpd-4</b>"')
    table = _Table(_shown(sro.loads(document)))
    assert "<b>rpd-4</b>" in {row[1] for row in table.rows}
    assert "b" not in {tag for tag, _attributes in table.tags}


def test_officers_have_their_ids_only() -> None:
    registry = olmsted()
    officers = [attrs.evolve(item, name="Unwanted Name") for item in registry.officers]
    shown = _shown(attrs.evolve(registry, officers=tuple(officers)))
    assert "Unwanted" not in shown
    numbers = [entry.number for item in registry.officers for entry in item.licenses]
    assert [number for number in numbers if number and number in shown] == []


def _many(count: int) -> sro.Registry:
    """The example with one officer's assignment many times over."""
    registry = olmsted()
    (one,) = [item for item in registry.assignments if item.id == "rpd-4-willow-creek"]
    copies = [attrs.evolve(one, id=f"copy-{number:03}") for number in range(count)]
    return attrs.evolve(registry, assignments=tuple(copies))


def test_it_stays_short_and_counts_the_rest() -> None:
    assert len(_Table(_shown(_many(20))).rows) == 1 + 20
    rows = _Table(_shown(_many(21))).rows
    assert len(rows) == 1 + 20 + 1
    assert rows[-1] == ["and 1 more assignment, none of them worse"]
    assert _Table(_shown(_many(50))).rows[-1][0].startswith("and 30 more assignments")


def test_a_row_stays_short_and_counts_the_rest() -> None:
    report = sro.evaluate(olmsted(), as_of=_DAY)
    (review,) = report.find(requirement_id="common.safety-plan-review", officer_id="rpd-4")
    longer = attrs.evolve(report, findings=(*report.findings, review, review, review))
    (row,) = [row for row in _Table(longer._repr_html_()).rows if row[1:2] == ["rpd-4"]]
    assert row[3].split("\n")[3:] == ["and 2 more"]


def test_who_comes_later_and_where_no_school_is_stated() -> None:
    registry = olmsted()
    changed = tuple(
        attrs.evolve(item, school_ids=(), start=dt.date(2022, 10, 3))
        if item.id == "rpd-4-willow-creek"
        else item
        for item in registry.assignments
    )
    rows = _Table(_shown(attrs.evolve(registry, assignments=changed))).rows
    (row,) = [row for row in rows if row[1] == "rpd-4"]
    assert row[2] == "schools not stated (Rochester Public School District), from 2022-10-03"


def test_nobody_posted_is_said() -> None:
    table = _Table(_shown(sro.Registry()))
    assert table.rows == []
    assert "no officer is posted" in table.texts["caption"]
    assert table.texts["p"] == "0 findings, judged by no rule pack; not legal advice."
