"""The formats that can be written, as somebody chooses among them, without readers and writers.

These are in eighty modules. A test holds what is said here to what each format says of itself.
"""

from __future__ import annotations

from typing import Final

from store.frozen import Frozen


class WritableFormat(Frozen):
    """What is shown of a format, and what its file is called; see `Format`."""

    name: str
    title: str
    endings: tuple[str, ...] = ()
    is_folder: bool = False
    extra: str = ""
    writes_without_extra: bool = False
    has_layers: bool = False
    has_row_sizes: bool = False


WRITABLE: Final = (
    WritableFormat("jsonl", "Sidelight’s own JSON lines", endings=(".jsonl",)),
    WritableFormat("prodigy", "Prodigy’s JSON lines", endings=(".jsonl",)),
    WritableFormat("doccano", "doccano’s JSON lines", endings=(".jsonl",)),
    WritableFormat("label-studio", "Label Studio’s JSON", endings=(".json",)),
    WritableFormat("brat", "brat standoff, a folder of .txt and .ann files", is_folder=True),
    WritableFormat(
        "webanno-tsv",
        "WebAnno TSV 3, of WebAnno and INCEpTION, a folder of .tsv files",
        is_folder=True,
    ),
    WritableFormat(
        "cas-xmi",
        "UIMA CAS as XMI, for INCEpTION and WebAnno",
        endings=(".xmi",),
        is_folder=True,
        extra="cas",
    ),
    WritableFormat(
        "cas-json",
        "UIMA CAS as JSON, for INCEpTION",
        endings=(".json",),
        is_folder=True,
        extra="cas",
    ),
    WritableFormat(
        "conll",
        "CoNLL columns, a token a line (IOB, BIOES, BMES)",
        endings=(".conll", ".conll2003", ".bio", ".iob", ".iob2", ".bmes", ".bioes"),
        has_layers=True,
    ),
    WritableFormat(
        "conllu", "CoNLL-U, a word a line, with spans as CorefUD writes them", endings=(".conllu",)
    ),
    WritableFormat(
        "bio",
        "BIO JSON lines, tokens with tags by name, and label2id",
        endings=(".jsonl",),
        is_folder=True,
        has_layers=True,
        has_row_sizes=True,
    ),
    WritableFormat(
        "w3c",
        "Web Annotation JSON-LD (W3C), of Recogito and Hypothes.is",
        endings=(".jsonld", ".json"),
    ),
    WritableFormat("gate", "GATE documents (XML)", endings=(".xml",), is_folder=True),
    WritableFormat("tei", "TEI P5", endings=(".xml",), is_folder=True),
    WritableFormat(
        "spacy",
        "spaCy DocBin, with doc.ents and doc.spans",
        endings=(".spacy",),
        extra="spacy",
        has_layers=True,
    ),
    WritableFormat(
        "hf",
        "Hugging Face dataset on disk, with tokens, tags and spans",
        is_folder=True,
        extra="datasets",
        has_layers=True,
    ),
    WritableFormat(
        "parquet",
        "Parquet, a row for each article with nested spans, relations and clusters",
        endings=(".parquet",),
        extra="parquet",
    ),
    WritableFormat("csv", "Comma-separated values, a row for each span", endings=(".csv",)),
    WritableFormat(
        "markdown",
        "Markdown: read as an article; written to be read, with the spans in brackets",
        endings=(".md",),
    ),
    WritableFormat(
        "html",
        "Web page: read as an article; written as one page that shows the spans",
        endings=(".html", ".htm"),
        extra="html",
        writes_without_extra=True,
    ),
    WritableFormat("tsv", "Tab-separated values, a row for each span", endings=(".tsv",)),
)
"""In the order in which they are listed."""
