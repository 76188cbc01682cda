"""The engine and the oracle were written apart, and give the same answers.

`python tests/agree.py 10000` asks both of many more registries.
"""

from __future__ import annotations

from hypothesis import given

from properties.agreement import differences
from properties.given import shipped_situations
from sro_core.testing import Situation, situations


@given(situations())
def test_by_synthetic_packs(situation: Situation) -> None:
    """Every finding is, in all respects, what the design says sentence by sentence.

    An officer is as ready as the findings that bind and bear on school service say.
    """
    assert not differences(situation)


@given(shipped_situations())
def test_by_shipped_packs(situation: Situation) -> None:
    """What ships is judged by the same sentences."""
    assert not differences(situation)
