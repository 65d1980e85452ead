"""The commands that write datasets: export, and rehydrate."""

from __future__ import annotations

import contextlib
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import click

from store.errors import InputError, SidelightError
from store.formats.registry import NAMES
from tui.cli.options import (
    STORY,
    WHOSE,
    PathType,
    Whose,
    check_data,
    check_readable,
    gathered,
    protected,
)
from tui.cli.output import InertOutput, tell, tell_left_out, tell_notices
from tui.cli.progress import ProgressSteps, report_place, write_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.datasets.cards import CardOptions
    from store.datasets.publishing import Order, Published
    from store.datasets.stories import Collection
    from store.destination import Destination, Protected
    from store.formats.format import Format
    from store.formats.writing import ExportOptions
    from store.story.workspace import Workspace

_STEPS: Final = 500
"""How often the progress bar moves at most."""
_FEW: Final = 100
"""Articles that are written before a bar could be read."""


@dataclass(frozen=True, slots=True)
class _ExportRequest:
    """What is to be written, and where to."""

    format_: str
    output: str
    names: tuple[str, ...]
    offsets: str | None
    alignment: str
    overlaps: str
    strict: bool
    no_text: bool
    shares: str | None
    seed: int
    card: bool
    license_: str
    report: str | None

    def options(self) -> ExportOptions:
        """What the dataset is written by."""
        from store.formats.choices import AlignmentMode, Overlaps
        from store.formats.offsets import Unit
        from store.formats.writing import ExportOptions
        from store.importing.labelling import read_map

        return ExportOptions(
            names=read_map(self.names),
            unit=Unit(self.offsets) if self.offsets else None,
            alignment=AlignmentMode(self.alignment),
            overlaps=Overlaps(self.overlaps),
            has_text=not self.no_text,
            is_strict=self.strict,
        )

    def order(self) -> Order:
        """What is written.

        Raises:
            click.UsageError: Two of the options do not go together.
            InputError: One of them is wrong.
        """
        from store.datasets.publishing import Order
        from store.datasets.splitting import read_split
        from store.formats.exporting import writable

        options = self.options()
        if self.license_ and not self.card:
            raise click.UsageError("--license is said on the card; ask for one with --card")
        split = read_split(self.shares, self.seed) if self.shares is not None else None
        card = _card(self.license_) if self.card else None
        return Order(writable(self.format_), options, split, card)


_ASKED = gathered("asked", _ExportRequest, (
    click.option("--format", "format_", metavar="NAME", default="jsonl", show_default=True,
                 type=click.Choice([*NAMES, "tsv"]),
                 help="jsonl holds everything; the others: " + ", ".join(NAMES[1:]) + "."),
    click.option("--output", "-o", metavar="FILE|FOLDER|-", type=PathType(str), default="-",
                 show_default=True, help="Where to; - is standard output."),
    click.option("--map", "names", metavar="OURS=THEIRS", multiple=True,
                 help="What a label is called in the dataset; OURS= leaves it out. May be given "
                      "several times."),
    click.option("--offsets", type=click.Choice(["codepoint", "utf16", "utf8"]),
                 help="What offsets count, in formats that can say so; else what the format has."),
    click.option("--alignment", type=click.Choice(["expand", "contract", "refuse"]),
                 default="expand", show_default=True,
                 help="What becomes of spans that begin or end within a token."),
    click.option("--overlaps", type=click.Choice(["longest", "shortest"]), default="longest",
                 show_default=True,
                 help="Which of two spans stays where there is place for one."),
    click.option("--strict", is_flag=True, help="Write nothing if anything would be lost."),
    click.option("--no-text", is_flag=True,
                 help="Write no words of the articles, only hashes and offsets."),
    click.option("--split", "shares", metavar="80/10/10",
                 help="Write train, dev and test; no story is divided."),
    click.option("--seed", metavar="N", type=int, default=0, show_default=True,
                 help="By which the stories of a split are shuffled."),
    click.option("--card", is_flag=True, help="Write a dataset card, README.md, as well."),
    click.option("--license", "license_", metavar="TEXT", default="",
                 help="What the card says of the licence."),
    click.option("--report", metavar="FILE", type=PathType(str),
                 help="Write what was done and left out as JSON; - is standard output."),
))  # fmt: skip


@click.command()
@STORY
@WHOSE
@_ASKED
def export(path: Path, whose: Whose, asked: _ExportRequest) -> None:
    """Write the annotations of a story, or of all stories of a corpus, as a dataset."""
    order, output, report = asked.order(), asked.output, asked.report
    if report == "-" == output:
        raise click.UsageError("the dataset and the report cannot both go to standard output")
    kept = protected([path], whose)
    report_to = report_place(report, kept)
    collection = _collection(path, whose)
    done: Published | None = None
    refused: SidelightError | None = None
    try:
        done = _publish(collection, output, order, kept)
    except SidelightError as error:
        refused = error
        raise
    finally:
        if report is not None:
            _write_report(report_to, order.format, done, refused)
    for sentence in done.losses.sentences(asked.format_):
        tell(sentence)
    if not order.split:
        tell(_total(done, collection, output))
        return
    for name, part in done.parts.items():
        tell(f"{name}: {part}")
    tell(_total(done, collection, output))


