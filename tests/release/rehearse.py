"""Publishes for real, to an index server on loopback, by doing what docs/how-to/publish.md says.

    python tests/release/rehearse.py

The page is the script: its `bash` blocks run one after the other in one shell, in a copy of
the checkout. The word after `bash` says what is to become of a block:

- none: it succeeds;
- `refused`: it fails, and prints what the `text` block after it shows;
- `server`: it goes on running, and the next block waits until it answers.

A `text` block after any other block is printed by it too. A line `...` in one stands for
any lines. The page is handed what its reader has: a free PORT, a password as TWINE_PASSWORD,
and UPSTREAM where pip is configured with an index of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

sys.path.append(str(Path(__file__).parents[1]))

from release.checkout import ROOT, copy

__all__ = ["PAGE", "Step", "run", "steps"]

PAGE: Final = ROOT / "docs" / "how-to" / "publish.md"


class Step(NamedTuple):
    """A block of the page.

    Attributes:
        heading: What the section is called in which it stands.
        fate: What is to become of it: empty, `refused` or `server`.
        body: Its commands.
        shown: What it prints, or None where the page does not say.
    """

    heading: str
    fate: str
    body: str
    shown: str | None


_PART: Final = re.compile(
    r"^#+ (?P<heading>[^\n]+)$"
    r"|^```bash *(?P<fate>\w*)\n(?P<body>.*?)^```\n(?:\n*```text\n(?P<shown>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


def steps(page: str) -> Iterator[Step]:
    """The blocks of a page that are to be run, from the top down."""
    heading = ""
    for match in _PART.finditer(page):
        if match["heading"]:
            heading = match["heading"]
        else:
            yield Step(heading, match["fate"], match["body"], match["shown"])


_PRELUDE: Final = r"""
set -euo pipefail
exec 2>&1

up() { # waits until the server answers
    for _ in $(seq 150); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then return; fi
        sleep 0.2
    done
    cat "$1"
    return 1
}

prints() { # whether the lines shown stand in what was printed, in this order
    cat "$2"
    python3 - "$1" "$2" <<'PY'
import re
import sys
from pathlib import Path

shown, printed = (" ".join(Path(name).read_text("utf-8").split()) for name in sys.argv[1:])
parts = [re.escape(part.strip()) for part in re.split(r"(?:^| )\.\.\.(?: |$)", shown)]
if not re.search(".*".join(parts), printed):
    raise SystemExit("The page shows something else.")
PY
}
"""


def _script(steps: list[Step], folder: Path) -> str:
    """All steps as one script, so that what one exports, the next one finds."""
    lines = [_PRELUDE]
    for number, step in enumerate(steps):
        printed = shlex.quote(str(folder / f"printed-{number}"))
        shown = folder / f"shown-{number}"
        shown.write_text(step.shown or "", encoding="utf-8")
        check = f"prints {shlex.quote(str(shown))} {printed}"
        lines.append(f"printf '\\n== %s (block %d)\\n' {shlex.quote(step.heading)} {number + 1}")
        body = step.body
        if step.fate == "server":
            lines.append(f"(\n{body}) > {printed} 2>&1 &\nup {printed}")
        elif step.fate == "refused":
            lines.append(f"if (\n{body}) > {printed} 2>&1; then")
            lines.append(
                f"    cat {printed}\n    echo 'It was not refused.'\n    exit 1\nfi\n{check}"
            )
        elif step.shown is not None:
            lines.append(
                f"trap 'cat {printed}' EXIT\n{{\n{body}}} > {printed}\ntrap - EXIT\n{check}"
            )
        else:
            lines.append(body)
    return "\n".join(lines)


def run(steps: list[Step], folder: Path, environment: Mapping[str, str]) -> int:
    """Run steps in a folder, and end whatever still runs of them; give the exit status."""
    with tempfile.TemporaryDirectory() as temporary:
        script = Path(temporary) / "page.sh"
        script.write_text(_script(steps, Path(temporary)), encoding="utf-8")
        shell = subprocess.Popen(
            ["bash", script], cwd=folder, env=dict(environment), start_new_session=True
        )
        try:
            return shell.wait()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGTERM)
            shell.wait()


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _upstream() -> str:
    """The index that pip is configured with, empty for pip's own."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    configured = subprocess.run(command, capture_output=True, text=True, check=False)
    return os.environ.get("PIP_INDEX_URL") or configured.stdout.strip()


def main() -> None:
    """Run the page in a copy of the checkout."""
    with tempfile.TemporaryDirectory() as temporary:
        environment = {name: text for name, text in os.environ.items() if name != "PIP_INDEX_URL"}
        environment |= {
            "NO_COLOR": "1",
            "PORT": _free_port(),
            "TWINE_PASSWORD": secrets.token_urlsafe(),
            "UPSTREAM": _upstream(),
        }
        tree = copy(Path(temporary) / "checkout")
        raise SystemExit(run(list(steps(PAGE.read_text("utf-8"))), tree, environment))


if __name__ == "__main__":
    main()
