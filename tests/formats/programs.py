"""What other programs make of our files: `python -m tests.formats.programs` prints the table.

The gold of the seeds, 225 spans in two articles, is written in each format and read with a program
of that format's own. A span is right if the program gives its label and its words; a program that
is not installed is passed over, and formats that none can be installed for are named. Of programs
that no package has, the source is looked for in the folder that `SIDELIGHT_PROGRAMS` names, in a
folder of the program's name (brat: what is in its repository). doccano is looked for there too, as
an environment of its own: `python -m venv doccano`, and in it `pip install doccano==1.8.4
'environs<10' 'marshmallow<3.20' 'numpy<2' 'pandas<2' 'setuptools<70'`.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

from store.formats.reading import Input, ReadOptions
from store.formats.registry import every_format, format_named
from store.labels import DEFAULT_LABELS
from tests.formats.generated import written
from tests.seeds import GOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.formats.rows import ArticleRow

HEAD: Final = ("| format | program | spans that come through, of 225 |", "|---|---|---:|")
Spans: TypeAlias = "Iterator[tuple[str, str]]"
"""Labels, and what is labelled."""


_SOURCES: Final = Path(os.environ.get("SIDELIGHT_PROGRAMS") or "../programs")
_DOCCANO: Final = "doccano/bin/python"
_BRAT: Final = "brat/server/src/annotation.py"


@dataclass(frozen=True, slots=True)
class Program:
    """Something that reads a format, made by others."""

    name: str
    modules: tuple[str, ...]
    """Which it needs."""
    read: Callable[[Path], Spans]
    source: str = ""
    """A file of its source, where no package has it."""

    @property
    def is_here(self) -> bool:
        """Whether it is installed."""
        if self.source and not (_SOURCES / self.source).is_file():
            return False
        return all(importlib.util.find_spec(module) is not None for module in self.modules)


# What the programs say -----------------------------------------------------------------------


def _module(name: str) -> Any:
    """One that may not be installed, and mostly says no types."""
    return importlib.import_module(name)


def _lines(path: Path) -> Spans:
    for spans in _module("pandas").read_json(path, lines=True)["spans"]:
        yield from ((span["label"], span["text"]) for span in spans)


def _conll(path: Path) -> Spans:
    converters = _module("spacy.training.converters")
    for doc in converters.conll_ner_to_docs(path.read_text("utf-8"), no_print=True):
        yield from ((ent.label_, ent.text) for ent in doc.ents)


def _conllu(path: Path) -> Spans:
    """The library gives what stands at each word; a span is what an entity opens and closes."""
    for sentence in _module("conllu").parse(path.read_text("utf-8")):
        opened: dict[str, tuple[str, list[str]]] = {}
        for token in sentence:
            said = str((token["misc"] or {}).get("Entity", ""))
            for piece in said.replace("(", " (").replace(")", ") ").split():
                if piece.startswith("("):
                    key, label, *_ = piece.strip("()").split("-")
                    opened[key] = (label, [])
            for _, words in opened.values():
                words.append(token["form"])
            for piece in said.replace("(", " (").replace(")", ") ").split():
                if piece.endswith(")"):
                    label, words = opened.pop(piece.strip("()").split("-")[0])
                    yield label, " ".join(words)


def _doccano(path: Path) -> Spans:
    """By the importer of its server, in an environment of its own."""
    python, script = (_SOURCES / _DOCCANO).absolute(), Path(__file__).with_name("with_doccano.py")
    own = {**os.environ, "PYTHONPATH": ""}
    ran = subprocess.run([python, script, path], env=own, capture_output=True, check=True)
    for line in ran.stdout.splitlines():
        label, said = json.loads(line)
        yield label, said


def _label_studio(path: Path) -> Spans:
    """By the converter with which Label Studio writes its exports."""
    labels = "".join(f'<Label value="{name}"/>' for name in DEFAULT_LABELS.names)
    config = f"""<View><Labels name="label" toName="text">{labels}</Labels>
        <Text name="text" value="$text"/></View>"""
    convert = _module("label_studio_sdk.converter").Converter
    converter = convert(config, None, download_resources=False)
    for task in converter.iter_from_json_file(str(path)):
        for result in (each for results in task["output"].values() for each in results):
            yield from ((label, result["text"]) for label in result["labels"])


def _brat(path: Path) -> Spans:
    """By the parser of brat's server, but for how it opens files, which Python 3.11 refuses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend((_SOURCES / _BRAT).parents[1] / "lib")
        patch.syspath_prepend((_SOURCES / _BRAT).parent)
        brat = _module("annotation")
        opened = partial(open, encoding="utf-8", newline="")
        patch.setattr(brat, "open_textfile", opened)
        for file in sorted(path.glob("*.ann")):
            with brat.TextAnnotations(str(file.with_suffix("")), read_only=True) as document:
                yield from ((each.type, each.text) for each in document.get_textbounds())


