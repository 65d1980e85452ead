"""The other end of the protocol, for libraries: a process of its own, so that none delays a key.

A library that works in a thread holds Python's lock for as long as it likes, above all while it
loads. `python -c "from store.suggest.outside.serving import main; main()" spacy NAME` answers on
standard output what it is asked on standard input, until that ends.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, TypeAlias, cast

from store.errors import SidelightError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Found: TypeAlias = dict[str, Any]
"""A span: start, end (code points) and label, and maybe score and reason."""


class Library(Protocol):
    """A module of this package that wraps a library."""

    def load(self, model: str) -> Callable[[str, list[str]], Iterable[Found]]:
        """What finds spans in a text, given the labels to look for."""


def argv_of(library: str, model: str) -> list[str]:
    """The command that serves a model of a library.

    Args:
        library: The name of a module in this package.
        model: As the library names it, or a path.
    """
    root = str(Path(__file__).resolve().parents[3])
    # -P keeps what lies in the current folder from being taken for a library.
    return [sys.executable, "-P", "-c", _CODE, root, library, model]


_CODE: Final = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from store.suggest.outside.serving import main; main()"
)


def main() -> None:
    """Serve the library and the model that are named on the command line."""
    library, model = sys.argv[1:]
    # What the library prints must not come between the answers.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        module = import_module(f"store.suggest.outside.{library}")
        find = cast("Library", module).load(model)
    except SidelightError as error:
        sys.exit(str(error))
    except Exception as error:  # a library may raise anything; the other end says it
        sys.exit(f"the model cannot be loaded: {_said(error)}")
    serve(find, sys.stdin.buffer, output)


def serve(
    find: Callable[[str, list[str]], Iterable[Found]], questions: BinaryIO, answers: BinaryIO
) -> None:
    """Answer each question until there are no more."""
    for line in questions:
        asked = json.loads(line)
        answer: dict[str, object] = {"id": asked["id"]}
        try:
            answer["spans"] = list(find(asked["text"], asked["labels"]))
        except Exception as error:  # as above: one article is lost, not the others
            answer["error"] = _said(error)
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def _said(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines()]
    words = next((line for line in lines if line), "")
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
