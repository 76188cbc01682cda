"""The command `sro-core`; it needs the extra `cli`."""

from __future__ import annotations

import sys

try:
    from sro_core.cli.app import app, main
except ModuleNotFoundError as _missing:
    if (_missing.name or "").partition(".")[0] not in {"typer", "rich"}:
        raise
    sys.stderr.write(
        "The sro-core command needs the packages typer and rich: "
        "install them with  python -m pip install 'sro-core[cli]'\n"
    )
    raise SystemExit(2) from None

__all__ = ["app", "main"]
