"""A page that is as it says is followed to its end; the first thing that is not is told."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

from follow import Deviation, Shell, follow

_GOOD = """
Save this as `parts/one.toml`:

```toml pack parts/one.toml
a = 1
b = 2
```

Add to `parts/one.toml`:

```toml >>parts/one.toml
c = 3
```

and change `parts/one.toml` in one line:

```diff parts/one.toml
 a = 1
-b = 2
+b = 20
```

```sh
cd parts
export SAID=something
echo "which nobody compares"
```

```console
$ cat one.toml
a = 1
b = 20

c = 3
$ echo "$SAID"; echo more; echo took 7.31s
something
...
took 0.02s
$ ls nothing 2>/dev/null
```

```python
total = 1
```

```python
print(total + 1)
```

```text
2
```

A table that is only shown:

```toml version
x = 1
```
"""


def _followed(tmp_path: Path, text: str) -> int:
    page, folder = tmp_path / "page.md", tmp_path / "folder"
    page.write_text(textwrap.dedent(text), encoding="utf-8")
    folder.mkdir()
    shell = Shell(folder, os.environ)
    try:
        return follow(page, shell)
    finally:
        shell.close()


def test_a_page_that_is_as_it_says_is_followed(tmp_path: Path) -> None:
    assert _followed(tmp_path, _GOOD) == 7
    text = (tmp_path / "folder" / "parts" / "one.toml").read_text("utf-8")
    assert text == "a = 1\nb = 20\n\nc = 3\n"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("Save this as `parts/one.toml`", "Save this", "page.md:5: nothing before it says"),
        ("Add to `parts/one.toml`", "Add", "page.md:12: nothing before it says"),
        (">>parts/one.toml", "parts/one.toml", "these lines stand 0 times"),
        ("toml pack parts/one.toml", "toml pack", "there is no `parts/one.toml` yet"),
        ("-b = 2\n", "-b = 3\n", "these lines stand 0 times"),
        ("cd parts", "cd elsewhere", "ended with 1"),
        ('echo "which', 'false; echo "which', "ended with 1"),
        ("b = 20\n\nc", "b = 21\n\nc", "-b = 21"),
        ("something\n...", "anything\n...", "-anything"),
        ("something\n...", "something", "+more"),
        ("2>/dev/null", "2>&1", "+ls: "),
        ("text\n2", "text\n3", "-3"),
        ("print(total + 1)", "print(totals)", "NameError"),
        ("```text\n2\n```", "", "+2"),
    ],
)
def test_the_first_deviation_is_told(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert _GOOD.count(right) == 1
    with pytest.raises(Deviation) as caught:
        _followed(tmp_path, _GOOD.replace(right, wrong))
    assert said in str(caught.value)
