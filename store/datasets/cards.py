"""The card of a dataset: a README.md that says what is in it, with the front matter that Hugging
Face reads (huggingface.co/docs/hub/datasets-cards)."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.model import Origin
from store.articles.loading import read_bytes
from store.destination import Destination
from store.errors import InputError
from store.formats.features import EVERYTHING, Feature
from store.formats.offsets import Unit
from store.text.inert import inert, inert_line
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from store.datasets.splitting import Split
    from store.destination import Protected
    from store.formats.exporting import ExportReport
    from store.formats.format import Format
    from store.formats.rows import ArticleRow
    from store.formats.writing import ExportOptions
    from store.labels import LabelSet

CARD: Final = "README.md"
MARK: Final = "<!-- made by sidelight export --card -->"
"""Is in every card that we have made; no other file is replaced."""
NOT_STATED: Final = "Not stated; the articles belong to their publishers"
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
_CREATORS: Final = {
    Origin.MANUAL: "expert-generated",
    Origin.PROPAGATED: "expert-generated",
    Origin.SUGGESTED: "machine-generated",
    Origin.IMPORTED: "found",
}
"""What Hugging Face calls those who made annotations, by how these came to be."""
_LETTERS: Final = 2_000
"""Characters at the beginning of a text by which its writing is known."""
_SHOWN: Final = 12
"""Outlets and dates that are named."""
_ON_THE_HUB: Final = {"train": "train", "dev": "validation", "test": "test"}
_LOADED: Final = ("jsonl", "csv", "tsv", "parquet")
"""Formats whose files Hugging Face loads as they are."""


@dataclass(slots=True)
class Tally:
    """Counts of articles and spans; grows as articles are seen."""

    articles: int = 0
    characters: int = 0
    """Code points of all texts."""
    stories: Counter[str] = field(default_factory=Counter)
    """Articles of each story."""
    labels: Counter[str] = field(default_factory=Counter)
    """Spans of each label."""
    origins: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Spans of each label and origin."""
    outlets: Counter[str] = field(default_factory=Counter)
    """Articles of each outlet; "" where none is known."""
    dates: Counter[str] = field(default_factory=Counter)
    """Articles of each date, as the articles write it; "" where there is none."""
    annotators: Counter[str] = field(default_factory=Counter)
    scripts: Counter[str] = field(default_factory=Counter)
    """Articles of each writing that most of their letters are of; "" where there are none."""
    texts: dict[str, str] = field(default_factory=dict)
    """The id of an article with each text, by the SHA-256 of the text."""

    @property
    def spans(self) -> int:
        """All spans."""
        return self.labels.total()

    def see(self, row: ArticleRow) -> None:
        """Count an article."""
        self.articles += 1
        self.characters += len(row.said)
        self.stories[row.meta.story] += 1
        self.outlets[row.meta.outlet] += 1
        self.dates[row.meta.date] += 1
        self.annotators[row.meta.annotator] += 1
        self.scripts[_script_of(row.said)] += 1
        if row.text_sha256:
            self.texts.setdefault(row.text_sha256, row.id)
        found = Counter((span.label, span.origin or "") for span in row.spans)
        self.origins.update(found)
        for (label, _), count in found.items():
            self.labels[label] += count

    def add(self, other: Tally) -> None:
        """Count what was counted elsewhere as well."""
        self.articles += other.articles
        self.characters += other.characters
        for name in (
            "stories",
            "labels",
            "origins",
            "outlets",
            "dates",
            "annotators",
            "scripts",
            "texts",
        ):
            getattr(self, name).update(getattr(other, name))


