"""The commands that write datasets: export, and rehydrate."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from store.errors import InputError, SidelightError
from store.formats.registry import NAMES
from tui.cli.options import (
    STORY,
    PathType,
    WhoseSeveral,
    gather_options,
    named_collection,
    option,
    protection_of,
)
from tui.cli.output import data_output, tell
from tui.cli.progress import UNITS, Reported, progress_bar

if TYPE_CHECKING:
    from store.datasets.cards import CardOptions
    from store.datasets.publishing import Order, Published
    from store.datasets.stories import Collection
    from store.destination import Protected
    from store.formats.writing import ExportOptions

_FEW: Final = 100
"""Articles that are written before a bar could be read."""


@dataclass(frozen=True, slots=True)
class _ExportRequest(Reported):
    """What is to be written, and where to."""

    format_: str = option(
        "--format", "format_", metavar="NAME", default="jsonl", show_default=True,
        type=click.Choice([*NAMES, "tsv"]),
        help="jsonl holds everything; the others: " + ", ".join(NAMES[1:]) + ".")  # fmt: skip
    output: str = option(
        "--output", "-o", metavar="FILE|FOLDER|-", type=PathType(str), default="-",
        show_default=True, help="Where to; - is standard output.")  # fmt: skip
    names: tuple[str, ...] = option(
        "--map", "names", metavar="OURS=THEIRS", multiple=True,
        help="What a label is called in the dataset; OURS= leaves it out. May be given several "
             "times.")  # fmt: skip
    offsets: str | None = option(
        "--offsets",
        type=click.Choice(UNITS),
        help="What offsets count, in formats that can say so; else what the format has.",
    )
    alignment: str = option(
        "--alignment", type=click.Choice(["cut", "expand", "contract", "refuse"]), default="cut",
        show_default=True,
        help="What becomes of spans that begin or end within a token.")  # fmt: skip
    overlaps: str = option(
        "--overlaps",
        type=click.Choice(["longest", "shortest"]),
        default="longest",
        show_default=True,
        help="Which of two spans stays where there is place for one.",
    )
    layers: str | None = option(
        "--layers", metavar="LABELS",
        help="Which labels have tags of their own, beside those of all others: claim,source; two in"
             " one column: claim+quote. Else those that are not drawn as filled; '' for"
             " none.")  # fmt: skip
    rows: str = option(
        "--rows", type=click.Choice(["sentence", "window", "article", "ties"]), default="sentence",
        show_default=True,
        help="What a row of the format bio is; or ties, for csv and tsv: a row is a relation or a"
             " member of a cluster.")  # fmt: skip
    language: str = option(
        "--language", metavar="CODE", default="",
        help="Of the texts, such as fr, for formats of tokens: where sentences end, and that l' is"
             " a token in French and Italian; else told by each text.")  # fmt: skip
    cut_hyphens: bool = option(
        "--cut-hyphens", is_flag=True,
        help="Cut words at their hyphens in formats of tokens, as OntoNotes has them; else they are"
             " whole, as in CoNLL-2003.")  # fmt: skip
    replace_characters: bool = option(
        "--replace-characters", is_flag=True,
        help="Write U+FFFD in the place of a character that XML cannot hold, such as a form feed;"
             " else its article is left out.")  # fmt: skip
    strict: bool = option("--strict", is_flag=True, help="Write nothing if anything would be lost.")
    done: bool = option(
        "--done", is_flag=True, help="Write only the articles that you have marked as done."
    )
    provenance: bool = option(
        "--provenance", is_flag=True,
        help="Say of what was adjudicated who had it, who decided and why, as attributes.",
    )  # fmt: skip
    no_text: bool = option(
        "--no-text", is_flag=True, help="Write no words of the articles, only hashes and offsets."
    )
    shares: str | None = option(
        "--split", "shares", metavar="80/10/10",
        help="Write train, dev and test; no story is divided.")  # fmt: skip
    seed: int = option(
        "--seed", metavar="N", type=int, default=0, show_default=True,
        help="By which the stories of a split are shuffled.")  # fmt: skip
    card: bool = option("--card", is_flag=True, help="Write a dataset card, README.md, as well.")
    license_: str = option(
        "--license", "license_", metavar="TEXT", default="",
        help="What the card says of the licence.")  # fmt: skip

    def options(self) -> ExportOptions:
        """What the dataset is written by."""
        from store.formats.choices import TIES, AlignmentMode, Overlaps, RowSize
        from store.formats.layers import read_layers
        from store.formats.offsets import Unit
        from store.formats.writing import ExportOptions
        from store.importing.labelling import read_map

        return ExportOptions(
            names=read_map(self.names),
            unit=Unit(self.offsets) if self.offsets else None,
            alignment=AlignmentMode(self.alignment),
            overlaps=Overlaps(self.overlaps),
            layers=None if self.layers is None else read_layers(self.layers),
            rows=RowSize.SENTENCE if self.rows == TIES else RowSize(self.rows),
            language=_language(self.language),
            cuts_hyphens=self.cut_hyphens,
            has_text=not self.no_text,
            replaces=self.replace_characters,
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
        from store.formats.choices import TIES
        from store.formats.exporting import writable

        options = self.options()
        if self.license_ and not self.card:
            raise click.UsageError("--license is said on the card; ask for one with --card")
        split = read_split(self.shares, self.seed) if self.shares is not None else None
        card = _card(self.license_) if self.card else None
        format_ = writable(self.format_)
        if self.rows == TIES:
            from store.formats.tie_table import tie_table

            if self.format_ not in ("csv", "tsv"):
                raise click.UsageError("--rows ties is for csv and tsv")
            format_ = tie_table(format_)
        return Order(format_, options, split, card)


def _language(code: str) -> str:
    if code and not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise InputError(f"{code!r} is no code of a language; write for example fr")
    return code.lower()


@click.command()
@STORY
@gather_options("several", WhoseSeveral)
@gather_options("asked", _ExportRequest)
def export(path: Path, several: WhoseSeveral, asked: _ExportRequest) -> None:
    """Write the annotations of a story, or of all stories of a corpus, as a dataset."""
    from store.importing.reporting import fault_fields

    order, output = asked.order(), asked.output
    if asked.report == "-" == output:
        raise click.UsageError("the dataset and the report cannot both go to standard output")
    whose = several.first
    kept = protection_of([path], whose)
    report_to = asked.place(kept)
    collection = several.of(
        replace(
            named_collection(path, whose),
            is_done_only=asked.done,
            has_provenance=asked.provenance,
        )
    )
    report: dict[str, object] = {"format": order.format.name, "exported": False}
    try:
        done = _publish(collection, output, order, kept)
        report |= {"exported": True, **done.as_json()}
    except SidelightError as error:
        report["refused"] = fault_fields(error)
        raise
    finally:
        asked.write(report, report_to)
    whole = done.whole
    for sentence in whole.losses.sentences(asked.format_):
        tell(sentence)
    for name, part in done.parts.items() if order.split else ():
        tell(f"{name}: {part}")
    stories = f"{len(collection.stories)} stories, " if collection.is_corpus else ""
    tell(f"{stories}{whole} by {', '.join(collection.people)}{_where(output)}")


def _where(output: str) -> str:
    return "" if output == "-" else f" in {output}"


def _card(license_: str) -> CardOptions:
    from importlib.metadata import version

    from store.datasets.cards import CardOptions

    command = shlex.join(["sidelight", *sys.argv[1:]])
    return CardOptions(license_, command=command, version=version("sidelight"))


def _publish(collection: Collection, output: str, order: Order, kept: Protected) -> Published:
    from store.datasets.publishing import publish, publish_to_stream

    is_shown = output == "-" and bool(sys.stdout) and sys.stdout.isatty()
    total = 0 if is_shown else collection.articles
    with progress_bar("articles", total, least=_FEW) as progress:
        order = replace(order, options=replace(order.options, progress=progress))
        if output != "-":
            return publish(collection, Path(output), order, settings=kept.settings)
        if is_shown and not order.format.is_text:
            raise InputError(
                f"{order.format.name} is no text that a terminal could show; "
                "name a file with --output"
            )
        # JSON lines have escapes for what acts on a terminal; others must have it as it is.
        stream = data_output(is_inert=order.format.name == "jsonl")
        return publish_to_stream(collection, stream, order)


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

    stream = data_output(is_inert=file.suffix not in (".csv", ".tsv")) if output == "-" else None
    texts = find_texts(articles)
    paths = (*articles, *(path.parent for path in texts.paths.values()))
    place = Destination.at(Path(output), protection_of(paths)) if stream is None else None
    with staging_folder(None if place is None else place.target, Path(output)) as folder:
        made = folder / "dataset"
        with made.open("wb") as written:
            done = rehydrate(file, texts, written)
        if place is not None:
            place.put(made)
        if stream is not None:
            copy_to(made, stream)
    if done.sentence:
        tell(done.sentence)
    tell(f"{done}{_where(output)}")
    if done.missing:
        click.get_current_context().exit(1)
