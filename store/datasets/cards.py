"""The card of a dataset: a README.md that says what is in it, with the front matter that Hugging
Face reads (huggingface.co/docs/hub/datasets-cards)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.model import Origin
from store.articles.loading import read_bytes
from store.destination import Destination
from store.errors import InputError
from store.formats.features import EVERYTHING, Feature
from store.formats.offsets import Unit
from store.text.inert import inert
from store.wording import counted

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from store.datasets.splitting import Split
    from store.datasets.tally import Tally
    from store.destination import Protected
    from store.formats.format import Format
    from store.formats.losses import Losses
    from store.labels import LabelSet

CARD: Final = "README.md"
MARK: Final = "<!-- made by sidelight export --card -->"
"""Is in every card that we have made; no other file is replaced."""
NOT_STATED: Final = "not stated; the articles belong to their publishers"
_UNITS: Final = {
    Unit.CODEPOINT: "Unicode code points from 0",
    Unit.UTF16: "UTF-16 code units from 0, as JavaScript and Java count",
    Unit.UTF8: "bytes of the text as UTF-8, from 0",
}
_LICENSE_ID: Final = regex.compile(r"[a-z0-9][a-z0-9.+-]*")
"""How Hugging Face writes a licence that it knows, such as cc-by-4.0."""
_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"),
                 (1_000_000, "100K<n<1M"))  # fmt: skip
_MARKUP: Final = regex.compile(r"([\\`*_\[\]|#])")
_SHOWN: Final = 12
"""Outlets and dates that are named."""
_ON_THE_HUB: Final = {"train": "train", "dev": "validation", "test": "test"}
_LOADED: Final = ("jsonl", "csv", "tsv", "parquet")
"""Formats whose files Hugging Face loads as they are."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says."""

    name: str
    """Of the dataset."""
    format: Format
    labels: LabelSet
    """With the names that they have in the dataset."""
    parts: Mapping[str, Tally]
    """What is in each file or folder; of a dataset that is not split only one, of no name."""
    files: Mapping[str, str]
    """The name of each part's file or folder, within that of the card."""
    whole: Tally
    losses: Losses
    unit: Unit | None = None
    """What offsets count, where that was asked for."""
    has_text: bool = True
    split: Split | None = None
    license: str = ""
    agreement: str = ""
    """As a sentence; empty if it is not known."""
    command: str = ""
    version: str = ""
    relations: int = 0
    clusters: int = 0
    notes: tuple[str, ...] = field(default=())
    """What else is to be said, as sentences."""

    def __str__(self) -> str:
        """The card, which ends with a newline."""
        sections = (
            self._about(), self._annotations(), self._guidelines(), self._agreement(),
            self._splits(), self._sources(), self._format(), self._license(), self._making(),
        )  # fmt: skip
        return "\n".join([*self._front(), "", MARK, "", *(line for s in sections for line in s)])

    def _front(self) -> Iterator[str]:
        yield "---"
        yield f"pretty_name: {quote(self.name)}"
        if _LICENSE_ID.fullmatch(self.license):
            yield f"license: {self.license}"
        elif self.license:
            yield "license: other"
            yield f"license_name: {quote(self.license)}"
        else:
            yield "license: unknown"
        yield from ("annotations_creators:", "- expert-generated")
        yield from ("task_categories:", "- token-classification")
        yield from ("size_categories:", f"- {_size(self.whole.articles)}")
        yield from ("tags:", "- news", "- span-annotation", "- sidelight")
        if self.format.name in _LOADED:
            yield from ("configs:", "- config_name: default", "  data_files:")
            for part, file in self.files.items():
                yield f"  - split: {_ON_THE_HUB.get(part, 'train')}"
                yield f"    path: {quote(file)}"
            if self.format.name == "tsv":
                yield r'  sep: "\t"'
        yield "---"

    def _about(self) -> Iterator[str]:
        whole = self.whole
        yield f"# {as_markdown(self.name)}"
        yield ""
        stories = f"{len(whole.stories):,} {'story' if len(whole.stories) == 1 else 'stories'}"
        yield (
            f"{counted(whole.articles, 'article')} of {stories} with "
            f"{counted(whole.spans, 'span')}, {counted(self.relations, 'relation')} and "
            f"{counted(self.clusters, 'cluster')}. A story is a group of reports of one event."
        )
        yield ""

    def _annotations(self) -> Iterator[str]:
        yield "## Annotations"
        yield ""
        yield (
            "Counts by label and by how the annotation came to be: by hand, carried over to the "
            "same words elsewhere, suggested and accepted by a person, or imported."
        )
        yield ""
        origins = [str(origin) for origin in Origin]
        if any(not origin for _, origin in self.whole.origins):
            origins.append("")
        yield from table(
            ["label", *(origin or "not known" for origin in origins), "all"],
            [
                [
                    label,
                    *(f"{self.whole.origins[label, origin]:,}" for origin in origins),
                    f"{self.whole.labels[label]:,}",
                ]
                for label in self._label_names()
            ],
        )
        yield ""

    def _label_names(self) -> list[str]:
        return list(dict.fromkeys((*self.labels.names, *sorted(self.whole.labels))))

    def _guidelines(self) -> Iterator[str]:
        yield "## Label guidelines"
        yield ""
        for name in self._label_names():
            label = self.labels.named(name)
            said = label.guideline if label is not None else ""
            yield f"- **{as_markdown(name)}**: {as_markdown(said) if said else 'no guideline'}"
            for example in label.examples if label is not None else ():
                yield f"  - {as_markdown(example)}"
        yield ""

    def _agreement(self) -> Iterator[str]:
        yield "## Agreement"
        yield ""
        annotators = sorted(filter(None, self.whole.annotators))
        if self.agreement:
            yield as_markdown(self.agreement)
        elif len(annotators) <= 1:
            yield "Not computed: one annotator."
        else:
            yield f"Not computed. Annotators: {', '.join(map(as_markdown, annotators))}."
        yield ""

    def _splits(self) -> Iterator[str]:
        if self.split is None:
            return
        yield "## Splits"
        yield ""
        yield (
            f"No story is divided. The stories were shuffled (seed {self.split.seed}) and dealt so "
            "that the articles come as near as can be to "
            f"{'/'.join(map(str, self.split.shares))} (train, dev, test)."
        )
        yield ""
        names = self._label_names()
        yield from table(
            ["split", "file", "stories", "articles", "spans", *names],
            [
                [
                    part, self.files[part], f"{len(tally.stories):,}", f"{tally.articles:,}",
                    f"{tally.spans:,}", *(f"{tally.labels[name]:,}" for name in names),
                ]
                for part, tally in self.parts.items()
            ],
        )  # fmt: skip
        yield ""

    def _sources(self) -> Iterator[str]:
        yield "## Sources"
        yield ""
        yield f"- Outlets, as the articles name them: {_list(self.whole.outlets)}"
        yield f"- Dates, as the articles write them: {_list(self.whole.dates)}"
        yield f"- Length of the texts: {self.whole.characters:,} characters (Unicode code points)"
        yield ""

    def _format(self) -> Iterator[str]:
        yield "## Format"
        yield ""
        yield f"- {as_markdown(self.format.title)} (`{self.format.name}`)"
        if self.unit is not None or Feature.OFFSETS in self.format.holds:
            ours = Unit.CODEPOINT if self.format.units else None
            unit = self.unit or ours
            counts = _UNITS[unit] if unit else f"what is usual in {self.format.name}"
            yield f"- Offsets are half-open and count {counts}"
        if not self.has_text:
            yield (
                "- The texts are not in it, only their SHA-256; `sidelight rehydrate FILE "
                "ARTICLES` puts them back from the articles"
            )
        lacks = sorted(EVERYTHING - self.format.holds)
        yield f"- It has no place for: {', '.join(lacks) if lacks else 'nothing that we have'}"
        yield ""
        yield "What was left out or changed to fit:"
        yield ""
        losses = self.losses
        said = [f"left out: {loss}" for loss in losses.found.values()]
        said += [f"changed: {loss}" for loss in losses.changed.values()]
        yield from (f"- {as_markdown(sentence)}" for sentence in said or ["nothing"])
        yield from (f"- {as_markdown(sentence)}" for sentence in self.notes)
        yield ""

    def _license(self) -> Iterator[str]:
        yield "## License"
        yield ""
        yield as_markdown(self.license or f"{NOT_STATED[0].upper()}{NOT_STATED[1:]}") + "."
        yield ""

    def _making(self) -> Iterator[str]:
        yield "## How it was made"
        yield ""
        yield f"With Sidelight {self.version}:"
        yield ""
        yield f"    {inert(self.command)}"
        yield ""


