"""Runs the command as `python -m sro_core.cli`."""

from __future__ import annotations

from sro_core.cli import main

main()
