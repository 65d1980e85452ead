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

    from store.formats.rows import ArticleRow

TEXT = "Ana left Rome."
WORDS = ["Ana", "left", "Rome", "."]
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
    "ubiai.json": (
        "span-json",
        [{"documentName": "d.txt", "document": TEXT, "relations": [],
          "tokens": [{"text": "Ana", "start": 0, "end": 3, "token_start": 0, "entityLabel": "a"}]}],
    ),
    "displacy.json": (
        "span-json",
        [{"text": TEXT, "ents": [{"start": 0, "end": 3, "label": "a"}], "title": None}],
    ),
    "spacy-spans.json": (
        "span-json",
        {"text": TEXT, "ents": [{"start": 0, "end": 3, "label": "a"}],
         "spans": {"sc": [{"start": 0, "end": 3, "label": "a"}], "other": []}},
    ),
    "data.json": (
        "tagged-json", {"version": "1", "data": [{"tokens": WORDS, "ner_tags": ["B-a", *"OOO"]}]},
    ),
    "plus.conllup": (
        "conll", "# global.columns = ID FORM NER\n" + "".join(
            f"{n}\t{word}\t{'O' if n > 1 else 'B-a'}\n" for n, word in enumerate(WORDS, start=1)
        ),
    ),
    "excel.csv": ("span-table", f"\ufeffsep=;\r\ntext;start;end;label\r\n{TEXT};0;3;a\r\n"),
    "pipes.csv": ("span-table", f"text|start_pos|end_pos|label\n{TEXT}|0|3|a\n"),
    "gate-twitter.json": (
        "span-json", {"text": TEXT, "entities": {"a": [{"indices": [0, 3], "kind": "name"}]}},
    ),
    "gate.bdocjs": (
        "span-json",
        {"annotation_sets": {"": {"name": "", "annotations": [
            {"type": "a", "start": 0, "end": 3, "id": 0, "features": {}}], "next_annid": 1}},
         "text": TEXT, "features": {}, "offset_type": "p", "name": ""},
    ),
    "pubannotation-block.json": (
        "span-json",
        {"text": TEXT, "denotations": [],
         "blocks": [{"id": "B1", "span": {"begin": 0, "end": 3}, "obj": "a"}]},
    ),
    "pubannotation-track.json": (
        "span-json",
        {"text": TEXT, "tracks": [{"project": "p", "denotations": [
            {"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "a"}]}]},
    ),
    "spert.json": (
        "word-json",
        [{"tokens": WORDS, "entities": [{"type": "a", "start": 0, "end": 1}], "relations": [],
          "orig_id": 5}],
    ),
    "docred.json": (
        "word-json",
        [{"title": "A", "sents": [WORDS], "labels": [],
          "vertexSet": [[{"name": "Ana", "pos": [0, 1], "sent_id": 0, "type": "a"}]]}],
    ),
    "dygie.jsonl": (
        "word-json", {"doc_key": "d", "sentences": [WORDS], "ner": [[[0, 0, "a"]]]},
    ),
    "spacy2.json": (
        "word-json",
        [{"id": 0, "paragraphs": [{"raw": TEXT, "sentences": [{"brackets": [], "tokens": [
            {"id": n, "orth": word, "ner": "O" if n else "U-a"} for n, word in enumerate(WORDS)
        ]}]}]}],
    ),
    "corenlp.json": (
        "word-json",
        {"docId": "d", "sentences": [{"index": 0, "tokens": [
            {"index": n + 1, "word": word, "originalText": word, "before": "", "ner": "O",
             "after": " " if n < 2 else "", "characterOffsetBegin": 0}
            for n, word in enumerate(WORDS)
        ], "entitymentions": [{"docTokenBegin": 0, "docTokenEnd": 1, "tokenBegin": 0, "tokenEnd": 1,
                               "text": "Ana", "ner": "a"}]}]},
    ),
    "wikiann.jsonl": (
        "tagged-json",
        {"tokens": WORDS, "ner_tags": ["B-a", "O", "O", "O"], "spans": ["a: Ana"]},
    ),
    "ontonotes.v4_gold_conll": (
        "conll-2012",
        "#begin document (nw/x); part 000\n"
        + "".join(
            f"nw/x 0 {n} {word} X * - - - - {'*' if n else '(a)'} * -\n"
            for n, word in enumerate(WORDS)
        )
        + "\n#end document\n",
    ),
    "tuples.json": ("tagged-json", [[TEXT, {"entities": [[0, 3, "a"]]}]]),
    "gliner.json": ("tagged-json", [{"tokenized_text": WORDS, "ner": [[0, 0, "a"]]}]),
    "plain.csv": ("span-table", f"text,start,end,label\n{TEXT},0,3.0,a\n{TEXT},,,\n"),
    "other.csv": ("span-table", f"Doc ID;Sentence;Begin;Stop;Type\r\nx;{TEXT};0;3;a\r\n"),
    "tabs.tsv": ("span-table", f'label\ttag\tend\tstart\ttext\tquote\na\tx\t3\t0\t"{TEXT}"\tAna\n'),
}  # fmt: skip


def write(path: Path, content: object) -> Path:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
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


def rows_of(path: Path) -> list[ArticleRow]:
    """The articles of a file, whatever its format."""
    reads = recognise(path).format.reads
    assert reads is not None
    return [placed.row for placed in reads(Input(path))]


def of(span_id: str, row: ArticleRow) -> str:
    """What a span says."""
    return row.ids[span_id].text


TIED: dict[str, tuple[Any, list[str], list[str]]] = {
    # what is in the file, its relations, its clusters
    "dygie": (
        {"sentences": [["Ana", "left"], ["She", "won"]], "ner": [[[0, 0, "a"]], []],
         "relations": [[], [[2, 2, 1, 1, "does"]]], "clusters": [[[0, 0], [2, 2]]]},
        ["does:She>left"],
        ["a:Ana,She"],
    ),
    "spert": (
        {"tokens": WORDS, "relations": [{"type": "left", "head": 1, "tail": 0}],
         "entities": [{"type": "a", "start": 0, "end": 1}, {"type": "b", "start": 2, "end": 3}]},
        ["left:Rome>Ana"],
        [],
    ),
    "docred": (
        {"title": "A", "sents": [WORDS, ["She", "won"]],
         "labels": [{"h": 0, "t": 1, "r": "P1", "evidence": []}],
         "vertexSet": [
             [{"pos": [0, 1], "sent_id": n, "type": "a"} for n in (0, 1)],
             [{"pos": [2, 3], "sent_id": 0, "type": "b"}],
         ]},
        ["P1:Ana>Rome"],
        ["a:Ana,She"],
    ),
    "tacred": (
        {"id": "x", "token": WORDS, "relation": "left", "subj_start": 0, "subj_end": 0,
         "subj_type": "a", "obj_start": 2, "obj_end": 2, "obj_type": "b"},
        ["left:Ana>Rome"],
        [],
    ),
    "allennlp": ({"document": WORDS, "clusters": [[[0, 0], [2, 2]]]}, [], ["mention:Ana,Rome"]),
    "corenlp": (
        {"sentences": [
            {"tokens": [{"word": word, "characterOffsetBegin": 0} for word in ("Ana", "left")]},
            {"tokens": [{"word": word, "characterOffsetBegin": 0} for word in ("She", "won")]},
         ],
         "corefs": {"1": [{"sentNum": 1, "startIndex": 1, "endIndex": 2},
                          {"sentNum": 2, "startIndex": 1, "endIndex": 2}]}},
        [],
        ["mention:Ana,She"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TIED)
def test_ties_of_words(name: str, tmp_path: Path) -> None:
    value, relations, clusters = TIED[name]
    (row,) = rows_of(write(tmp_path / f"{name}.jsonl", value))
    assert relations == [f"{r.type}:{of(r.head, row)}>{of(r.tail, row)}" for r in row.relations]
    assert clusters == [
        f"{c.label}:{','.join(of(member, row) for member in c.members)}" for c in row.clusters
    ]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"tokens": ["a", " "], "entities": []}, "word 1 of it is no word"),
        (
            {"tokens": ["a"], "entities": [{"type": "x", "start": 0, "end": 2}]},
            "it must be a range of the 1 words, and a label",
        ),
        (
            {"tokens": ["a"], "entities": [{"type": "x", "start": 0, "end": 1}],
             "relations": [{"type": "r", "head": 0, "tail": 1}]},
            "it must be the numbers of two of 1 spans, and a type",
        ),
        ({"sentences": [["a"]], "ner": [[["x"]]]}, "the first and the last word, and a label"),
        ({"sentences": [["a"]], "clusters": [[[0]]]}, "the first and the last word of each"),
        ({"sentences": [["a"]], "relations": [[[0, 0]]]}, "last words of two, and a type"),
        ({"sentences": [["a"], "b"], "ner": []}, "it must be a list"),
        ({"sents": [["a"]], "vertexSet": [[{"pos": 1}]]}, "a pos, a sent_id and a type"),
        ({"paragraphs": [{"sentences": [{"tokens": [{"orth": "a", "ner": "x"}]}]}]}, "be a tag"),
    ],
)  # fmt: skip
def test_words_that_do_not_fit(value: Any, reason: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(write(tmp_path / "a.json", value))
    assert reason in caught.value.reason


ONTONOTES = """#begin document (nw/x); part 000
nw/x 0 0 Ana X * - - - - (PERSON* * (0
nw/x 0 1 Lee X * - - - - *) * 0)
nw/x 0 2 left X * - - - - * * -

nw/x 0 0 She X * - - - - * * (0)|(1
nw/x 0 1 too X * - - - - * * 1)

#end document
#begin document (nw/x); part 001
nw/x 1 0 So X * - - - - * * -
#end document
"""


def test_names_and_coreference_of_ontonotes(tmp_path: Path) -> None:
    one, two = rows_of(write(tmp_path / "x.conll", ONTONOTES))
    assert (one.id, one.text, two.id) == ("nw/x", "Ana Lee left\nShe too", "nw/x-1")
    assert [(s.label, s.text) for s in one.spans] == [
        ("PERSON", "Ana Lee"), ("mention", "She"), ("mention", "She too"),
    ]  # fmt: skip
    assert [(c.label, [of(m, one) for m in c.members]) for c in one.clusters] == [
        ("PERSON", ["Ana Lee", "She"])
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("(PERSON* * (0", "* * (0", "line 3: a name is closed that was not opened"),
        ("(PERSON* * (0", "(PERSON* * -", "line 3: 0 is closed, but was not opened"),
        ("* * 1)", "* * -", "line 1: 1 spans are opened, but not closed"),
        ("Lee X * - - - - *) * 0)", "Lee X", "line 3: this line has 5 columns; it must have 12"),
    ],
)
def test_brackets_of_ontonotes_that_do_not_fit(
    old: str, new: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(write(tmp_path / "x.conll", ONTONOTES.replace(old, new)))
    assert reason in str(caught.value)


def test_what_pubannotation_says_of_spans_and_relations(tmp_path: Path) -> None:
    value = {
        "text": TEXT,
        "denotations": [
            {"id": "T1", "span": [{"begin": 0, "end": 3}, {"begin": 9, "end": 13}], "obj": "a"},
            {"id": "T2", "span": {"begin": 4, "end": 8}, "obj": "b"},
        ],
        "relations": [{"id": "R1", "pred": "does", "subj": "T1", "obj": "T2"}],
        "attributes": [
            {"id": "A1", "subj": "T1", "pred": "sure", "obj": True},
            {"id": "A2", "subj": "T2", "pred": "in", "obj": "x"},
            {"id": "A3", "subj": "T2", "pred": "in", "obj": "y"},
        ],
        "modifications": [{"id": "M1", "pred": "Negation", "obj": "R1"}],
    }
    (row,) = rows_of(write(tmp_path / "a.json", value))
    one, two = row.spans
    assert (one.parts, one.text) == ([(0, 3), (9, 13)], "Ana Rome")
    assert (one.attributes, two.attributes) == ({"sure": "true"}, {"in": '["x","y"]'})
    assert row.relations[0].attributes == {"modification:Negation": "true"}


def test_projects_of_pubannotation_are_people(tmp_path: Path) -> None:
    denotations = [{"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "a"}]
    tracks = [{"project": name, "denotations": denotations} for name in ("p", "q")]
    path = write(tmp_path / "a.json", {"text": TEXT, "tracks": tracks})
    reads = recognise(path).format.reads
    assert reads is not None
    source = Input(path)
    (placed,) = reads(source)
    assert len(placed.row.spans) == 1
    assert list(source.people) == ["p", "q"]
    assert str(source.losses) == "1 annotation by project q, such as row 1"


def test_features_of_gate(tmp_path: Path) -> None:
    span = {"type": "a", "start": 0, "end": 3, "id": 0, "features": {"kind": "name", "n": 2}}
    sets = {"key": {"name": "key", "annotations": [span]}}
    path = write(tmp_path / "a.bdocjs", {"annotation_sets": sets, "text": TEXT, "offset_type": "p"})
    (row,) = rows_of(path)
    assert row.spans[0].attributes == {"gate.set": "key", "kind": "name", "n": "2"}


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
    "nif.ttl": ("NIF", "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/"
                "nif-core#> .\n"),
    "a.apf.xml": ("ACE", '<?xml version="1.0"?>\n<source_file URI="a.sgm">\n<document DOCID="a">'
                  "</document></source_file>"),
    "a.sgm": ("ACE", "<DOC>\n<DOCID> a </DOCID>\n<TEXT>\nAna left.\n</TEXT>\n</DOC>\n"),
    "muc.txt": ("MUC", '<p><ENAMEX TYPE="PERSON">Ana</ENAMEX> left.</p>\n'),
    "cas.json": ("older CAS JSON", {"_context": {}, "_views": {"_InitialView": {}}}),
    "squad.json": ("SQuAD", {"data": [{"paragraphs": [{"context": TEXT, "qas": [{"id": "1"}]}]}]}),
    "turks.json": ("Dataturks", {"content": TEXT, "annotation": [
        {"label": ["a"], "points": [{"start": 0, "end": 2, "text": "Ana"}]}]}),
    "stanza.json": ("Stanza", [[{"id": 1, "text": "Ana", "start_char": 0, "end_char": 3}]]),
    "fewnerd.txt": ("without B- and I-", "Ana\tperson\nleft\tO\nRome\tplace\n.\tO\n"),
    "old.tsv": ("WebAnno TSV 3", "#FORMAT=WebAnno TSV 2\n# x.Ent | value\n1-1\tAna\tB-a\n"),
    "2009.txt": ("CoNLL-2009", "1\tAna\tana\tana" + "\t_" * 8 + "\tY\tana.01\t_\n"),
    "studio.csv": ("spans of a text in a cell", 'id,text,label\n1,a,"[{""start"":0}]"\n'),
    "cell.csv": ("spans of a text in a cell", "id,text,label\n1,a,\"[[0, 1, 'a']]\"\n"),
    "kaggle.csv": ("a word in each row", "Sentence #,Word,POS,Tag\nSentence: 1,Ana,NNP,B-per\n"),
    "patterns.jsonl": ("a file of patterns", {"label": "a", "pattern": [{"lower": "ana"}]}),
    "train.py": ("Python source", 'TRAIN = [("Ana", {"entities": [(0, 3, "a")]})]\n'),
    "title.txt": ("PubTator", "1|t|Ana left.\n1\t0\t3\tAna\ta\n"),
    "naf.xml": ("with “<NAF>”", "<NAF><raw>Ana left</raw></NAF>"),
    "utf16.csv": ("in UTF-16", b"\xff\xfe" + "text\tstart\n".encode("utf-16-le")),
    "words.csv": ("which is start (or begin", "text,label\nAna left,a\n"),
    "two.csv": ("which is text (or sentence", "sentence,content,start,end,label\na,b,0,1,x\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_told(name: str, tmp_path: Path) -> None:
    words, content = TOLD[name]
    with pytest.raises(InputError) as caught:
        recognise(write(tmp_path / name, content))
    assert words in caught.value.reason


def test_a_folder_of_what_is_not_read_is_told_by_a_file_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "ace"
    folder.mkdir()
    for name in ("a.apf.xml", "a.sgm"):
        write(folder / name, TOLD[name][1])
    with pytest.raises(InputError, match="this is ACE’s XML") as caught:
        recognise(folder)
    assert caught.value.path == folder / "a.apf.xml"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Rome,9,13,a", "the text is only what the span says"),
        ("Ana left,0,99,a", "is no range"),
        ("Ana left,x,3,a", "are no start and end"),
        ("Ana left,0,inf,a", "are no start and end"),
        ("Ana left,0,3.7,a", "'0' and '3.7' are no start and end"),
        ("Ana left,-3,3,a", "are no start and end"),
        ("Ana left,0,2,a,Ana", "it is “Ana”, but the text says “An” there"),
        ("Ana, who left,0,3,a,Ana", "more cells than the header, which has 5"),
        ('"Ana left,0,3,a', "no table from here on: unexpected end of data"),
        ('"Ana" left,0,3,a', "no table from here on: ',' expected after '\"'"),
    ],
)
def test_rows_that_are_no_spans(row: str, reason: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"text,start,end,label,quote\n{row}\n")
    reads = recognise(path).format.reads
    assert reads is not None
    with pytest.raises(InputError, match=reason) as caught:
        list(reads(Input(path)))
    assert caught.value.line == 2


def test_quotation_marks_between_tabs_are_text_where_they_stand_around_no_cells(
    tmp_path: Path,
) -> None:
    said = '"Ana" left'
    (row,) = rows_of(write(tmp_path / "a.tsv", f"text\tstart\tend\tlabel\n{said}\t1\t4\ta\n"))
    assert (row.text, row.spans[0].text) == (said, "Ana")
