"""Files that documents are read from and written to: written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

__all__ = ["written"]


@contextlib.contextmanager
def written(path: str | os.PathLike[str]) -> Generator[BinaryIO]:
    """A file to write to, which takes the place of the path when it is whole.

    The bytes go to a new file beside it: whoever reads the path sees the old
    document or the new one, never a part. What is no ordinary file, such as a
    pipe, nothing can take the place of; it is written to as it is.

    Raises:
        OSError: The file cannot be written; an older one is untouched.
    """
    given = Path(path)
    if given.exists() and not given.is_file() and not given.is_dir():
        with given.open("wb") as file:
            yield file
        return
    # A link goes on pointing where it points; what it points to is replaced.
    target = Path(os.path.realpath(given))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
