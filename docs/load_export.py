"""Load a Sidelight export (JSON lines, one article each) into spaCy or Hugging Face Datasets.

Usage: python docs/load_export.py spacy out.jsonl [--docbin out.spacy]
       python docs/load_export.py hf out.jsonl
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, Any]]:
    """The articles of an export, checked; what is wrong ends the script with one sentence."""
    articles, where = [], f"{path}"
    try:
        # Only "\n" ends a line; str.splitlines would also break at a U+2028 inside a text.
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
            where = f"{path}, line {number}"
            if line.strip():
                articles.append({"relations": [], "clusters": [], **json.loads(line)})
                check(articles[-1])
    except KeyError as error:
        sys.exit(f"{where}: the field {error} is missing")
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        sys.exit(f"{where}: this is no article of an export: {getattr(error, 'msg', error)}")
    return articles or sys.exit(f"{path} holds no article")


def check(article: dict[str, Any]) -> None:
    """Make sure that every span says what the text says between its two offsets."""
    text, spans = article["text"], article["spans"]
    "".join([article["id"], text, *(s["id"] + s["label"] for s in spans)]).encode()  # all strings?
    for span in spans:
        start, end = span["start"], span["end"]
        if not 0 <= start < end <= len(text) or text[start:end] != span["text"]:
            raise ValueError(f"the text at {start}:{end} is not that of the span {span['id']!r}")


def to_docs(articles: list[dict[str, Any]], docbin: Path | None = None) -> list[Any]:
    """A Doc per article: spans in doc.spans["sc"], all that its line held in doc.user_data."""
    import spacy

    tokenizer, docs, off = spacy.blank("en").tokenizer, [], 0
    for article in articles:
        doc = tokenizer(article["text"])
        doc.user_data["sidelight"] = article  # with exact offsets, notes, relations, clusters
        doc.spans["sc"] = []
        for row in article["spans"]:
            start, end, label = row["start"], row["end"], row["label"]
            span = doc.char_span(start, end, label, alignment_mode="expand", span_id=row["id"])
            if span:  # a span that is one space may have no token
                doc.spans["sc"].append(span)
            if not span or (span.start_char, span.end_char) != (start, end):
                off += 1
                now = f"became {span.text!r}" if span else "has no token and is left out"
                print(f"{article['id']!r}: {label!r} {row['text']!r} {now}", file=sys.stderr)
        docs.append(doc)
    print(f"spans off token boundaries: {off}", file=sys.stderr)
    if docbin:
        spacy.tokens.DocBin(docs=docs, store_user_data=True).to_disk(docbin)
    return docs


def to_dataset(articles: list[dict[str, Any]]) -> Any:
    """A Dataset with a row per article; a field that a line leaves out is None."""
    from datasets import Dataset, Features, Value

    string, offset = Value("string"), Value("int64")
    row: dict[str, Any] = dict.fromkeys(("id", "text", "text_sha256", "offset_unit"), string)
    meta = dict.fromkeys(("title", "outlet", "date", "author", "link", "story", "file"), string)
    span = dict.fromkeys(("id", "label", "text", "origin", "created", "updated", "note"), string)
    row["meta"] = meta | {"annotator": string, "labels": [string]}
    row["spans"] = [span | {"start": offset, "end": offset}]
    row["relations"] = [dict.fromkeys(("id", "type", "role", "head", "tail"), string)]
    cluster = dict.fromkeys(("id", "label", "relation", "name"), string)
    row["clusters"] = [cluster | {"members": [string]}]
    rows = [{name: article.get(name) for name in row} for article in articles]
    return Dataset.from_list(rows, features=Features(row))


def main() -> None:
    parser = argparse.ArgumentParser(description="Load an export of Sidelight.")
    parser.add_argument("library", choices=("spacy", "hf"))
    parser.add_argument("export", type=Path)
    parser.add_argument("--docbin", type=Path, help="with spacy: a file to write a DocBin to")
    options = parser.parse_args()
    if options.docbin and options.library != "spacy":
        parser.error("--docbin goes with spacy only")
    try:
        articles = read(options.export)
        if options.library == "spacy":
            docs = to_docs(articles, options.docbin)
            spans = [(span.label_, span.text) for doc in docs for span in doc.spans["sc"]]
        else:
            rows = to_dataset(articles)
            spans = [(span["label"], span["text"]) for row in rows for span in row["spans"]]
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing; install {error.name}: pip install {error.name}")
    except (AttributeError, OSError, TypeError, ValueError) as error:
        sys.exit(f"the export was not loaded: {error}")
    labels = dict(Counter(label for label, _ in spans).most_common())
    summary = f"articles: {len(articles)}, spans: {len(spans)}, labels: {labels}"
    print(summary, *spans[:3], sep="\n")


if __name__ == "__main__":
    main()
