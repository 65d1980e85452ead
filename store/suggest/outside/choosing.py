"""What `--suggest` asks for: a pipeline of spaCy, a model of GLiNER, a command, or a file."""

from __future__ import annotations

import shlex
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from store.suggest.model import Suggestion
    from store.suggest.outside.mapping import LabelMap

_LIBRARIES: Final = {"spacy": "spaCy", "gliner": "GLiNER"}
"""The libraries by the names of their modules and of our extras."""


class OutsideSuggester(Protocol):
    """Something outside the program that suggests; never raises for what is at fault there."""

    name: str

    def suggest(self, article_id: str, text: str) -> list[Suggestion]:
        """What it finds in an article; may take long."""

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""

    def close(self) -> None:
        """Give back what it holds; may be called while it suggests."""


def outside_suggesters(
    options: Iterable[str], mapping: LabelMap, article_ids: Collection[str]
) -> list[OutsideSuggester]:
    """What the options ask for; nothing is started or read yet.

    Args:
        options: Each as in `spacy:en_core_web_sm`.
        mapping: What the labels of others mean.
        article_ids: The articles of the story.

    Raises:
        InputError: An option is of no known kind, or what it names is not there.
    """
    return [_suggester(option, mapping, article_ids) for option in options]


def _suggester(option: str, mapping: LabelMap, article_ids: Collection[str]) -> OutsideSuggester:
    kind, colon, what = option.partition(":")
    what = what.strip()
    if kind not in (*_LIBRARIES, "command", "file") or not colon or not what:
        raise InputError(
            f"{{option:suggest}} {option}: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or "
            "file:PATH"
        )
    if kind == "file":
        return _file(Path(what), mapping, article_ids)
    if kind == "command":
        return _command(option, what, mapping)
    return _library(kind, what, mapping)


def _library(kind: str, model: str, mapping: LabelMap) -> OutsideSuggester:
    from store.suggest.outside.command import CommandSuggester
    from store.suggest.outside.serving import argv_of

    if find_spec(kind) is None:  # which does not import it
        raise InputError(
            f"{{option:suggest}} {kind}:{model}: {_LIBRARIES[kind]} is not installed; "
            f"install it with pip install 'sidelight[{kind}]'"
        )
    who = Path(model).name or model
    return CommandSuggester(f"{kind}:{model}", argv_of(kind, model), mapping, who=who)


def _command(option: str, words: str, mapping: LabelMap) -> OutsideSuggester:
    from store.suggest.outside.command import CommandSuggester

    try:
        argv = shlex.split(words)
    except ValueError as error:
        reason = f"{{option:suggest}} {option}: this is no command: {str(error).lower()}"
        raise InputError(reason) from error
    if not argv or shutil.which(argv[0]) is None:
        program = argv[0] if argv else ""
        raise InputError(
            f"{{option:suggest}} {option}: there is no program {program!r} that can be run"
        )
    return CommandSuggester(option, argv, mapping)


def _file(path: Path, mapping: LabelMap, article_ids: Collection[str]) -> OutsideSuggester:
    from store.suggest.outside.file import FileSuggester

    if not path.is_file():
        what = "this is not a regular file" if path.exists() else "there is no such file"
        raise InputError(f"{what} of suggestions", path=path)
    return FileSuggester(path.resolve(), mapping, article_ids)
