from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from store.articles import find_story
from store.articles.story import left_out_sentence
from store.errors import InputError
from tests.stories import make_fifo, open_story, tag, texts, write_story


def ids(*paths: Path) -> list[str]:
    return [ref.id for ref in find_story(paths).articles]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        pytest.param(["b.txt", "a.txt"], ["a", "b"], id="by name"),
        pytest.param(
            ["report 10.txt", "report 9.txt", "report 1.md"],
            ["report 1", "report 9", "report 10"],
            id="natural order",
        ),
        pytest.param(["B.txt", "a.txt", "C.txt"], ["a", "B", "C"], id="whatever the case"),
        pytest.param(["01.txt", "1.txt", "001.txt"], ["001", "01", "1"], id="equal numbers"),
        pytest.param(["a.txt", "A.md"], ["A", "a"], id="equal but for the case"),
        pytest.param(["2_b.txt", "x.txt", "10_a.txt"], ["2_b", "10_a", "x"], id="numbers first"),
        pytest.param(["a1b2.txt", "a1b10.txt", "a1.md"], ["a1", "a1b2", "a1b10"], id="two"),
        pytest.param(["a²10.txt", "a²9.txt"], ["a²9", "a²10"], id="a raised digit"),
        pytest.param(["a.TXT", "b.Md"], ["a", "b"], id="extensions in any case"),
        pytest.param(["a.tXt.md", "txt", "md.txt", "x.txt~"], ["a.tXt", "md"], id="last extension"),
        pytest.param(["a.md", "a.txt"], ["a", "a.md"], id="same stem"),
        pytest.param(["a.b.txt", "a.txt"], ["a", "a.b"], id="dots in a name"),
        pytest.param(["a.txt", "a.md", "a.md.txt"], ["a", "a.md", "a.md.md"], id="same id"),
        pytest.param(["a.txt", "a.TXT"], ["a", "a.txt"], id="same extension"),
        pytest.param(["a.txt", "b.json", "c", ".d.txt", "labels.toml"], ["a"], id="no other files"),
        pytest.param(["a.txt", "annotations/ana/b.txt", "c/d.txt"], ["a"], id="no folders below"),
        pytest.param(
            ["北京.txt", "café ☕.txt", "a~%.txt"], ["a~%", "café ☕", "北京"], id="odd names"
        ),
    ],
)
def test_the_articles_of_a_folder(tmp_path: Path, names: list[str], found: list[str]) -> None:
    story = write_story(tmp_path / "event", dict.fromkeys(names, "x"))
    assert ids(story) == found
    assert find_story([story]).name == "event"
    assert find_story([story]).root == story


