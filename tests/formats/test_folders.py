"""Folders as WebAnno and INCEpTION export a project: an article a document, a file a person."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.formats.folders import files_below
from store.formats.reading import Input, ReadOptions
from store.formats.webanno import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Ent|value\n\n\n#Text=Ana left\n"


def lay_out(folder: Path, files: dict[str, str]) -> None:
    """Files with what each says of the first word of one text."""
    for name, label in files.items():
        path = folder / f"{name}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{HEAD}1-1\t0-3\tAna\t{label}\n1-2\t4-8\tleft\t_\n", "utf-8")


def read(path: Path, who: str | None = None) -> tuple[list[tuple[str, str, list[str]]], Input]:
    """Article, annotator and labels of each row."""
    assert FORMAT.reads is not None
    source = Input(path, ReadOptions(annotator=who))
    rows = [placed.row for placed in FORMAT.reads(source)]
    return [(row.id, row.meta.annotator, [s.label for s in row.spans]) for row in rows], source


PROJECT = {
    "annotation/doc.txt/INITIAL_CAS": "_",
    "annotation/doc.txt/ana": "actor",
    "annotation/doc.txt/bo": "place",
    "annotation/other.txt/bo": "time",
    "curation/doc.txt/CURATION_USER": "thing",
}


def test_two_peoples_files_of_one_document_are_one_article(tmp_path: Path) -> None:
    lay_out(tmp_path, PROJECT)
    lay_out(tmp_path, {"settings": "none"})  # beside them nothing is an article
    rows, source = read(tmp_path)
    assert rows == [("doc", "ana", ["actor"]), ("other", "bo", ["time"])]
    assert list(source.people) == ["ana", "bo", "CURATION_USER"]
    assert str(source.losses) == (
        "1 document before anybody annotated them, such as doc; 1 annotation by user bo, such as "
        "doc; 1 annotation by user CURATION_USER, such as doc"
    )


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        ("bo", [("doc", "bo", ["place"]), ("other", "bo", ["time"])]),
        ("CURATION_USER", [("doc", "CURATION_USER", ["thing"])]),
    ],
)
def test_one_of_them_is_chosen(
    who: str, rows: list[tuple[str, str, list[str]]], tmp_path: Path
) -> None:
    lay_out(tmp_path, PROJECT)
    assert read(tmp_path, who)[0] == rows


def test_one_file_and_one_document_of_a_project_are_known_too(tmp_path: Path) -> None:
    lay_out(tmp_path, PROJECT)
    folder = tmp_path / "annotation" / "doc.txt"
    assert read(folder / "bo.tsv")[0] == [("doc", "bo", ["place"])]
    assert read(folder)[0] == [("doc", "ana", ["actor"])]


def test_other_folders_are_no_project(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a/one": "actor", "a/two": "place", "three": "time"})
    assert [id_ for id_, _, _ in read(tmp_path)[0]] == ["a/one", "a/two", "three"]


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"a/one": "actor", "b/two": "place", ".cache/x": "time", "a/._one": "time"})
    scan = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("b"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match="it cannot be read: permission denied") as caught:
        files_below(Input(tmp_path), ".tsv")
    assert caught.value.path == tmp_path / "b"
    keeping = Input(tmp_path, keeps_going=True)
    assert files_below(keeping, ".tsv") == [tmp_path / "a" / "one.tsv"]
    assert len(keeping.faults) == 1