def _cas(load: str) -> Callable[[Path], Spans]:
    def read(path: Path) -> Spans:
        cassis = _module("cassis")
        types = path / "TypeSystem.xml"
        for file in sorted(path.iterdir()):
            if file == types:
                continue
            with file.open("rb") as stream:
                if types.is_file():
                    system = cassis.load_typesystem(types.open("rb"))
                    cas = getattr(cassis, load)(stream, typesystem=system)
                else:
                    cas = getattr(cassis, load)(stream)
            for span in cas.select("webanno.custom.Span"):
                yield span.label, span.get_covered_text()

    return read


def _spacy(path: Path) -> Spans:
    vocab = _module("spacy").blank("en").vocab
    for doc in _module("spacy.tokens").DocBin().from_disk(path).get_docs(vocab):
        yield from ((span.label_, span.text) for span in doc.spans["sc"])


def _rows_with_spans(rows: Any) -> Spans:
    for row in rows:
        for span in row["spans"]:
            yield span["label"], row["text"][span["start"] : span["end"]]


def _datasets(path: Path) -> Spans:
    return _rows_with_spans(_module("datasets").load_from_disk(str(path)))


def _parquet(path: Path) -> Spans:
    return _rows_with_spans(_module("pandas").read_parquet(path).to_dict("records"))


def _csv(path: Path) -> Spans:
    frame = _module("pandas").read_csv(path, keep_default_na=False)
    return zip(frame["label"], frame["text"], strict=True)


def _gate(path: Path) -> Spans:
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        document = _module("gatenlp").Document.load(str(file), fmt="gatexml")
        for found in (document.annset(), *map(document.annset, document.annset_names())):
            yield from ((each.type, document[each]) for each in found)


_PROGRAMS: Final = {
    "jsonl": Program("pandas", ("pandas",), _lines),
    "doccano": Program("doccano 1.8.4’s importer", (), _doccano, _DOCCANO),
    "label-studio": Program("Label Studio’s converter", ("label_studio_sdk",), _label_studio),
    "brat": Program("brat’s own parser", (), _brat, _BRAT),
    "cas-xmi": Program("dkpro-cassis", ("cassis",), _cas("load_cas_from_xmi")),
    "cas-json": Program("dkpro-cassis", ("cassis",), _cas("load_cas_from_json")),
    "conll": Program("spaCy’s converter (the last column)", ("spacy",), _conll),
    "conllu": Program("conllu", ("conllu",), _conllu),
    "gate": Program("gatenlp", ("gatenlp",), _gate),
    "spacy": Program("spaCy", ("spacy",), _spacy),
    "hf": Program("datasets", ("datasets",), _datasets),
    "parquet": Program("pandas, pyarrow", ("pandas", "pyarrow"), _parquet),
    "csv": Program("pandas", ("pandas",), _csv),
}
"""By the formats that they read."""
_NOT_ASKED: Final = {
    "prodigy": "Prodigy, which is sold",
    "webanno-tsv": "INCEpTION, a server",
    "bio": "any: a list of tokens and one of tags a row",
    "w3c": "Hypothesis, a service",
    "tei": "any that reads XML",
    "markdown": "people",
    "html": "people",
}
"""Whom the other formats are for, and why none of them reads a file in a test."""


# The table -----------------------------------------------------------------------------------


def gold() -> list[ArticleRow]:
    """The articles that are written."""
    reads = format_named("jsonl").reads
    assert reads is not None
    return [placed.row for placed in reads(Input(GOLD, ReadOptions()))]


def lines() -> Iterator[tuple[str, bool]]:
    """The rows of the table, and whether the program of each is here."""
    articles = gold()
    wanted = Counter(
        (span.label, "".join(span.text.split())) for row in articles for span in row.spans
    )
    for format_ in every_format():
        if format_.writes is None:
            continue
        program = _PROGRAMS.get(format_.name)
        if program is None:
            yield f"| {format_.name} | {_NOT_ASKED[format_.name]} | not asked |", True
        elif not program.is_here:
            yield f"| {format_.name} | {program.name} |", False
        else:
            with TemporaryDirectory() as folder, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                path, _ = written(format_.name, articles, Path(folder))
                found = Counter(
                    (label, "".join(said.split())) for label, said in program.read(path)
                )
            right = (found & wanted).total()
            yield f"| {format_.name} | {program.name} | {right} |", True


def main() -> int:
    """Print the table."""
    sys.stdout.write("\n".join([*HEAD, *(line for line, _ in lines())]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
