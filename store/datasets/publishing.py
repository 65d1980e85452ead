"""Write stories as a dataset: one file or folder, or a part for each share of a split, with a card.

All is made beside its place, checked, and put there in one step; a card follows at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from store.datasets.cards import CARD, Card, CardOptions, Tally, check_card
from store.datasets.splitting import divide
from store.destination import Destination
from store.errors import InputError
from store.formats.choices import AlignmentMode
from store.formats.exporting import ExportReport, check_options, write_dataset
from store.formats.features import Feature
from store.formats.staging import copy_to, staging_folder
from store.formats.writing import ExportOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

    from store.datasets.splitting import Split
    from store.datasets.stories import Collection
    from store.formats.format import Format

_SPLITS: Final = "dataset_dict.json"
"""Names the splits beside it, so that `datasets.load_from_disk` opens them all as one."""
WHOLE = ""
"""The name of the one part of a dataset that is not split."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written."""

    format: Format
    options: ExportOptions = field(default_factory=ExportOptions)
    split: Split | None = None
    card: CardOptions | None = None
    """None for no card."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return self.format.is_folder or self.split is not None


@dataclass(slots=True)
class Published:
    """What was written."""

    format: Format
    parts: dict[str, ExportReport] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    """What the card says of each; of a dataset without one, of none."""

    @property
    def whole(self) -> ExportReport:
        """All parts as one."""
        whole = ExportReport(self.format.name)
        for report in self.parts.values():
            whole.losses.add(report.losses)
            whole.has_links = report.has_links
            for name, number in _numbers(report).items():
                setattr(whole, name, getattr(whole, name) + number)
        return whole

    def as_json(self) -> dict[str, object]:
        """What was written, for a script: of all parts, and of each."""
        whole = self.whole
        return {
            "format": self.format.name,
            **_numbers(whole),
            **({} if WHOLE in self.parts else
               {"splits": {name: _numbers(each) for name, each in self.parts.items()}}),
            **whole.losses.as_json(),
        }  # fmt: skip


def _numbers(report: ExportReport) -> dict[str, int]:
    names = ("articles", "spans", "relations", "clusters")
    return {name: getattr(report, name) for name in names}


def publish_to_stream(collection: Collection, stream: BinaryIO, order: Order) -> Published:
    """Write stories to a stream, once all of it has been checked.

    Raises:
        SidelightError: It cannot be written so, or something does not fit; nothing was written.
    """
    _check(collection, order)
    if order.is_folder or order.card is not None:
        what = f"{order.format.name} is" if order.format.is_folder else "with a card it is"
        what = "a split is" if order.split is not None else what
        raise InputError(f"{what} more than one file; name a place with {{option:output}}")
    published = Published(order.format)
    with staging_folder(None) as folder:
        made = _write_part(collection, order, folder / "dataset", (WHOLE, None), published)
        copy_to(made, stream)
    return published


def publish(
    collection: Collection,
    path: Path,
    order: Order,
    settings: Iterable[Path] = (),
) -> Published:
    """Write stories to a file, replacing what is there in one step, or to a new folder.

    Args:
        collection: The stories.
        path: Where to.
        order: What.
        settings: Files that nothing is written over, besides those of the stories.

    Raises:
        SidelightError: It cannot be written so, or something does not fit; what was there before
            is untouched.
    """
    _check(collection, order)
    protected = collection.protected(settings)
    output = Destination.at(path, protected, is_folder=order.is_folder)
    parts: Mapping[str, tuple[str, ...] | None] = {WHOLE: None}
    if order.split is not None:
        parts = divide(collection.sizes, order.split)
    card_place = None
    if order.card is not None and not order.is_folder:
        if path.name.casefold() == CARD.casefold():
            raise InputError("this is the name of the card; export to another", path=path)
        card_place = check_card(path.parent, protected)
    target = output.target
    published = Published(order.format)
    with staging_folder(target, path) as folder:
        made = folder / target.name
        if order.split is not None:
            made.mkdir()
        for part in parts.items():
            path_of_part = made / _file(order, part[0], "")
            _write_part(collection, order, path_of_part, part, published)
        if order.split is not None and order.format.name == "hf":
            splits = msgspec.json.encode({"splits": list(parts)})
            (made / _SPLITS).write_bytes(splits)
        card = folder / CARD if card_place is not None else made / CARD
        if order.card is not None:
            said = _card(collection, order, order.card, target.name, published)
            card.write_text(str(said), encoding="utf-8")
        output.put(made)
        if card_place is not None:
            card_place.put(card)
    return published


def _card(
    collection: Collection, order: Order, said: CardOptions, name: str, published: Published
) -> Card:
    """The card of what was written.

    Args:
        collection: The stories.
        order: What was written.
        said: What a person says on the card.
        name: Of the file or folder that was written.
        published: What is in it.
    """
    return Card(
        name=name if order.is_folder else Path(name).stem,
        format=order.format,
        labels=collection.label_set().renamed(order.options.names),
        files={part: _file(order, part, name) for part in published.parts},
        parts=published.tallies,
        report=published.whole,
        options=order.options,
        split=order.split,
        said=said,
    )


def _check(collection: Collection, order: Order) -> None:
    check_options(order.format, order.options)
    if len(collection.people) > 1 and not order.format.names_articles:
        raise InputError(
            f"{order.format.name} has no place for whose annotations they are; name one annotator"
        )


def _file(order: Order, part: str, whole: str) -> str:
    """The name of a part's file or folder."""
    ending = "" if order.format.is_folder else next(iter(order.format.endings), "")
    return f"{part}{ending}" if part else whole


def _write_part(
    collection: Collection,
    order: Order,
    path: Path,
    part: tuple[str, tuple[str, ...] | None],
    published: Published,
) -> Path:
    """Write a part of the dataset.

    Args:
        collection: The stories.
        order: What is written.
        path: Of its file or folder.
        part: Its name, and its stories; none for all.
        published: What was written; the part is added to it.
    """
    name, stories = part
    options = order.options
    if order.card is not None:
        tally = published.tallies[name] = Tally()
        options = replace(options, seen=tally.see)
    made, published.parts[name] = write_dataset(
        collection.rows(stories, says_whose=order.format.says_whose),
        order.format,
        path.parent,
        path.name,
        collection.label_set(),
        options,
    )
    off_tokens = published.parts[name].losses.found.get(Feature.SUBTOKEN)
    if order.options.alignment is AlignmentMode.REFUSE and off_tokens is not None:
        reason = f"nothing was exported, as {order.format.name} has tokens, and there are"
        raise InputError(f"{reason} {off_tokens}; see {{option:alignment}}")
    return made
