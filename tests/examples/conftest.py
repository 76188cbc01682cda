"""What the examples need: their files and commands as a reader has them, and a PostgreSQL server.

The packages they use come with the extra `examples`; where they or the server are not there, the
tests are skipped and say so.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from pages import agrees, blocks

_DOCS: Final = Path(__file__).parents[2] / "docs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The examples, in a folder in which they may leave files."""
    shutil.copytree(_DOCS / "examples", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def example(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Loads an example as a module."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        # there SQLAlchemy looks up what the annotations of a table mean
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return load


def _environment() -> dict[str, str]:
    """That of a reader who has activated the environment of this run."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture(scope="session", name="environment")
def _the_environment() -> dict[str, str]:
    return _environment()


@pytest.fixture
def follow(folder: Path) -> Callable[..., None]:
    """Runs the commands of a page in turn and compares what they print with what it shows."""

    def run(page: str, *, skip: int = 0, **instead: str) -> None:
        listed = list(blocks(_DOCS / "how-to" / page))
        commands = [number for number, block in enumerate(listed) if block.kind == "bash"]
        assert len(commands) > skip
        for number in commands[skip:]:
            body = listed[number].body
            for text, other in instead.items():
                assert text in body
                body = body.replace(text, other)
            done = subprocess.run(
                ["bash", "-e", "-o", "pipefail", "-c", body],
                cwd=folder,
                env=_environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{body}\n{done.stdout}"
            shown = listed[number + 1]
            assert shown.kind == "text"
            assert shown.adjoins
            assert agrees(shown.body, done.stdout), f"{body}\n{done.stdout}"

    return run


# PostgreSQL -----------------------------------------------------------------------------------


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps those of a server out of the path."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), key=lambda path: path.parts, default=None)


class _Server:
    """A PostgreSQL server on a socket in a folder of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self._programs = programs
        # The server refuses to run as root.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(folder, "postgres", "postgres")

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._as_user, self._programs / program, "-D", self.folder / "data", *arguments],
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            # a server that is started inherits what it writes to, and keeps a pipe open
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        log = self.folder / "log"
        assert done.returncode == 0, log.read_text() if log.exists() else program

    def start(self) -> None:
        self.run("initdb", "--username=agency", "--auth=trust", "--encoding=UTF8", "--no-sync")
        # no port: whoever may enter the folder may connect
        options = f"-k '{self.folder}' -c listen_addresses='' -c fsync=off"
        self.run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"-o{options}")

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "--wait", "--mode=immediate")


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL server, which runs as long as the tests."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    with tempfile.TemporaryDirectory(prefix="sro-core-postgres-") as name:
        server = _Server(programs, Path(name))
        server.start()
        try:
            yield Path(name)
        finally:
            server.stop()


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def postgresql(postgres_folder: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    psycopg: Any = pytest.importorskip("psycopg")
    with psycopg.connect(
        host=str(postgres_folder), user="agency", dbname="postgres", autocommit=True
    ) as admin:
        admin.execute("create database example")
        yield f"postgresql+psycopg://agency@/example?host={postgres_folder}"
        admin.execute("drop database example with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of one kind and the other."""
    return str(request.getfixturevalue(request.param))
