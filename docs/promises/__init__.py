"""What the package promises, kept by machine: its public names, its packs, its golden files.

The rules are in docs/reference/compatibility.md; the commands are `docs/keep_promises.py` and
`docs/cut_release.py`.
"""
