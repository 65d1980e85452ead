"""The command that brings a dataset into a story."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import click

from store.errors import InputError, SidelightError
from store.formats.registry import NAMES
from tui import gc_policy, signals
from tui.cli.options import (
    EVERYBODY,
    STORY,
    WHOSE,
    PathType,
    Whose,
    gather_options,
    option,
    protection_of,
)
from tui.cli.output import name_keys_by, tell, tell_notices
from tui.cli.progress import UNITS, Reported, progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.format import Format
    from store.formats.reading import Input, ReadOptions
    from store.formats.registry import Guess
    from store.importing.dataset import ImportOptions
    from store.importing.reporting import ImportPlan
    from store.story.workspace import Workspace

_SHOWN: Final = 20
"""Faults that are said one by one; the report has them all."""


@dataclass(frozen=True, slots=True)
class _ImportRequest(Reported):
    """What is to become of a dataset."""

    format_: str = option(
        "--format", "format_", metavar="NAME", default="auto", show_default=True,
        type=click.Choice(["auto", *NAMES, "tsv"]),
        help=f"auto knows it by its content; else one of {', '.join(NAMES)}.")  # fmt: skip
    names: tuple[str, ...] = option(
        "--map",
        "names",
        metavar="THEIRS=OURS",
        multiple=True,
        help="What a label is called here; THEIRS= leaves it out; may be given several times.",
    )
    add_labels: bool = option(
        "--add-labels", is_flag=True,
        help="Add the labels that the story lacks to its labels.toml.")  # fmt: skip
    no_new_articles: bool = option(
        "--no-new-articles", is_flag=True,
        help="Refuse articles that the story lacks; else they are added to it.")  # fmt: skip
    offsets: str | None = option(
        "--offsets", type=click.Choice(UNITS),
        help="What the file's offsets count; else what its format says.")  # fmt: skip
    user: str | None = option(
        "--user", metavar="NAME|all",
        help="Whose annotations are read where a file has those of several people (a set of GATE, "
             "a session of Prodigy); all: everybody's, each as an annotator of that name; else "
             "those of whoever is first.")  # fmt: skip
    alignment: str = option(
        "--alignment", type=click.Choice(["refuse", "contract", "expand"]), default="refuse",
        show_default=True,
        help="What becomes of spans that begin or end within a token or character.")  # fmt: skip
    strict: bool = option(
        "--strict", is_flag=True, help="Import nothing if anything would be lost."
    )
    keep_going: bool = option(
        "--keep-going",
        is_flag=True,
        help="Import what is sound and list the rest; the exit code is 1 if there is any.",
    )

    def reading(self) -> ReadOptions:
        """How the file is read."""
        from store.formats.choices import AlignmentMode
        from store.formats.offsets import Unit
        from store.formats.reading import ReadOptions

        unit = Unit(self.offsets) if self.offsets else None
        alignment = AlignmentMode(self.alignment)
        return ReadOptions(unit=unit, alignment=alignment, annotator=self.user)

    def options(self, labels_file: Path | None) -> ImportOptions:
        """How what is read comes into the story.

        Raises:
            InputError: A label is given in no way that can be read.
        """
        from store.formats.choices import AlignmentMode
        from store.importing.dataset import ImportOptions
        from store.importing.labelling import read_map
        from tui.keys.commands import KEPT

        return ImportOptions(
            names=read_map(self.names),
            alignment=AlignmentMode(self.alignment),
            adds_labels=self.add_labels,
            kept_keys="".join(sorted(KEPT)),
            is_strict=self.strict,
            refusal="--no-new-articles says to add none" if self.no_new_articles else "",
            labels_file=labels_file,
            guard=signals.hold,
        )


@click.command(name="import")
@STORY
@click.argument("file", type=PathType())
@WHOSE
@gather_options("asked", _ImportRequest)
def import_file(path: Path, file: Path, whose: Whose, asked: _ImportRequest) -> None:
    """Bring a dataset (a file, or a folder for some formats) into a story, as one edit.

    A row goes to the article of its id, or else to that with its text. Where that text differs a
    little, annotations follow their words, or wait in the review list. Articles that the story
    lacks are added to it; if there is nothing at PATH yet, a story is made.
    """
    gc_policy.pause()  # a million annotations are no garbage, however often one looks
    options = asked.options(whose.labels)
    guess = _guess(file, asked.format_)
    report = asked.place(protection_of([path], whose))
    told: list[dict[str, object]] = []
    sources = _sources(file, guess.format, asked.reading(), keeps_going=asked.keep_going)
    try:
        for name, source in sources:
            named = replace(whose, annotator=name) if name else whose
            begins = f"{name}: " if name else ""
            run = _ImportRun(file, guess, source, asked, begins, is_first=not told)
            try:
                with _workspace(path, named) as workspace:
                    done = _import(workspace, path, guess.format, source, options)
                    tell_notices(workspace)
            except SidelightError as error:
                told.append(run.tell(None, error))
                raise
            told.append(run.tell(done, None))
            for sentence in (str(done), *done.remarks):
                tell(f"{run.whose}{sentence}")
    finally:
        if told:
            asked.write(told if asked.user == EVERYBODY else told[0], report)
    if any(source.faults for _, source in sources):
        click.get_current_context().exit(1)


# The file ----------------------------------------------------------------------------------


def _guess(file: Path, name: str) -> Guess:
    """The format of a file.

    Raises:
        InputError: It is not clear, or cannot be read.
    """
    from store.formats.registry import Guess, format_named
    from store.importing.looking import guess_format

    guess = guess_format(file) if name == "auto" else Guess(format_named(name), 1.0)
    if guess.format.reads is None:
        raise InputError(f"{guess.format.name} can only be written, not read", path=file)
    return guess


def _sources(
    file: Path, format_: Format, how: ReadOptions, *, keeps_going: bool
) -> list[tuple[str, Input]]:
    """The file once for each person as whom it is imported; an empty name for whoever imports it.

    Raises:
        InputError: Somebody in it has a name that no annotator can have.
    """
    from store.formats.people import people_of
    from store.formats.reading import Input
    from store.library.places import check_name

    if how.annotator != EVERYBODY:
        return [("", Input(file, how, keeps_going=keeps_going))]
    how = replace(how, annotator=None, is_one_of_all=True)
    people = people_of(format_, Input(file, how, keeps_going=True))
    for name in filter(None, people):
        check_name(name)
    named = [(name, replace(how, annotator=name)) for name in people] or [("", how)]
    return [(name, Input(file, each, keeps_going=keeps_going)) for name, each in named]


# The story ---------------------------------------------------------------------------------


@contextlib.contextmanager
def _workspace(path: Path, whose: Whose) -> Iterator[Workspace]:
    """The story that a path names, open to edit; where there was none, none is left on failure."""
    from store.importing.arriving import story_to_import_into, take_away
    from store.labels import LABELS_FILE
    from store.story.workspace import Workspace

    name = whose.name
    story = story_to_import_into(path)
    is_new = not story.root.exists()
    name_keys_by(whose.labels or story.root / LABELS_FILE)
    try:
        with Workspace.open(story, name, labels=whose.labels, data=whose.data) as workspace:
            if workspace.status.read_only:
                raise InputError(f"{workspace.status.read_only}; nothing was imported")
            yield workspace
    except BaseException:
        if is_new:
            take_away(story, name)
        raise


def _import(
    workspace: Workspace, path: Path, format_: Format, source: Input, options: ImportOptions
) -> ImportPlan:
    from store.importing.dataset import import_dataset
    from store.importing.looking import size_of

    if path.is_file():
        reason = "name the story's folder to add articles to it"
        options = replace(options, refusal=options.refusal or reason)
    with progress_bar(source.path.name, size_of(source.path), in_bytes=True) as source.progress:
        return import_dataset(workspace, format_, source, options)


# What is said ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _ImportRun:
    """What was read, and where that is reported."""

    file: Path
    guess: Guess
    source: Input
    asked: _ImportRequest
    whose: str
    """What sentences about it begin with."""
    is_first: bool
    """Whether nothing was said of the file yet."""

    def tell(self, done: ImportPlan | None, refused: SidelightError | None) -> dict[str, object]:
        """Say what became of it.

        Args:
            done: What was imported.
            refused: Why nothing was.

        Returns:
            The same, as a report has it.
        """
        from store.importing.reporting import import_report

        is_guessed = self.asked.format_ == "auto"  # which a person should know
        if is_guessed and self.is_first and (done or self.guess.format.name != "jsonl"):
            tell(f"{self.file} is {self.guess.format.name} ({self.guess.sure:.0%} sure)")
        for sentence in self._left_out(is_done=done is not None):
            tell(f"{self.whose}{sentence}")
        name, sure = self.guess.format.name, self.guess.sure
        report = import_report(self.source, name, sure, done, refused)
        return {"annotator": self.source.options.annotator, **report} if self.whose else report

    def _left_out(self, *, is_done: bool) -> Iterator[str]:
        """What is not imported, or not quite as it was."""
        losses, faults = self.source.losses, self.source.faults
        if is_done:  # else it is said why nothing was
            yield from (f"left out: {loss}" for loss in losses.found.values())
            yield from (f"changed: {loss}" for loss in losses.changed.values())
            if len(self.source.people) > 1 and not self.source.options.is_one_of_all:
                yield "--user NAME brings in what somebody else said, --user all everybody's"
        yield from (f"left out: {fault.sentences[0]}" for fault in faults[:_SHOWN])
        if len(faults) > _SHOWN:
            more = len(faults) - _SHOWN
            yield f"and {more:,} more were left out; --report FILE lists them all"
