"""How a document of an older version becomes one of the next.

When version 2 of a format comes, the function that makes it from version 1
stands here under 1, and is never changed afterwards. tests/wire/test_upgrades.py
shows such a function, for a version that never was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

__all__ = ["LINE_UPGRADES", "UPGRADES", "Upgrade"]

#: A document of one version to the same document of the next.
Upgrade: TypeAlias = "Callable[[dict[str, Any]], dict[str, Any]]"

#: For each older version, the function that makes a document of it the next version. It gets
#: a document of the right format and version that nobody has looked at further. What is not
#: as it should be it leaves as it is: when all upgrades are done, the document is read as
#: strictly as any other.
UPGRADES: Final[Mapping[int, Upgrade]] = MappingProxyType({})

#: The same for a line of a stream, which holds one record under the name of its list, or the end.
LINE_UPGRADES: Final[Mapping[int, Upgrade]] = MappingProxyType({})
