"""Files of other people and tools: each is read, or told by its own name with what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from store.errors import InputError
from store.formats.reading import Input
from store.formats.registry import recognise

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ana left Rome."
SPAN = {"start": 0, "end": 3, "value": "Ana"}
READ: dict[str, tuple[str, Any]] = {
    "lighttag.json": (
        "span-json",
        {"examples": [{"example_id": "x", "content": TEXT, "annotations": [SPAN | {"tag": "a"}]}]},
    ),
    "lighttag.jsonl": ("span-json", {"content": TEXT, "annotations": [SPAN | {"tag": "a"}]}),
    "rasa.json": (
        "span-json",
        {"rasa_nlu_data": {"common_examples": [
            {"text": TEXT, "intent": "go", "entities": [SPAN | {"entity": "a"}]}]}},
    ),
    "pubannotation.json": (
        "span-json",
        {"text": TEXT, "sourceid": "x",
         "denotations": [{"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "a"}]},
    ),
    "output.manifest": (
        "span-json",
        {"source": TEXT, "ner-metadata": {"type": "groundtruth/text-span"},
         "ner": {"annotations": {"entities": [{"startOffset": 0, "endOffset": 3, "label": "a"}]}}},
    ),
    "automl.jsonl": (
        "span-json",
        {"text_snippet": {"content": TEXT}, "annotations": [{"display_name": "a",
         "text_extraction": {"text_segment": {"start_offset": 0, "end_offset": 3}}}]},
    ),
    "plain.csv": ("span-table", f"text,start,end,label\n{TEXT},0,3.0,a\n{TEXT},,,\n"),
    "other.csv": ("span-table", f"Doc ID;Sentence;Begin;Stop;Type\r\nx;{TEXT};0;3;a\r\n"),
    "tabs.tsv": ("span-table", f'label\ttag\tend\tstart\ttext\tquote\na\tx\t3\t0\t"{TEXT}"\tAna\n'),
}  # fmt: skip


def write(path: Path, content: object) -> Path:
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("name", READ)
def test_read(name: str, tmp_path: Path) -> None:
    wanted, content = READ[name]
    path = write(tmp_path / name, content)
    format_ = recognise(path).format
    assert format_.name == wanted
    assert format_.reads is not None
    (placed,) = format_.reads(Input(path))
    row = placed.row
    assert row.text == TEXT
    assert [(s.start, s.end, s.label, s.text) for s in row.spans] == [(0, 3, "a", "Ana")]


def test_relations_of_pubannotation(tmp_path: Path) -> None:
    ends = (("T1", 0, 3), ("T2", 9, 13))
    spans = [{"id": i, "span": {"begin": b, "end": e}, "obj": "a"} for i, b, e in ends]
    relation = {"id": "R1", "pred": "left", "subj": "T1", "obj": "T2"}
    value = {"text": TEXT, "denotations": spans, "relations": [relation]}
    path = write(tmp_path / "a.json", value)
    reads = recognise(path).format.reads
    assert reads is not None
    (placed,) = reads(Input(path))
    assert [(r.type, r.head, r.tail) for r in placed.row.relations] == [("left", "T1", "T2")]


TOLD: dict[str, tuple[str, Any]] = {
    "nlu.yml": ("Rasa", "version: '3.1'\nnlu:\n- intent: x\n  examples: |\n    - [Ana](a)\n"),
    "x.csv": ("Amazon Comprehend", "File,Line,Begin Offset,End Offset,Type\na.txt,0,0,3,A\n"),
    "azure.json": ("Azure", {"projectFileVersion": "2022-05-01", "assets": {"documents": []}}),
    "one.xml": ("Knowtator", '<?xml version="1.0"?>\n<annotations textSource="a"></annotations>'),
    "bioc.xml": ("BioC", '<?xml version="1.0"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n'
                 "<collection><source>x</source></collection>"),
    "bioc.json": ("BioC", {"documents": [{"id": "1", "passages": [{"offset": 0, "text": TEXT}]}]}),
    "pubtator.txt": ("PubTator", "1|t|Ana left.\n1|a|She is gone.\n1\t0\t3\tAna\ta\n"),
    "tagtog.json": ("tagtog", {"annotatable": {"parts": ["s1"]}, "anncomplete": True}),
    "words.csv": ("which is start (or begin", "text,label\nAna left,a\n"),
    "two.csv": ("which is text (or sentence", "sentence,content,start,end,label\na,b,0,1,x\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_told(name: str, tmp_path: Path) -> None:
    words, content = TOLD[name]
    with pytest.raises(InputError) as caught:
        recognise(write(tmp_path / name, content))
    assert words in caught.value.reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Rome,9,13,a", "the text is only what the span says"),
        ("Ana left,0,99,a", "is no range"),
        ("Ana left,x,3,a", "are no start and end"),
        ("Ana left,0,inf,a", "are no start and end"),
        ("Ana left,0,3.7,a", "'0' and '3.7' are no start and end"),
        ("Ana left,-3,3,a", "are no start and end"),
    ],
)
def test_rows_that_are_no_spans(row: str, reason: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"text,start,end,label\n{row}\n")
    reads = recognise(path).format.reads
    assert reads is not None
    with pytest.raises(InputError, match=reason) as caught:
        list(reads(Input(path)))
    assert caught.value.line == 2
