"""A pack made ready to judge by: each requirement compiled once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from sro_core.compliance.obligations import Duty
from sro_core.compliance.scope import Scope
from sro_core.compliance.terms import compile_versions
from sro_core.errors import InvalidPack
from sro_core.findings import Binding
from sro_core.rules.events import FirstMet
from sro_core.rules.evidence import OfficersTrained, RequirementMet, Unshared
from sro_core.rules.packs import BearsOn, Confidence, Level, Pack, Per, Requirement
from sro_core.rules.waiting import circles, nodes_of

__all__ = ["OF_OFFICERS", "CompiledPack", "CompiledRequirement", "compile_pack"]

#: What there can be one finding for where the duty is an officer's.
OF_OFFICERS: Final = frozenset((Per.SPELL, Per.OFFICER, Per.ASSIGNMENT))


class CompiledRequirement(NamedTuple):
    """A requirement and what judges by it.

    Attributes:
        requirement: The requirement.
        duty: What judges by it.
        binding: What makes it binding; None where only an adoption does.
        on_license: Whether it bears on the license of every officer, not on service.
    """

    requirement: Requirement
    duty: Duty
    binding: Binding | None
    on_license: bool


class CompiledPack(NamedTuple):
    """A pack made ready to judge by.

    Attributes:
        pack: The pack.
        requirements: Its compiled requirements, by id.
        of_officers: Those of officers, by what there is one finding for.
        of_others: Those of agencies, districts and partnerships.
    """

    pack: Pack
    requirements: dict[str, CompiledRequirement]
    of_officers: dict[Per, list[CompiledRequirement]]
    of_others: list[CompiledRequirement]


def _asked_for_first_days(pack: Pack) -> frozenset[str]:
    """The requirements of which others ask on which day they were first met."""
    asked: set[str] = set()
    for node in nodes_of(pack.requirements):
        if isinstance(node, FirstMet):
            asked.add(node.first_met)
        elif isinstance(node, RequirementMet):
            asked.add(node.requirement)
        elif isinstance(node, Unshared):
            asked.add(node.not_shared_with)
        elif isinstance(node, OfficersTrained) and node.who_met is not None:
            asked.add(node.who_met)
    return frozenset(asked)


@lru_cache(maxsize=256)
def compile_pack(pack: Pack) -> CompiledPack:
    """Compile a pack; the same pack is compiled once.

    Raises:
        InvalidPack: Requirements wait for each other, in a pack that no reader has checked.
    """
    if waiting := tuple(circles(pack)):
        raise InvalidPack(waiting)
    scope = Scope(pack)
    asked = _asked_for_first_days(pack)
    compiled = [_compile(pack, requirement, scope, asked) for requirement in pack.requirements]
    of_officers: dict[Per, list[CompiledRequirement]] = {}
    for item in compiled:
        if item.requirement.per in OF_OFFICERS:
            of_officers.setdefault(item.requirement.per, []).append(item)
    return CompiledPack(
        pack,
        {item.requirement.id: item for item in compiled},
        of_officers,
        [item for item in compiled if item.requirement.per not in OF_OFFICERS],
    )


def _compile(
    pack: Pack, requirement: Requirement, scope: Scope, asked: frozenset[str]
) -> CompiledRequirement:
    versions = compile_versions(requirement.versions, scope, requirement.confidence)
    duty = Duty(
        requirement.id,
        versions,
        wants_first=requirement.id in asked,
        weak=requirement.confidence is not Confidence.VERIFIED,
        renews_once=sum(version.renews for version in versions) <= 1,
    )
    return CompiledRequirement(
        requirement,
        duty,
        binding=_binding(pack, requirement),
        on_license=requirement.bears_on is BearsOn.LICENSE,
    )


def _binding(pack: Pack, requirement: Requirement) -> Binding | None:
    """What makes a requirement binding by itself; None where nothing but an adoption does."""
    if requirement.level is Level.RECOMMENDED or pack.jurisdiction is None:
        return None
    return Binding(requirement.binding.value)
