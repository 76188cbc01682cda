"""What a readable registry says across its records that cannot be right."""

from sro_core.validation.run import validate

__all__ = ["validate"]
