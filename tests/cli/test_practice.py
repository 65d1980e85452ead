"""`sidelight practice`: where it happens, what it says at the end, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from store.practice.folder import ANNOTATOR, EARLIER, prepare
from store.practice.gold import load_gold
from store.practice.lessons import EXERCISES
from store.practice.record import RECORD_FILE, Cost, PracticeRecord, Sitting, load_record
from store.practice.record import save_record as save
from tests.cli.support import tree
from tests.terminal import terminal
from tui.practice_app import PracticeApp

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.cli.support import Ran

GOLD = load_gold()
ARTICLES = {f"{name}.txt": text.encode() for name, text in GOLD.texts.items()}
Practise = Callable[[PracticeApp], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where practice happens if nobody says otherwise."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "sidelight" / "practice"


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Practise], list[PracticeApp]]:
    """Has something done in place of the screen; gives the apps that were to be shown."""

    def instead(practise: Practise) -> list[PracticeApp]:
        apps: list[PracticeApp] = []

        def run(app: PracticeApp, *_: Any, **__: Any) -> None:
            apps.append(app)
            practise(app)

        monkeypatch.setattr(PracticeApp, "run", run)
        return apps

    return instead


def tag_some(app: PracticeApp) -> None:
    """Tag three actors and one thing in vain, with three keys each, a second from key to key."""
    from store.annotations import actions
    from store.annotations.edits import EditOfAnnotation

    teacher, workspace = app.teacher, app.workspace
    workspace.subscribe(lambda change: teacher.see(change, has_brush=False))
    teacher.begin(0.0)
    article = workspace.article(next(iter(GOLD.texts)))
    actors = [span for span in GOLD.of_article(article.id) if span.label == "actor"]
    spans = [(span.span, "actor") for span in actors[:3]] + [(actors[0].span, "location")]
    for number, (span, label) in enumerate(spans):
        for key in range(3):
            teacher.press(1.0 + 3 * number + key)
        teacher.use(f"tag.{label}")
        edit = actions.tag(article.article, article.annotations, span, label)
        assert isinstance(edit, EditOfAnnotation)
        workspace.apply(edit)


def nothing(_: PracticeApp) -> None:
    """Look, and leave."""


def skip_lessons(folder: Path, *sittings: Sitting) -> None:
    prepare(folder, GOLD, afresh=False)
    save(folder, PracticeRecord(len(EXERCISES), sittings))


def table(ran: Ran) -> list[str]:
    return ran.out.decode().splitlines()


# What is said at the end ---------------------------------------------------------------------


def test_the_table(run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]) -> None:
    skip_lessons(folder)
    doing(tag_some)
    ran = run("practice", terminal=True)
    assert (ran.code, ran.err) == (0, "")
    lines = table(ran)
    assert lines[:9] == [
        "Free practice:",
        "             right  other  new  keys/span  s/span",
        "actor     3 of 116      0    3       3.00     3.0",
        "location   0 of 35      1    0          –       –",
        "claim      0 of 47      0    0          –       –",
        "source     0 of 27      0    0          –       –",
        "all       3 of 225      1    3       4.00     4.0",
        "",
        "slate, the best terminal tool before: 4.65 keys per span at best",
    ]
    assert lines[10] == "Of the dozen keys that save most, you have not used yet:"
    assert any(line.startswith("  F ") for line in lines[11:])
    assert not any("tag the selection" in line for line in lines[11:])


def test_the_last_sitting_stands_beside_it(
    run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    skip_lessons(folder, Sitting("2026-01-01T00:00:00Z", {"actor": Cost(2, 9.0, 5.0)}))
    doing(tag_some)
    lines = table(run("practice", terminal=True))
    assert lines[1].endswith("keys/span  s/span  keys/span before  s/span before")
    assert (
        lines[2]
        == "actor     3 of 116      0    3       3.00     3.0              4.50            2.5"
    )
    assert len(load_record(folder).sittings) == 2


def test_json(run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]) -> None:
    skip_lessons(folder)
    doing(tag_some)
    said = json.loads(run("practice", "--json", terminal=True).out)
    assert said["in_lessons"] is False
    assert [line["label"] for line in said["labels"]] == ["actor", "location", "claim", "source"]
    assert said["labels"][0]["keys_per_span"] == 3.0
    assert said["labels"][1]["keys_per_span"] is None
    assert (said["all"]["right"], said["all"]["of"], said["all"]["spans"]) == (3, 225, 3)
    assert (said["peer"], said["peer_keys_per_span"]) == ("slate", 4.65)
    assert "F" in [each["keys"] for each in said["never_used"]]


def test_of_the_lessons_it_is_said_how_far_they_went(
    run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    doing(tag_some)
    ran = run("practice", terminal=True)
    assert table(ran)[0] == f"In the lessons (1 of {len(EXERCISES)} steps of the lessons are done):"
    assert table(ran)[2].startswith("actor     3 of 116      0    3       3.00")
    record = load_record(folder)
    assert (record.step, record.sittings) == (1, ())
    assert record.used == ("tag.actor", "tag.location")
    # The next time goes on there.
    apps = doing(nothing)
    assert run("practice", terminal=True).code == 0
    assert apps[0].teacher.course.at == 1
    assert apps[0].teacher.score.right == {"actor": 3}


# Where it happens ----------------------------------------------------------------------------


def test_it_happens_in_the_folder_for_data(
    run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    doing(tag_some)
    run("practice", terminal=True)
    files = tree(folder)
    assert {name: files[name] for name in ARTICLES} == ARTICLES
    assert f"annotations/{ANNOTATOR}/journal.jsonl" in files
    assert RECORD_FILE in files


def test_it_happens_where_it_is_said(
    run: Run, folder: Path, tmp_path: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    doing(nothing)
    run("practice", "--data", "there", terminal=True)
    assert set(tree(tmp_path / "there")) >= {*ARTICLES, RECORD_FILE}
    assert not folder.exists()


def test_again_puts_away_what_was_done(
    run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    doing(tag_some)
    run("practice", terminal=True)
    apps = doing(nothing)
    ran = run("practice", "--again", terminal=True)
    (sentence,) = ran.sentences
    target = Path(sentence.removeprefix("what was done before is now in "))
    assert target.parent == folder / EARLIER
    assert (target / RECORD_FILE).is_file()
    assert apps[0].teacher.course.at == 0
    assert apps[0].teacher.score.right == {}


def test_what_was_practised_is_a_story_like_any_other(
    run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    doing(tag_some)
    run("practice", terminal=True)
    ran = run("stats", str(folder), "--annotator", ANNOTATOR)
    assert ran.code == 0
    assert ran.out.decode().splitlines()[-1].split() == ["all", "3", "1", "0", "0", "4"]
    assert run("check", str(folder)).code == 0


# Options and refusals ------------------------------------------------------------------------


def test_the_teachers_keys_make_room_for_a_persons_own(
    run: Run, folder: Path, tmp_path: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\nhelp = "!"\n"theme.toggle" = "f3"\n')
    apps = doing(nothing)
    assert run("practice", "--keymap", "keys.toml", terminal=True).code == 0
    keymap = apps[0].own_keymap
    assert keymap.keys_of("help") == ("!",)
    assert keymap.keys_of("search.next") == (">",)
    assert keymap.keys_of("practice.example") == ("f2",)
    assert keymap.keys_of("practice.skip") == ()


def test_the_theme(run: Run, folder: Path, doing: Callable[[Practise], list[PracticeApp]]) -> None:
    apps = doing(nothing)
    run("practice", "--theme", "sidelight-light", terminal=True)
    assert apps[0].theme == "sidelight-light"


def test_without_a_terminal_nothing_is_written(run: Run, folder: Path) -> None:
    ran = run("practice")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences == ["the screen needs a terminal; export and stats work without one"]
    assert not folder.exists()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"data/mine.txt": "mine"}, "data: this folder holds something else, such as mine.txt; "),
        ({"data/practice.json": "{"}, "data/practice.json: what is remembered of your practice is "
                                      "damaged; remove this file, or begin afresh with --again"),
        ({"keys.toml": "[keys]\nnone = 'x'\n"}, "keys.toml: there is no command 'none'"),
    ],
)  # fmt: skip
def test_what_is_refused(
    run: Run,
    tmp_path: Path,
    doing: Callable[[Practise], list[PracticeApp]],
    files: dict[str, str],
    sentence: str,
) -> None:
    apps = doing(nothing)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    keymap = ("--keymap", "keys.toml") if "keys.toml" in files else ()
    ran = run("practice", "--data", "data", *keymap, terminal=True)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.sentences[-1].startswith(sentence)
    assert apps == []


def test_a_damaged_record_is_put_away_by_again(
    run: Run, tmp_path: Path, doing: Callable[[Practise], list[PracticeApp]]
) -> None:
    doing(nothing)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / RECORD_FILE).write_text("{")
    assert run("practice", "--again", "--data", "data", terminal=True).code == 0
    assert load_record(tmp_path / "data").step == 0


def test_a_theme_that_is_none(run: Run, doing: Callable[[Practise], list[PracticeApp]]) -> None:
    apps = doing(nothing)
    ran = run("practice", "--data", "data", "--theme", "none", terminal=True)
    assert (ran.code, ran.out, apps) == (2, b"", [])
    assert "there is no theme 'none'" in ran.sentences[0]


# On a terminal -------------------------------------------------------------------------------


def practise(home: Path) -> tuple[str, ...]:
    return ("practice", "--data", str(home / "practice"))


def test_a_sitting_on_a_terminal(tmp_path: Path) -> None:
    with terminal(*practise(tmp_path), home=tmp_path, columns=80, rows=24) as you:
        you.until_shown("1/12 A word")
        you.press("a")
        you.until_shown("Lesson done. Right: actor “Iran”")
        you.press("q")
        assert you.until_left() == 0
        assert "In the lessons (1 of 12 steps of the lessons are done):" in you.text()
        assert "all       1 of 225" in you.text()
    assert load_record(tmp_path / "practice").step == 1


def test_a_second_one_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with terminal(*practise(tmp_path), home=tmp_path) as you:
        you.until_shown("1/12 A word")
        for arguments, sentence in (
            (practise(tmp_path), "name another folder to practise in"),
            ((*practise(tmp_path), "--again"), "somebody practises here now, in process"),
        ):
            with terminal(*arguments, home=tmp_path) as other:
                assert other.until_left() == 1
                assert sentence in " ".join(other.text().split())
        you.press("a")
        you.until_shown("Lesson done. Right: actor “Iran”")


def test_a_kill_loses_only_the_count(tmp_path: Path) -> None:
    with terminal(*practise(tmp_path), home=tmp_path) as you:
        you.until_shown("1/12 A word")
        you.press("a")
        you.until_shown("Lesson done. Right: actor “Iran”")
        you.kill()
    assert load_record(tmp_path / "practice") == PracticeRecord()
    with terminal(*practise(tmp_path), home=tmp_path) as you:
        you.until_shown("1/12 A word")
        you.until_status("1 span")


def test_the_figures_can_be_written_to_a_file(tmp_path: Path) -> None:
    """The screen is shown all the same, in its size."""
    under = ("sh", "-c", '"$@" > figures.json', "sh")
    arguments = (*practise(tmp_path), "--json")
    with terminal(*arguments, home=tmp_path, columns=132, rows=30, under=under) as you:
        you.until_shown("1/12 A word")
        you.until(lambda: you.status.rstrip().endswith("spans"), "the status line is whole")
        assert len(you.status.rstrip()) > 100
        you.press("a")
        you.until_shown("Lesson done. Right: actor “Iran”")
        you.press("q")
        assert you.until_left() == 0
    assert json.loads((tmp_path / "figures.json").read_bytes())["all"]["right"] == 1
