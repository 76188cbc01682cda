"""The rule pack of an agency, offered to whoever asks for installed packs."""

from importlib.resources import files

from sro_core.packs import loads_pack
from sro_core.rules import Pack

__all__ = ["packs"]


def packs() -> Pack:
    """The pack of this package."""
    return loads_pack(files(__name__).joinpath("rochester-pd.toml").read_bytes())