def check_card(folder: Path, protected: Protected) -> Destination:
    """The place of a card in a folder.

    Raises:
        InputError: There is a file already that is not a card of ours.
    """
    path = folder / CARD
    output = Destination.at(path, protected, hint="export to another folder")
    if path.exists() and MARK.encode() not in read_bytes(path)[0]:
        reason = "there is a README.md already that is not a card of ours"
        raise InputError(f"{reason}; export to another folder", path=path)
    return output


def quote(text: str) -> str:
    """A text as YAML reads it, on one line."""
    return json.dumps(inert(text), ensure_ascii=False)


def as_markdown(text: str) -> str:
    """A text in Markdown, on one line, of which nothing is taken for markup."""
    one_line = inert(" ".join(text.split()))
    return _MARKUP.sub(r"\\\1", one_line).replace("&", "&amp;").replace("<", "&lt;")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as a table in Markdown, of which the first column holds words."""
    yield f"| {' | '.join(map(as_markdown, head))} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(map(as_markdown, row))} |"


def _list(found: Counter[str]) -> str:
    """What there is most of, with how often."""
    known = sorted(((n, c) for n, c in found.items() if n), key=lambda each: (-each[1], each[0]))
    if not known:
        return "not known"
    some = [f"{as_markdown(name)} ({count:,})" for name, count in known[:_SHOWN]]
    more = [f"and {len(known) - _SHOWN:,} more"] if len(known) > _SHOWN else []
    unknown = [f"not known ({found['']:,})"] if found[""] else []
    return ", ".join((*some, *more, *unknown))


def _size(articles: int) -> str:
    return next((name for most, name in _SIZES if articles < most), "1M<n<10M")
