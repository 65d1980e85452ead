"""What the commands of the command line share: paths, options, and opening the story they name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from store.errors import InputError, SidelightError
from tui.cli.output import name_keys_by, tell, tell_left_out, tell_notices

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from _typeshed import DataclassInstance

    from store.articles import Story
    from store.datasets.stories import Collection as Stories
    from store.destination import Protected
    from store.story.workspace import Workspace
    from store.suggest.outside.choosing import OutsideSuggester


class PathType(click.Path):
    """A path, but not the empty one, which would mean the current folder."""

    def __init__(self, path_type: type = Path) -> None:
        super().__init__(path_type=path_type)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Take a path that was given; refuse an empty one."""
        if not os.fspath(value):
            self.fail("it is empty", param, ctx)
        return super().convert(value, param, ctx)


class NumberRange(click.FloatRange):
    """A number between two, which no `nan` is."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Take a number that was given."""
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail(f"{value!r} is no number", param, ctx)
        return number


Function = Callable[..., Any]


def option(*names: str, **how: Any) -> Any:
    """A field of a value of options, what click has of it, and how it is typed."""
    return field(metadata={"option": click.option(*names, **how), "typed": names[0]})


def gather_options(
    name: str, kind: type, without: Collection[str] = ()
) -> Callable[[Function], Function]:
    """Give a command options, whose values it gets as one value.

    Args:
        name: The parameter of the command that gets it.
        kind: A dataclass; each field is an `option` of the field's name.
        without: The fields of which it has no option; they are None.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def with_value(**given: object) -> object:
            value = kind(**{each.name: given.pop(each.name, None) for each in fields(kind)})
            return function(**given, **{name: value})

        decorated: Function = with_value
        for each in reversed(fields(kind)):
            if each.name not in without:
                decorated = each.metadata["option"](decorated)
        return decorated

    return decorate


def typed_again(*values: DataclassInstance) -> list[str]:
    """Values of options as they are typed, for another command that has them; paths in full."""
    return [
        word
        for value in values
        for each in fields(value)
        for word in _typed(each.metadata["typed"], getattr(value, each.name))
    ]


def _typed(name: str, said: object) -> list[str]:
    if said is None or said is False:
        return []
    if said is True:
        return [name]
    said = said.resolve() if isinstance(said, Path) else said
    many = said if isinstance(said, tuple) else (said,)
    return [word for one in many for word in (name, str(one))]


ANNOTATOR_VARIABLE: Final = "SIDELIGHT_ANNOTATOR"
EVERYBODY: Final = "all"
"""In the place of a name: all who have annotated something."""
LABELS: Final = option(
    "--labels", metavar="FILE", type=PathType(),
    help="A label set other than the story's labels.toml.")  # fmt: skip
DATA: Final = option(
    "--data", metavar="DIR", type=PathType(),
    help="Where annotations lie, if not in annotations/ beside the articles.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose work a command is about, and where what belongs to it lies."""

    annotator: str | None = option(
        "--annotator", metavar="NAME", envvar=ANNOTATOR_VARIABLE,
        help="Whose work; else $SIDELIGHT_ANNOTATOR, else the login name.")  # fmt: skip
    labels: Path | None = LABELS
    data: Path | None = DATA

    @property
    def name(self) -> str:
        """Who was named, else who is logged in.

        Raises:
            InputError: Nobody knows.
        """
        if self.annotator is not None:
            return self.annotator
        import getpass  # mostly somebody is named where the start matters

        try:
            return getpass.getuser()
        except (OSError, KeyError) as error:
            raise InputError("who you are is unknown; say it with --annotator NAME") from error


@dataclass(frozen=True, slots=True)
class WhoseSeveral:
    """Whose work a command is about that may be about several annotators at once, and where."""

    annotators: tuple[str, ...] = option(
        "--annotator", "annotators", metavar="NAME|all", multiple=True,
        help="Whose work: one, several (given several times), or all; else $SIDELIGHT_ANNOTATOR, "
             "else the login name.")  # fmt: skip
    labels: Path | None = LABELS
    data: Path | None = DATA

    @property
    def first(self) -> Whose:
        """The first of them, or if nobody was named, who it is then."""
        named = next((each for each in self.annotators if each != EVERYBODY), None)
        if named is None:
            named = os.environ.get(ANNOTATOR_VARIABLE) or None
        return Whose(named, self.labels, self.data)

    def of(self, collection: Stories) -> Stories:
        """Stories as those who were named have annotated them.

        Raises:
            InputError: Somebody has annotated nothing in any of them.
        """
        if EVERYBODY in self.annotators:
            return collection.by(())
        return collection.by(self.annotators) if len(set(self.annotators)) > 1 else collection