@dataclass(frozen=True, slots=True)
class CardOptions:
    """What a card says that the dataset does not."""

    license: str = ""
    agreement: str = ""
    """As a sentence; empty if it is not known."""
    command: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says."""

    name: str
    """Of the dataset."""
    format: Format
    labels: LabelSet
    """With the names that they have in the dataset."""
    files: Mapping[str, str]
    """The name of each part's file or folder, within that of the card."""
    parts: Mapping[str, Tally]
    """What is in each of them; of a dataset that is not split only one, of no name."""
    report: ExportReport
    """Of all parts."""
    options: ExportOptions
    split: Split | None
    said: CardOptions

    @property
    def whole(self) -> Tally:
        """What is in all parts."""
        whole = Tally()
        for tally in self.parts.values():
            whole.add(tally)
        return whole

    def __str__(self) -> str:
        """The card, which ends with a newline."""
        sections = {
            "Annotations": self._annotations(),
            "Label guidelines": self._guidelines(),
            "Agreement": self._agreement(),
            "Splits": self._splits() if self.split is not None else (),
            "Sources": self._sources(),
            "Format": self._format(),
            "License": [as_markdown(self.said.license or NOT_STATED) + "."],
            "How it was made": [
                f"With Sidelight {self.said.version}:", "", f"    {inert(self.said.command)}",
            ],
        }  # fmt: skip
        written = [*self._front(), "", MARK, "", *self._about(), ""]
        for name, lines in sections.items():
            if found := list(lines):
                written += [f"## {name}", "", *found, ""]
        return "\n".join(written)

    def _front(self) -> Iterator[str]:
        license_ = self.said.license
        yield "---"
        yield f"pretty_name: {quote(self.name)}"
        if _LICENSE_ID.fullmatch(license_):
            yield f"license: {license_}"
        elif license_:
            yield "license: other"
            yield f"license_name: {quote(license_)}"
        else:
            yield "license: unknown"
        yield from ("annotations_creators:", *(f"- {each}" for each in self._creators()))
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

    def _creators(self) -> list[str]:
        """Who made the annotations, as Hugging Face calls them; `other` where it is not known."""
        found = {origin for _, origin in self.whole.origins}
        known = [name for origin, name in _CREATORS.items() if origin in found]
        named = dict.fromkeys([*known, *(["other"] if "" in found else [])])
        return list(named) or ["no-annotation"]

    def _about(self) -> Iterator[str]:
        stories = len(self.whole.stories)
        yield f"# {as_markdown(self.name)}"
        yield ""
        yield (
            f"{counted(self.whole.articles, 'article')} of "
            f"{stories:,} {'story' if stories == 1 else 'stories'} with "
            f"{counted(self.whole.spans, 'span')}, {counted(self.report.relations, 'relation')} "
            f"and {counted(self.report.clusters, 'cluster')}. "
            "A story is a group of reports of one event."
        )

    def _annotations(self) -> Iterator[str]:
        yield (
            "Counts by label and by how the annotation came to be: by hand, carried over to the "
            "same words elsewhere, suggested and accepted by a person, or imported."
        )
        yield ""
        whole = self.whole
        origins = [str(origin) for origin in Origin]
        if any(not origin for _, origin in whole.origins):
            origins.append("")
        yield from table(
            ["label", *(origin or "not known" for origin in origins), "all"],
            [
                [label, *(whole.origins[label, each] for each in origins), whole.labels[label]]
                for label in self._label_names()
            ],
        )

    def _label_names(self) -> list[str]:
        return list(dict.fromkeys((*self.labels.names, *sorted(self.whole.labels))))

    def _guidelines(self) -> Iterator[str]:
        for name in self._label_names():
            label = self.labels.named(name)
            said = label.guideline if label is not None else ""
            yield f"- **{as_markdown(name)}**: {as_markdown(said) if said else 'no guideline'}"
            for example in label.examples if label is not None else ():
                yield f"  - {as_markdown(example)}"

    def _agreement(self) -> Iterator[str]:
        annotators = sorted(filter(None, self.whole.annotators))
        if self.said.agreement:
            yield as_markdown(self.said.agreement)
        elif len(annotators) <= 1:
            yield "Not computed: one annotator."
        else:
            yield f"Not computed. Annotators: {', '.join(map(as_markdown, annotators))}."

    def _splits(self) -> Iterator[str]:
        assert self.split is not None
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
                    part,
                    self.files[part],
                    *(len(tally.stories), tally.articles, tally.spans),
                    *(tally.labels[name] for name in names),
                ]
                for part, tally in self.parts.items()
            ],
        )
        yield ""
        yield self._in_two_splits()

    def _in_two_splits(self) -> str:
        """Which texts stand in more than one of the splits."""
        parts: dict[str, list[str]] = {}
        for tally in self.parts.values():
            for text, article in tally.texts.items():
                parts.setdefault(text, []).append(article)
        twice = [articles for articles in parts.values() if len(articles) > 1]
        if not twice:
            return "No text stands in two splits, word for word."
        example = " and ".join(map(as_markdown, twice[0][:2]))
        return (
            f"**Texts that stand in more than one split, word for word: {len(twice):,}**, such as "
            f"that of {example}. What is learned from one is tested on the other."
        )

    def _sources(self) -> Iterator[str]:
        yield f"- Outlets, as the articles name them: {_list(self.whole.outlets)}"
        yield f"- Dates, as the articles write them: {_list(self.whole.dates)}"
        yield f"- Language: not stated; most letters are {_list(self.whole.scripts)}"
        yield f"- Length of the texts: {self.whole.characters:,} characters (Unicode code points)"

    def _format(self) -> Iterator[str]:
        unit, losses = self.options.unit, self.report.losses
        yield f"- {as_markdown(self.format.title)} (`{self.format.name}`)"
        # Where spans are tags of tokens no offset of one is written.
        if unit is not None or self.format.holds >= {Feature.OFFSETS, Feature.SUBTOKEN}:
            unit = unit or (Unit.CODEPOINT if self.format.units else None)
            counts = _UNITS[unit] if unit else f"what is usual in {self.format.name}"
            yield f"- Offsets are half-open and count {counts}"
        if not self.options.has_text:
            yield (
                "- The texts are not in it, only their SHA-256; `sidelight rehydrate FILE "
                "ARTICLES` puts them back from the articles"
            )
        lacks = sorted(EVERYTHING - self.format.holds)
        yield f"- It has no place for: {', '.join(lacks) if lacks else 'nothing that we have'}"
        yield ""
        yield "What was left out or changed to fit:"
        yield ""
        said = [f"left out: {loss}" for loss in losses.found.values()]
        said += [f"changed: {loss}" for loss in losses.changed.values()]
        said += [f"not among the tags: {loss}" for loss in losses.untagged.values()]
        yield from (f"- {as_markdown(sentence)}" for sentence in said or ["nothing"])


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
    return _MARKUP.sub(r"\\\1", inert_line(text)).replace("&", "&amp;").replace("<", "&lt;")


