"""Articles that an import adds: all of them or none, under names that harm nothing."""

from __future__ import annotations

import os
import unicodedata
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.articles import find_story
from store.articles.model import Story
from store.errors import InputError, SaveError, SidelightError
from store.formats.rows import text_sha256
from store.importing.arriving import (
    Arrivals,
    file_of,
    other_name,
    safe_name,
    story_to_import_into,
    take_away,
)
from store.importing.dataset import ImportOptions
from store.story.workspace import Workspace
from tests.examples import scaled
from tests.faults import FaultyFiles
from tests.imported import bring_in, dataset, row
from tests.stories import ANA, ARTICLES, PAPER, WIRE, home, open_story, said, tag, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stories import Kept

TEXT = "Tehran denies it.\r\n\r\nNobody answered.\r"
OTHER = "\ufeffDamascus — “no”. 😀\n"


def new_story(folder: Path, files: FaultyFiles | None = None) -> Workspace:
    """A story where there is nothing yet."""
    return Workspace.open(story_to_import_into(folder), ANA, files=files)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a story but for what lies in its annotations."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


# What is made ------------------------------------------------------------------------------


def test_a_story_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = dataset(
        tmp_path,
        row(TEXT, "actor:Tehran", article="b"),
        row(OTHER, "location:Damascus", article="a"),
    )
    with new_story(tmp_path / "made") as workspace:
        plan = bring_in(workspace, path)
        assert (plan.articles, plan.added, plan.new_articles) == (2, 2, ("b", "a"))
        assert texts(workspace, "b") == ["actor:Tehran"]
    assert files_in(tmp_path / "made") == {
        "b.txt": TEXT.encode(),
        "a.txt": b"\xef\xbb\xbf" + OTHER.encode(),
    }
    assert not list((tmp_path / "made").glob(".sidelight*"))
    with open_story(tmp_path / "made") as workspace:
        assert [ref.id for ref in workspace.story.articles] == ["a", "b"]
        assert workspace.article("b").article.text == TEXT
        assert workspace.article("a").article.text == OTHER
        assert texts(workspace, "a") == ["location:Damascus"]


def test_an_article_is_added_to_a_story_and_one_undo_leaves_its_file(
    story: Path, tmp_path: Path
) -> None:
    path = dataset(
        tmp_path,
        row(TEXT, "actor:Tehran", article="9_new"),
        row(ARTICLES["1_wire.txt"], "actor:Moscow", article=WIRE),
    )
    with open_story(story) as workspace:
        plan = bring_in(workspace, path)
        assert plan.new_articles == ("9_new",)
        assert any("files that were added stay" in sentence for sentence in plan.remarks)
        workspace.undo()
        assert said(workspace).counts == {}
        assert (texts(workspace), texts(workspace, "9_new")) == ([], [])
        assert (story / "9_new.txt").read_bytes() == TEXT.encode()
        workspace.redo()
        assert texts(workspace, "9_new") == ["actor:Tehran"]


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    rows = row(TEXT, "actor:Tehran", article="a/b"), row(TEXT, "claim:Tehran", article="a:b")
    path = dataset(tmp_path, *rows)
    for added in (2, 0):
        with new_story(tmp_path / "made") as workspace:
            plan = bring_in(workspace, path)
            assert (plan.added, plan.present) == (added, 2 - added)
            before = files_in(tmp_path / "made")
    assert set(before) == {"a_b.txt", f"{other_name('a:b')}.txt"}
    assert files_in(tmp_path / "made") == before


def test_an_article_comes_back_to_what_was_annotated_in_it(story: Path, tmp_path: Path) -> None:
    from tests.stories import exported

    with open_story(story) as workspace:
        mine = tag(workspace, "Moscow")
        (tmp_path / "out.jsonl").write_bytes(exported(workspace))
    (story / "1_wire.txt").unlink()
    with open_story(story) as workspace:
        plan = bring_in(workspace, tmp_path / "out.jsonl")
        assert (plan.added, plan.present, plan.new_articles) == (0, 1, (WIRE,))
        assert list(workspace.article(WIRE).annotations) == [mine]
    assert files_in(story) == {name: text.encode() for name, text in ARTICLES.items()}


def test_an_article_on_two_lines_is_added_once(tmp_path: Path) -> None:
    rows = (
        row(TEXT, "actor:Tehran"),
        row(TEXT, "claim:Nobody answered"),
        {"id": "new", "spans": [{"start": 0, "end": 6, "label": "source"}]},
    )
    with new_story(tmp_path / "made") as workspace:
        assert bring_in(workspace, dataset(tmp_path, *rows)).articles == 1
        assert texts(workspace, "new") == ["actor:Tehran", "source:Tehran", "claim:Nobody answered"]


