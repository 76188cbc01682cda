"""The rule language as types; no file is read here."""

from sro_core.rules.packs import Pack, Requirement, Version
from sro_core.rules.rulebook import Rulebook

__all__ = ["Pack", "Requirement", "Rulebook", "Version"]
