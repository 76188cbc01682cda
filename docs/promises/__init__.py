"""What the package promises, kept by machine: its public names, its packs, its golden files.

The rules are in docs/reference/compatibility.md; `docs/make_surface.py` and `docs/cut_release.py` are
the commands.
"""