def test_two_texts_with_one_id_are_a_fault(tmp_path: Path) -> None:
    path = dataset(tmp_path, row(TEXT), row(OTHER))
    with (
        new_story(tmp_path / "made") as workspace,
        pytest.raises(InputError, match="line 2, field id: two articles have the id 'new'"),
    ):
        bring_in(workspace, path)
    assert files_in(tmp_path / "made") == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "the story has no article 'new'; it has none; without its text it cannot be added"),
        ("\x00\x01" * 40, "this is binary data, not text; an article is a text file"),
    ],
    ids=["no text", "binary"],
)
def test_what_is_no_article_is_not_added(tmp_path: Path, text: str | None, reason: str) -> None:
    with new_story(tmp_path / "made") as workspace, pytest.raises(InputError) as caught:
        bring_in(workspace, dataset(tmp_path, row(text)))
    assert caught.value.reason == reason
    assert files_in(tmp_path / "made") == {}


def test_half_a_character_has_no_file() -> None:
    with pytest.raises(InputError, match="half a character at 3"):
        file_of("abc\ud800")


def test_an_article_without_text_is_left_out_and_counted(tmp_path: Path) -> None:
    from tests.imported import source_of

    source = source_of(dataset(tmp_path, row(""), row(TEXT, "actor:Tehran", article="b")))
    with new_story(tmp_path / "made") as workspace:
        assert bring_in(workspace, source).new_articles == ("b",)
    assert [str(loss) for loss in source.losses.content] == ["1 article without text, such as new"]


def test_no_article_is_added_where_none_is_wanted(story: Path, tmp_path: Path) -> None:
    options = ImportOptions(refusal="--no-new-articles says to add none")
    with open_story(story) as workspace, pytest.raises(InputError) as caught:
        bring_in(workspace, dataset(tmp_path, row(TEXT)), options)
    assert caught.value.reason == (
        "the story has no article 'new'; it has 1_wire, 2_paper; --no-new-articles says to add none"
    )


# Where a story may be made -----------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [(), ("labels.toml",), (".hidden",), ("annotations/ana/lock", "labels.toml")]
)
def test_a_bare_folder_is_a_story_to_be(tmp_path: Path, content: tuple[str, ...]) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    for name in content:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    assert story_to_import_into(folder).articles == ()


@pytest.mark.parametrize("content", ["notes.pdf", "sub/a.txt"])
def test_a_folder_of_other_things_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "folder" / content
    path.parent.mkdir(parents=True)
    path.write_text("x")
    with pytest.raises(InputError):
        story_to_import_into(tmp_path / "folder")


def test_a_story_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder in which the story could be made"):
        story_to_import_into(tmp_path / "nowhere" / "made")


def test_what_was_made_for_nothing_is_taken_away(tmp_path: Path) -> None:
    story = story_to_import_into(tmp_path / "made")
    Workspace.open(story, ANA).close()
    assert home(tmp_path / "made").is_dir()
    take_away(story, ANA)
    assert not (tmp_path / "made").exists()


def test_what_has_something_in_it_is_not_taken_away(tmp_path: Path) -> None:
    story = story_to_import_into(tmp_path / "made")
    Workspace.open(story, ANA).close()
    (home(tmp_path / "made") / "journal.jsonl").write_text("kept")
    take_away(story, ANA)
    assert (home(tmp_path / "made") / "journal.jsonl").read_text() == "kept"


# Names -------------------------------------------------------------------------------------

NAMES = [
    ("a", "a"),
    ("003_74a61ec87d41618b", "003_74a61ec87d41618b"),
    ("a.txt", "a"),
    ("A.TXT", "A"),
    ("a.md.txt", "a.md"),
    ("../../etc/passwd", "_.._etc_passwd"),
    ("/abs", "_abs"),
    ("..", "article"),
    ("", "article"),
    (".hidden", "hidden"),
    ("a b", "a b"),
    ("a\nb\x1b[31m", "a_b_[31m"),
    ("\u202eabc", "_abc"),
    ("CON", "_CON"),
    ("aux.old", "_aux.old"),
    ("C:\\x", "C__x"),
    ("日本", "日本"),
    ("x" * 400, "x" * 150),
    ("日" * 400, "日" * 50),
]


@pytest.mark.parametrize(("row_id", "name"), NAMES, ids=[ascii(row_id)[:20] for row_id, _ in NAMES])
def test_a_name_that_harms_nothing(row_id: str, name: str) -> None:
    assert safe_name(row_id) == name


@given(st.text(max_size=300))
def test_no_name_leads_out_of_its_folder(row_id: str) -> None:
    name = safe_name(row_id)
    path = Path("/folder") / f"{name}.txt"
    assert path.parent == Path("/folder")
    assert os.path.normpath(path) == str(path)
    assert not name.startswith(".")
    assert len(f".{name}.txt.tmp".encode()) < 255
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)