def _total(done: Published, collection: Collection, output: str) -> str:
    stories = f"{len(collection.stories)} stories, " if collection.is_corpus else ""
    where = "" if output == "-" else f" in {output}"
    return f"{stories}{done.whole} by {collection.annotator}{where}"


def _card(license_: str) -> CardOptions:
    from importlib.metadata import version

    from store.datasets.cards import CardOptions

    command = shlex.join(["sidelight", *sys.argv[1:]])
    return CardOptions(license_, command=command, version=version("sidelight"))


def _collection(path: Path, whose: Whose) -> Collection:
    """What is exported, with what is said of each story.

    Raises:
        InputError: There is nothing at the path.
    """
    from store.datasets.stories import find_collection

    found = find_collection(path, whose.name, whose.data)
    check_data(whose.data)

    def read(workspace: Workspace) -> None:
        tell_notices(workspace)
        tell_left_out(workspace)

    return replace(found, labels=whose.labels, opened=check_readable, read=read)


def _publish(collection: Collection, output: str, order: Order, kept: Protected) -> Published:
    from store.datasets.publishing import publish, publish_to_stream

    is_shown = output == "-" and bool(sys.stdout) and sys.stdout.isatty()
    with _progress(0 if is_shown else collection.articles) as progress:
        order = replace(order, options=replace(order.options, progress=progress))
        if output != "-":
            return publish(collection, Path(output), order, settings=kept.settings)
        if not sys.stdout:
            raise InputError("standard output is closed; name a file with --output")
        if is_shown and not order.format.is_text:
            raise InputError(
                f"{order.format.name} is no text that a terminal could show; "
                "name a file with --output"
            )
        # JSON lines have escapes for what acts on a terminal; others must have it as it is.
        raw = order.format.name == "jsonl" or not is_shown
        stream = sys.stdout.buffer if raw else cast("BinaryIO", InertOutput(sys.stdout))
        return publish_to_stream(collection, stream, order)


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, by the articles that were written, if that is a terminal."""
    if total <= _FEW or not (sys.stderr and sys.stderr.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(
        "{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True, markup=False), transient=True,
    ) as progress:  # fmt: skip
        task = progress.add_task("articles", total=total)
        yield ProgressSteps(total // _STEPS, lambda by: progress.advance(task, by))


# What is said ------------------------------------------------------------------------------


def _write_report(
    place: Destination | None,
    format_: Format,
    done: Published | None,
    refused: SidelightError | None,
) -> None:
    from store.importing.reporting import fault_fields

    value: dict[str, object] = {"format": format_.name, "exported": done is not None}
    if refused is not None:
        value["refused"] = fault_fields(refused)
    if done is not None:
        value |= done.as_json()
    write_report(value, place)


# The texts again ---------------------------------------------------------------------------


@click.command()
@click.argument("file", type=PathType())
@click.argument("articles", metavar="ARTICLES…", nargs=-1, required=True, type=PathType())
@click.option("--output", "-o", metavar="FILE", type=PathType(str), default="-", show_default=True,
              help="Where to; - is standard output.")  # fmt: skip
def rehydrate(file: Path, articles: tuple[Path, ...], output: str) -> None:
    """Put the texts back into a dataset that was exported with --no-text.

    ARTICLES are the article files, or folders of them at any depth. Each text is known by its
    SHA-256, and every offset is checked in it.
    """
    from store.datasets.rehydrating import find_texts, rehydrate
    from store.destination import Destination
    from store.formats.staging import copy_to, staging_folder

    if output == "-" and not sys.stdout:
        raise InputError("standard output is closed; name a file with --output")
    texts = find_texts(articles)
    paths = (*articles, *(path.parent for path in texts.paths.values()))
    place = None if output == "-" else Destination.at(Path(output), protected(paths))
    with staging_folder(None if place is None else place.target, Path(output)) as folder:
        made = folder / "dataset"
        with made.open("wb") as written:
            done = rehydrate(file, texts, written)
        if place is not None:
            place.put(made)
        else:
            raw = file.suffix not in (".csv", ".tsv") or not sys.stdout.isatty()
            copy_to(made, sys.stdout.buffer if raw else cast("BinaryIO", InertOutput(sys.stdout)))
    if done.sentence:
        tell(done.sentence)
    tell(f"{done}" + ("" if output == "-" else f" in {output}"))
    if done.missing:
        click.get_current_context().exit(1)