@dataclass(frozen=True, slots=True)
class Outside:
    """The suggesters outside the program that options name."""

    suggest: tuple[str, ...] = option(
        "--suggest", metavar="WHAT", multiple=True,
        help="Suggest also what spacy:NAME, gliner:NAME, command:'PROGRAM …' or file:PATH finds; "
             "may be given several times.")  # fmt: skip
    suggest_label: tuple[str, ...] = option(
        "--suggest-label", metavar="THEIRS=OURS", multiple=True,
        help="Which label one of theirs means; THEIRS= leaves it out.")  # fmt: skip

    def suggesters(self, workspace: Workspace) -> list[OutsideSuggester]:
        """Those that the options name; none of them is at work yet.

        Raises:
            InputError: An option is wrong, or what it names is not there.
        """
        if not self.suggest and not self.suggest_label:
            return []
        from store.suggest.outside.choosing import outside_suggesters
        from store.suggest.outside.mapping import read_label_options

        mapping = read_label_options(self.suggest_label, workspace.labels)
        ids = [ref.id for ref in workspace.story.articles]
        return outside_suggesters(self.suggest, mapping, ids)


WHOSE = gather_options("whose", Whose)
"""The options that every command on a story takes."""
OUTSIDE = gather_options("outside", Outside)
"""The options that name suggesters outside the program."""
AS_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON, for a script.")
STORIES = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=PathType())
STORY = click.argument("path", type=PathType())


def name_given(whose: Whose) -> str | None:
    """Who was named on the command line, for a command that is about everybody unless somebody is:
    the environment says whose work to do, not to read."""
    source = click.get_current_context().get_parameter_source("annotator")
    return whose.annotator if source is click.core.ParameterSource.COMMANDLINE else None


def find_named_story(paths: Sequence[Path], whose: Whose) -> Story:
    """The story that paths name. What is said from now on names the keys that there are in it.

    Raises:
        InputError: There is none.
    """
    from store.articles import find_story
    from store.labels import LABELS_FILE

    story = find_story(paths)
    name_keys_by(whose.labels or story.root / LABELS_FILE)
    return story


def open_workspace(
    paths: Sequence[Path],
    whose: Whose,
    *,
    read_only: bool,
    first: Callable[[], None] = lambda: None,
) -> Workspace:
    """Find the story and open it.

    Args:
        paths: What names it.
        whose: Whose work.
        read_only: Whether nothing is written.
        first: What is looked at once the story has been found, and before anything is written.

    Raises:
        SidelightError: One of them cannot be done; nothing was written.
    """
    from store.story.workspace import Workspace

    story = find_named_story(paths, whose)
    first()
    if read_only:
        check_data(whose.data)
    return Workspace.open(
        story, whose.name, labels=whose.labels, data=whose.data, read_only=read_only
    )


def named_collection(path: Path, whose: Whose) -> Stories:
    """The story, or the stories of the corpus, that a path names; what is to be said of each is
    said when it has been read.

    Raises:
        InputError: There is nothing at the path.
    """
    from store.datasets.stories import find_collection
    from store.labels import LABELS_FILE

    found = find_collection(path, whose.name, whose.data)
    check_data(whose.data)

    def read(workspace: Workspace) -> None:
        tell_notices(workspace)
        tell_left_out(workspace)

    def opened(workspace: Workspace) -> None:
        name_keys_by(whose.labels or workspace.story.root / LABELS_FILE)
        check_readable(workspace)

    return replace(found, labels=whose.labels, opened=opened, read=read)


def read_stories(collection: Stories, read: Callable[[str, Workspace], None]) -> bool:
    """Have each story read, by a function that is given its name and its workspace.

    Returns:
        Whether all could be read. What is wrong with one of a corpus is said, and the others are
        read all the same.

    Raises:
        SidelightError: The only story cannot be read.
    """
    has_failed = False
    for one in collection.one_by_one():
        try:
            for name, workspace in one.workspaces():
                read(name, workspace)
        except SidelightError as error:
            if not collection.is_corpus:
                raise
            has_failed = True
            for sentence in error.sentences:
                tell(sentence)
    return not has_failed


def check_data(data: Path | None) -> None:
    """Refuse to read annotations where there is no folder of them.

    Raises:
        InputError: One was named that is not there.
    """
    if data is not None and not data.is_dir():
        raise InputError("there is no such folder of annotations", path=data)


def protection_of(paths: Iterable[Path], whose: Whose | None = None) -> Protected:
    """What nothing that a command is told to write may be written over."""
    from store.destination import Protected
    from tui.keys.keymap_file import own_keymap_path

    data, labels = (whose.data, whose.labels) if whose is not None else (None, None)
    return Protected.of(paths, data, (labels, own_keymap_path()))


def check_readable(workspace: Workspace) -> None:
    """Refuse a story of which no article can be shown, and say what is wrong with the first."""
    problem = ""
    for ref in workspace.story.articles:
        opened = workspace.article(ref.id)
        if opened.article.text:
            return
        problem = problem or opened.problem
    raise InputError(problem)