def table(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    """Rows as a table in Markdown, of which the first column holds words."""
    yield f"| {' | '.join(map(as_markdown, head))} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        cells = (f"{each:,}" if isinstance(each, int) else as_markdown(each) for each in row)
        yield f"| {' | '.join(cells)} |"


def _list(found: Counter[str]) -> str:
    """What there is most of, with how often."""
    known = sorted(((n, c) for n, c in found.items() if n), key=lambda each: (-each[1], each[0]))
    if not known:
        return "not known"
    some = [f"{as_markdown(name)} ({count:,})" for name, count in known[:_SHOWN]]
    more = [f"and {len(known) - _SHOWN:,} more"] if len(known) > _SHOWN else []
    unknown = [f"not known ({found['']:,})"] if found[""] else []
    return ", ".join((*some, *more, *unknown))


def _script_of(text: str) -> str:
    """The writing of most letters at the beginning of a text, such as Latin."""
    found: Counter[str] = Counter()
    for letter, count in Counter(filter(str.isalpha, text[:_LETTERS])).items():
        found[unicodedata.name(letter, "").partition(" ")[0]] += count
    most = found.most_common(1)
    return most[0][0].title().replace("Cjk", "Chinese") if most else ""


def _size(articles: int) -> str:
    return next((name for most, name in _SIZES if articles < most), "1M<n<10M")
