"""All the real files that other tools wrote, recognised, read, written and read again.

Prints a table: files, annotations, round trips that came back equal, and what was refused and why.
The tests of each format look closer; this one leaves no file out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.formats.features import Feature
from store.formats.reading import Input
from store.formats.registry import SURE, guess_formats
from store.formats.rows import join_parts
from tests.corpora import corpus
from tests.formats.generated import meaning, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from store.formats.format import Format
    from store.formats.rows import ArticleRow

FOLDERS: Final = (
    "brat", "conll", "doccano", "gate", "html", "hypothesis", "label-studio", "prodigy", "spacy",
    "tei", "uima-cas", "w3c", "webanno-tsv",
)  # fmt: skip
ABOUT: Final = ("README", "LICENSE", "README.md", "LICENSE.md")
PARTS: Final = (".conf", ".typesystem.xml", ".gz", ".yml")
"""Files that belong to others, or are packed."""


@dataclass
class Line:
    """What came of one folder."""

    folder: str
    files: int = 0
    read: int = 0
    articles: int = 0
    annotations: int = 0
    equal: int = 0
    unequal: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    unknown: int = 0


def files_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ABOUT and not path.name.endswith(PARTS):
            has_pair = path.suffix == ".txt" and path.with_suffix(".ann").exists()
            if not has_pair:  # a text of brat is read with its annotations
                yield path


def look_at(line: Line, path: Path, folder: Path) -> None:
    line.files += 1
    found = [guess for guess in guess_formats(path) if guess.sure >= SURE]
    if not found:
        line.unknown += 1
        return
    format_ = found[0].format
    assert format_.reads is not None
    try:
        rows = [placed.row for placed in format_.reads(Input(path))]
    except InputError as error:
        reason = str(error)
        assert path.name in reason, f"this does not name the file: {reason}"
        assert "\n" not in reason
        line.refused[reason.rpartition(": ")[2][:70]] += 1
        return
    line.read += 1
    line.articles += len(rows)
    line.annotations += sum(len(row.spans) for row in rows)
    for row in rows:
        check(row)
    if format_.writes is None or not rows or not any(row.spans for row in rows):
        return
    if not all(row.text for row in rows):
        return  # as those of W3C: the text stands elsewhere
    if same_again(format_, rows, folder):
        line.equal += 1
    else:
        line.unequal.append(path.name)


def check(row: ArticleRow) -> None:
    """Whatever was read fits the text."""
    for span in join_parts(row).spans:
        for start, end in span.extents:
            assert 0 <= start < end
            assert row.text is None or end <= len(row.text)
        if span.text and row.text is not None and not span.parts:
            assert row.text[span.start : span.end] == span.text


def same_again(format_: Format, rows: list[ArticleRow], folder: Path) -> bool:
    """Whether what is written says the same, but for what the format says that it cannot hold."""
    reader = format_.reads
    assert reader is not None
    path, report = written(format_.name, rows, folder)
    placed = [each.row for each in reader(Input(path))]
    if report.losses.content:
        return False
    if Feature.OFFSETS not in format_.holds:  # white space is not kept, and so no place either
        return [said(row) for row in placed] == [said(row) for row in rows]
    again = {row.id: row for row in placed}
    if len(again) == len(rows) == 1 or not format_.names_articles:
        again = dict(zip((row.id for row in rows), placed, strict=True))
    return all(
        row.id in again and meaning(again[row.id], format_.holds) == meaning(row, format_.holds)
        for row in rows
    )


def said(row: ArticleRow) -> list[tuple[str, str]]:
    """What is tagged as what, without white space."""
    return [(span.label, "".join(span.text.split())) for span in row.spans]


def table(lines: list[Line]) -> str:
    widths = {
        "files": 6, "read": 6, "articles": 9, "annotations": 12, "equal": 6, "other": 6,
        "refused": 8, "unknown": 8,
    }  # fmt: skip
    rows = [f"{'folder':14}" + "".join(name.rjust(width) for name, width in widths.items())]
    for line in lines:
        rows.append(
            f"{line.folder:14}{line.files:6}{line.read:6}{line.articles:9}{line.annotations:12}"
            f"{line.equal:6}{len(line.unequal):6}{line.refused.total():8}{line.unknown:8}"
        )
        rows += [f"{'':14}{count} refused: {why}" for why, count in line.refused.most_common()]
        if line.unequal:
            rows.append(f"{'':14}not the same: {', '.join(line.unequal[:6])}")
    return "\n".join(rows)


def test_every_real_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for name in FOLDERS:
        line = Line(name)
        folder = corpus(f"formats/{name}")
        for number, path in enumerate(files_in(folder)):
            work = tmp_path / name / str(number)
            work.mkdir(parents=True)
            look_at(line, path, work)
        lines.append(line)
    with capsys.disabled():
        print(f"\n{table(lines)}")
    assert not [line.folder for line in lines if not line.read]
    assert not [name for line in lines for name in line.unequal]
