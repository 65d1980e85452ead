"""Files of other programs, label sets and keymaps that are changed by chance: read, or refused by a
sentence, and never in a way of which nobody thought."""

from __future__ import annotations

import random
import re
import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation
from store.articles import find_story
from store.errors import SidelightError
from store.formats.exporting import export_to_file
from store.formats.reading import Input
from store.formats.registry import every_format
from store.importing.dataset import DatasetImport, ImportOptions
from store.importing.looking import guess_format
from store.labels_file import load_labels
from store.steps import Steps
from store.story.workspace import Workspace
from tests.formats.test_strangers import READ, TIED, write
from tests.torture.damage import damaged
from tests.torture.judging import scratch
from tests.torture.person import TEXTS
from tests.torture.tally import Tally
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.formats.format import Format
    from tests.torture.subjects import Subject

INPUTS: Final = 4_000
"""Changed inputs in a full campaign."""
_MOST_CHANGES: Final = 3
_LONGEST: Final = 20_000
"""Bytes that a word or a sign has once it is repeated, at most."""
_TOKENS: Final = re.compile(rb'"[^"\n]*"|-?\d+|[\w.-]+|[<>{}\[\]()=:,\t\n/&]')
_HOSTILE: Final = (
    b"", b"-1", b"0", b"1e999", b"99999999999999999999", b"null", b"true", b"NaN", b'""', b"[]",
    b"{}", b"[[[[", b"]", b"<a>", b"</a>", b"&x;", b"\t", b"\n", b"\r", b"\0", b"\xff",
    b"\xed\xa0\x80",
    b'"\\ud800"', b'"\\u0000"', b"\xe2\x80\xae", b"\xef\xbb\xbf", b"id", b"start", b"label", b"=",
)  # fmt: skip
"""What is put in the place of a word, a number, a string or a sign."""
_LABELS: Final = """\
[[label]]
name = "actor"
key = "a"
color = "blue"
guideline = "Who acts"

[[label]]
name = "place"
key = "l"
color = "green"

[[relation]]
name = "said-by"
from = ["actor"]
to = ["place"]

[[document]]
name = "genre"
key = "g"
values = ["news", "opinion"]
"""
_PAGE: Final = """\
<!DOCTYPE html><html lang="en"><head><title>Troops</title><meta charset="utf-8"></head><body>
<article><h1>Troops arrive</h1><p>By <a href="x">A. Reporter</a> &amp; others</p>
<p>Moscow sent troops, an official said.</p><ul><li>Latakia</li></ul></article></body></html>
"""
_SAMPLES: Final = {
    "html": _PAGE,
    "text": "Moscow sent troops.\n",
    "markdown": "Moscow sent *troops*.\n",
}
"""What is written here for no reader: pages of ours are no articles."""
_STRANGERS: Final = {name: content for name, (_, content) in READ.items()} | {
    f"{name}.jsonl": value for name, (value, _, _) in TIED.items()
}
"""Files of other tools, which are told by what is in them."""
_KEYS: Final = """\
[keys]
"go.next-word" = ["w", "ctrl+right"]
undo = "u"
"""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Read inputs that are changed by chance."""
    tally = Tally("input changed by chance", subject.name, seed)
    if subject.links:
        with scratch() as folder:
            _Fuzz(folder, random.Random(seed), tally).run(max(1, round(INPUTS * share)))
    else:
        tally.cannot = "it reads no files of other programs"
    return tally


class _Fuzz:
    """One story, what it is written as, and what is read of that once it is changed."""

    def __init__(self, folder: Path, chance: random.Random, tally: Tally) -> None:
        self._folder, self._chance, self._tally = folder, chance, tally
        self._story = folder / "story"
        self._story.mkdir()
        for name, text in TEXTS.items():
            (self._story / f"{name}.txt").write_text(text, "utf-8")

    def run(self, count: int) -> None:
        with closing(Workspace.open(find_story([self._story]), "ana")) as workspace:
            for article, text in TEXTS.items():
                for number, word in enumerate(re.finditer(r"\w{4,}", text)):
                    made = Annotation(
                        f"01J{len(article):09}{ord(article[0]):04}{number:010}",
                        word.start(), word.end(), "actor", word[0], note="a “note”",
                    )  # fmt: skip
                    workspace.apply(EditOfAnnotation(article, None, made))
            inputs = self._inputs(workspace)
            for read, original in inputs:
                read(original)  # what is sound is read, so that it is the change that is refused
            for number in range(count):
                read, original = inputs[number % len(inputs)]
                self._read_changed(read, original, number)

    def _inputs(self, workspace: Workspace) -> list[tuple[Callable[[Path], object], Path]]:
        """What reads each kind of input, and one that is sound."""
        found: list[tuple[Callable[[Path], object], Path]] = []
        for format_ in every_format():
            if format_.reads is None or (format_.writes is None and format_.name not in _SAMPLES):
                continue
            path = self._folder / f"sound-{format_.name}{next(iter(format_.endings), '')}"
            try:
                if format_.name in _SAMPLES:
                    path.write_text(_SAMPLES[format_.name], "utf-8")
                else:
                    export_to_file(workspace, path, format_=format_.name)
            except SidelightError:  # an extra of the package that is not installed
                self._tally.mark(f"not written: {format_.name}")
                continue
            found += [
                (_importer(workspace, format_, keeps_going=goes), path) for goes in (False, True)
            ]
        for name, content in _STRANGERS.items():
            path = write(self._folder / name, content)
            found += [
                (_importer(workspace, None, keeps_going=goes), path) for goes in (False, True)
            ]
        for name, text, read in (
            ("labels.toml", _LABELS, load_labels),
            ("keymap.toml", _KEYS, lambda path: keymap_for(all_commands(workspace.labels), path)),
        ):
            (self._folder / name).write_text(text, "utf-8")
            found.append((read, self._folder / name))
        return found

    def _read_changed(self, read: Callable[[Path], object], original: Path, number: int) -> None:
        changed = self._folder / f"changed-{original.name}"
        if original.is_dir():
            shutil.copytree(original, changed)
            files = sorted(path for path in changed.rglob("*") if path.is_file())
            target = self._chance.choice(files)
        else:
            target = changed
            shutil.copy(original, changed)
        target.write_bytes(_changed(target.read_bytes(), self._chance))
        self._tally.runs += 1
        self._tally.mark(original.name)
        where = f"input {number}, {original.name}"
        with self._tally.watching(where):
            try:
                read(changed)
            except SidelightError as error:
                self._tally.refused += 1
                str(error).encode("utf-8", "strict")
            else:
                self._tally.mark("read")
        shutil.rmtree(changed) if changed.is_dir() else changed.unlink()


def _importer(
    workspace: Workspace, format_: Format | None, *, keeps_going: bool
) -> Callable[[Path], object]:
    """Reads a file in a format, or in that of which it is found to be."""

    def look(path: Path) -> object:
        source = Input(path, keeps_going=keeps_going)
        chosen = format_ or guess_format(path).format
        options = ImportOptions(adds_labels=format_ is None)
        with DatasetImport(workspace, chosen, source, options) as importing:
            return Steps(importing.look(), 0).all()

    return look


def _changed(data: bytes, chance: random.Random) -> bytes:
    """Bytes that are damaged, or in which words, numbers and signs are others."""
    if chance.random() < 0.3 and data:
        return damaged(data, chance)[1]
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        tokens = list(_TOKENS.finditer(data))
        if not tokens:
            break
        at, other = chance.choice(tokens), chance.choice(tokens)
        repeated = (at[0] * chance.choice((2, 3_000)))[:_LONGEST] if len(at[0]) < 100 else b""
        put = chance.choice((chance.choice(_HOSTILE), other[0], repeated))
        data = data[: at.start()] + put + data[at.end() :]
    return data