def test_each_article_knows_its_file(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": "1", "a.md": "2", "a.md.txt": "3"})
    found = find_story([story])
    assert {ref.path.name for ref in found.articles} == {"a.txt", "a.md", "a.md.txt"}
    assert found.ref("a") == found.articles[0]
    assert found.ref("b") is None


def test_a_folder_may_be_named_in_any_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = write_story(tmp_path / "event" / "day", {"a.txt": "x"})
    (tmp_path / "link").symlink_to(story)
    (tmp_path / "event" / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    for path in (
        story,
        Path("event/day"),
        Path("event/other/../day"),
        tmp_path / "link",
        Path("link"),
    ):
        found = find_story([path])
        assert ([ref.id for ref in found.articles], found.root) == (["a"], story), path
        assert found.articles[0].path.read_text() == "x"
    monkeypatch.chdir(story)
    assert find_story([Path()]).name == "day"


def test_annotations_are_found_again_through_a_link(tmp_path: Path) -> None:
    story = write_story(tmp_path / "event", {"a.txt": "Moscow said"})
    (tmp_path / "link").symlink_to(story)
    with open_story(tmp_path / "link") as workspace:
        tag(workspace, "Moscow", article_id="a")
    with open_story(story) as workspace:
        assert texts(workspace, "a") == ["actor:Moscow"]
        assert workspace.now.missing_articles() == []


def test_files_are_a_story_of_the_folder_they_share(tmp_path: Path) -> None:
    write_story(tmp_path, {"x/a.txt": "1", "x/y/b.md": "2", "x/c.txt": "3", "x/.d.txt": "4"})
    x = tmp_path / "x"
    assert ids(x / "y" / "b.md", x / "a.txt") == ["a", "y/b"]
    assert find_story([x / "y" / "b.md", x / "a.txt"]).root == x
    assert ids(x / "a.txt") == ids(x / "a.txt", x / "y" / ".." / "a.txt") == ["a"]
    assert ids(x / ".d.txt") == [".d"]


def test_a_file_has_the_same_id_alone_and_in_its_folder(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": "1", "b.txt": "2"})
    assert find_story([story / "b.txt"]).articles[0] == find_story([story]).articles[1]


@pytest.mark.parametrize(
    ("names", "opened", "sentence"),
    [
        pytest.param([], ["none"], "none: there is no such file or folder", id="missing"),
        pytest.param(
            ["a.txt"], ["a.txt", "b.txt"], "b.txt: there is no such file", id="one of two missing"
        ),
        pytest.param([], [], "name a folder of articles, or one or more", id="nothing named"),
        pytest.param(
            [], ["."], ": this folder is empty; put the reports of one event into it", id="empty"
        ),
        pytest.param(
            ["a.pdf", "b.html"],
            ["."],
            "holds no article, that is, no .txt or .md file",
            id="others",
        ),
        pytest.param(
            ["one/a.txt"],
            ["."],
            "no article of its own, but folders in it have: open one of them",
            id="a corpus of one",
        ),
        pytest.param(
            ["one/a.txt", "two/b.md", "six/c.pdf"],
            ["."],
            "but folders in it have: open one of them",
            id="a corpus",
        ),
        pytest.param(
            ["annotations/a.txt"], ["."], "holds no article", id="annotations are no story"
        ),
        pytest.param(
            ["a.pdf"],
            ["a.pdf"],
            "a.pdf: an article is a .txt or .md file; this is neither",
            id="type",
        ),
        pytest.param(
            ["a.txt", "b/c.txt"],
            ["a.txt", "b"],
            "b: give either one folder or several files",
            id="file and folder",
        ),
        pytest.param(
            ["loop"], ["ring.txt"], "ring.txt: there is no such file", id="a ring of links"
        ),
    ],
)
def test_what_is_no_story_is_refused_with_a_sentence(
    tmp_path: Path, names: list[str], opened: list[str], sentence: str
) -> None:
    story = write_story(tmp_path / "event", dict.fromkeys(names, "x"))
    (tmp_path / "event" / "ring.txt").symlink_to("ring.txt") if "loop" in names else None
    with pytest.raises(InputError) as caught:
        find_story([story / name for name in opened])
    assert sentence in str(caught.value)


def test_a_corpus_names_a_story_to_open(tmp_path: Path) -> None:
    corpus = write_story(tmp_path, {"one/a.txt": "x", "two/b.txt": "x"})
    with pytest.raises(InputError, match=f"such as {corpus / 'one'}$"):
        find_story([corpus])


def test_a_name_that_is_no_unicode_is_left_out_and_named(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        odd.write_text("x")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    said = "caf◇.txt: no article until it is renamed, as its name is not Unicode text"
    with pytest.raises(InputError, match=said) as caught:
        find_story([tmp_path])
    str(caught.value).encode()
    with pytest.raises(InputError, match=r"caf.*is not Unicode text; rename it"):
        find_story([odd])
    (tmp_path / "a.txt").write_text("x")
    story = find_story([tmp_path])
    assert [ref.id for ref in story.articles] == ["a"]
    assert story.remarks == (said,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_left_out_and_named_and_the_rest_is_the_story(tmp_path: Path) -> None:
    story = write_story(tmp_path / "event", dict.fromkeys(("a.txt", "b.txt", "sub/c.txt"), "x"))
    make_fifo(story / "pipe.txt")
    for name, target in (
        ("ring", "ring.txt"), ("gone", "nowhere.txt"), ("zeros", "/dev/zero"), ("own", "sub/c.txt")
    ):  # fmt: skip
        (story / f"{name}.txt").symlink_to(target)
    (tmp_path / "secret").write_text("x")
    (story / "out.txt").symlink_to("../secret")
    found = find_story([story])
    assert [ref.id for ref in found.articles] == ["a", "b", "out", "own"]
    assert found.remarks == (
        "gone.txt pipe.txt ring.txt zeros.txt: no regular file, so no article",
        "out.txt: an article that is a link to a file outside the story, whose text is exported",
    )


def test_pages_and_papers_are_left_out_until_an_article_is_made_of_them(tmp_path: Path) -> None:
    for name in ("a.txt", "b.html", "c.PDF", "d.docx", "a.html", ".e.pdf", "f.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "g.pdf").mkdir()
    story = find_story([tmp_path])
    assert story.left_out == ("b.html", "c.PDF", "d.docx")
    assert left_out_sentence(story.left_out, "Ctrl+E") == (
        "3 files were left out: b.html c.PDF d.docx; Ctrl+E makes an article of each"
    )
    many = [f"{number}.pdf" for number in range(9)]
    assert "5.pdf and 3 more; " in left_out_sentence(many, "Ctrl+E")
    assert story.name_of("a", "Troops stay") == "1/1 Troops stay"