@settings(max_examples=scaled(40))
@given(st.lists(st.text("aA/.:é\u0130ß ", max_size=4), min_size=1, max_size=6, unique=True))
def test_every_article_of_a_file_has_a_file_of_its_own(ids: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder), "story", ())
        with Arrivals(story, FaultyFiles()) as arrivals:
            made = [
                arrivals.add(i, f"text {n}", text_sha256(f"text {n}")) for n, i in enumerate(ids)
            ]
            arrivals.put()
        assert len({arrival.id.casefold() for arrival in made}) == len(ids)
        found = find_story([Path(folder)])
        assert {ref.id for ref in found.articles} == {arrival.id for arrival in made}
        for number, arrival in enumerate(made):
            ref = found.ref(arrival.id)
            assert ref is not None
            assert ref.path.read_text() == f"text {number}"


def test_a_file_that_is_there_is_never_replaced(story: Path) -> None:
    (story / "x.md").write_text("mine")
    (story / "y.txt").mkdir()
    found = find_story([story])
    with Arrivals(found, FaultyFiles()) as arrivals:
        made = [arrivals.add(name, "new", "") for name in ("x", "y", "2_PAPER")]
        names = ["x", "y", "2_PAPER"]
        assert [arrival.id for arrival in made] == [other_name(name) for name in names]
        theirs = story / f"{other_name('y')}.txt"
        theirs.write_text("somebody else's, in the meantime")
        with pytest.raises(InputError, match="the article cannot be written: file exists"):
            arrivals.put()
    assert set(files_in(story)) == {*ARTICLES, "x.md", theirs.name}
    assert theirs.read_text() == "somebody else's, in the meantime"


@pytest.mark.parametrize("is_free", [True, False])
def test_a_file_system_without_links(
    story: Path, monkeypatch: pytest.MonkeyPatch, is_free: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with Arrivals(find_story([story]), FaultyFiles()) as arrivals:
        arrivals.add("x", "new", "")
        if is_free:
            arrivals.put()
            assert (story / "x.txt").read_text() == "new"
            return
        (story / "x.txt").write_text("other")
        with pytest.raises(InputError):
            arrivals.put()
    assert (story / "x.txt").read_text() == "other"


# When the disk fails -----------------------------------------------------------------------


def test_whatever_call_fails_all_is_imported_or_nothing(
    tmp_path: Path, kept: Callable[[Path], Kept]
) -> None:
    path = dataset(
        tmp_path,
        row(TEXT, "mood:Tehran", article="b"),
        row(OTHER, "actor:Damascus", article="a"),
        row("CORRECTED: " + ARTICLES["1_wire.txt"], "actor:an official", article=WIRE),
    )
    outcomes = set()
    for first in count(1):
        folder = tmp_path / f"story-{first}"
        folder.mkdir()
        for name, text in ARTICLES.items():
            (folder / name).write_text(text)
        files = FaultyFiles()
        with open_story(folder, files=files) as workspace:
            tag(workspace, "Latakia", "location")
            workspace.checkpoint()
            files.arm(first=first, times=1)
            failed = False
            try:
                bring_in(workspace, path, ImportOptions(adds_labels=True), files)
            except SidelightError:
                failed = True
            is_over = len(files.calls) < first
            files.disarm()
            there = set(files_in(folder))
            unconfirmed = bool(workspace.status.read_only)
            if failed and not unconfirmed:
                assert there == set(ARTICLES)
                assert workspace.labels.names == ("actor", "location", "claim", "source")
                assert sum(workspace.now.counts.values()) == 1
                assert workspace.story.ref("a") is None
            else:
                assert there == {*ARTICLES, "a.txt", "b.txt", "labels.toml"}
        with kept(folder).open() as workspace:
            number = sum(workspace.now.counts.values())
            assert number == 4 if there > set(ARTICLES) else 1
            outcomes.add((failed, number))
        if is_over:
            break
    assert outcomes >= {(True, 1), (False, 4)}


def test_an_edit_that_the_disk_does_not_confirm_keeps_its_articles(tmp_path: Path) -> None:
    class Unconfirming(FaultyFiles):
        def sync(self, descriptor: int) -> None:
            if os.readlink(f"/proc/self/fd/{descriptor}").endswith("journal.jsonl"):
                raise OSError(5, "Input/output error")
            super().sync(descriptor)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("there is no /proc to tell which file is synced")
    workspace = new_story(tmp_path / "made", Unconfirming())
    with pytest.raises(SaveError, match="UNCONFIRMED"):
        bring_in(workspace, dataset(tmp_path, row(TEXT, "actor:Tehran")))
    workspace.close()
    assert files_in(tmp_path / "made") == {"new.txt": TEXT.encode()}


def test_papers_untouched(story: Path, tmp_path: Path) -> None:
    """An import of one article writes nothing of another."""
    with open_story(story) as workspace:
        tag(workspace, "An official", "source", PAPER)
    before = (home(story) / "articles" / "2_paper.json").read_bytes()
    with open_story(story) as workspace:
        bring_in(workspace, dataset(tmp_path, row(TEXT, "actor:Tehran")))
    assert (home(story) / "articles" / "2_paper.json").read_bytes() == before
