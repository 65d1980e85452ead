"""How many of the tokens of a corpus are ours: `python -m bench.tokens FILE…`.

The files are CoNLL-U, whose texts come back exactly, or columns of CoNLL, whose tokens have
blanks between them. A token is right if it starts and ends where one of the corpus does; words that
stand for several (`du` for `de le`) are one, as in the text. Beside ours stand ours without any
knowledge of the language, and those of spaCy for the language of the file's name (`fr_…`).
"""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Table
from store.formats.conll import documents
from store.formats.conllu.words import documents as conllu_documents
from store.formats.extras import is_installed
from store.formats.reading import Input, ReadOptions
from store.formats.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.formats.token_files import TokenDocument

_ENGLISH = "en"
"""In which nothing is elided: what was known before."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what share of the tokens of each file is ours."""
    parser = argparse.ArgumentParser(prog="python -m bench.tokens", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    table = Table("Tokens", ("file", "tokens", "whose", "precision", "recall"))
    for path in parser.parse_args(arguments).files:
        texts = list(_texts(path))
        for whose, cut in _cutters(path.name.partition("_")[0]):
            gold = right = made = 0
            for text, places in texts:
                found = cut(text)
                gold, made, right = (
                    gold + len(places), made + len(found), right + len(places & found)
                )  # fmt: skip
            table.rows.append(
                (path.name, f"{gold:,}", whose, f"{right / made:.3f}", f"{right / gold:.3f}")
            )
    print(table)
    return 0


def _texts(path: Path) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """The texts of a file, with the places of its tokens."""
    source = Input(path, ReadOptions(), keeps_going=True)
    read: Callable[[Input], Iterator[TokenDocument]]
    read = conllu_documents if path.suffix == ".conllu" else documents
    for document in read(source):
        text, places = document.lay_out()
        yield text, {(place.start, place.end) for place in places}


def _cutters(language: str) -> Iterator[tuple[str, Callable[[str], set[tuple[int, int]]]]]:
    yield "ours", lambda text: {(t.start, t.end) for t in tokens_of(text)}
    yield (
        "ours, as English",
        lambda text: {(t.start, t.end) for t in tokens_of(text, language=_ENGLISH)},
    )
    if not is_installed("spacy"):
        return
    import spacy

    try:
        pipeline = spacy.blank(language)
    except ImportError:
        return
    pipeline.max_length = sys.maxsize
    yield (
        f"spaCy {version('spacy')}",
        lambda text: {(t.idx, t.idx + len(t)) for t in pipeline.make_doc(text) if not t.is_space},
    )


if __name__ == "__main__":
    sys.exit(main())
