"""Labels of a dataset: called otherwise, left out, added, or told."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import InputError
from store.files import Files
from store.importing.dataset import ImportOptions
from store.importing.labelling import (
    LabelsFile,
    UnknownLabelsError,
    can_be_label,
    new_labels,
    read_map,
    toml_lines,
)
from store.labels import COLOURS, DEFAULT_LABELS, Drawing, Label, LabelSet, RelationType
from store.labels_file import load_labels
from tests.imported import bring_in, dataset, row, source_of
from tests.stories import ARTICLES, PAPER, WIRE, open_story, texts

if TYPE_CHECKING:
    from pathlib import Path

WIRE_TEXT = ARTICLES["1_wire.txt"]
PAPER_TEXT = ARTICLES["2_paper.txt"]
OWN = '[[label]]\nname = "mood"\nkey = "m"  # mine\n'


def named(*names: str) -> LabelSet:
    return LabelSet(
        tuple(Label(name, key, "blue") for name, key in zip(names, "abcdef", strict=False))
    )


# --map -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ((), {}),
        (("PER=actor",), {"PER": "actor"}),
        (("PER=actor", "DATE="), {"PER": "actor", "DATE": ""}),
        (("=actor",), {"": "actor"}),
        (("a=b=actor",), {"a=b": "actor"}),
        ((" PER = actor ",), {"PER": "actor"}),
        (("PER=actor", "PER=actor"), {"PER": "actor"}),
    ],
)
def test_what_labels_mean(options: tuple[str, ...], names: dict[str, str]) -> None:
    assert read_map(options) == names


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("PER",), "'PER' is no pair of labels; say it as in {option:map} PER=actor"),
        (
            ("PER=actor", "PER=source"),
            "{option:map} says that 'PER' is 'actor' and that it is 'source'",
        ),
    ],
)
def test_what_is_no_map(options: tuple[str, ...], reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read_map(options)
    assert str(caught.value).startswith(reason)


def test_labels_are_called_otherwise_and_left_out(story: Path, tmp_path: Path) -> None:
    line = row(
        WIRE_TEXT, "PER:official:o", "LOC:Latakia:l", "DATE:said:d", "actor:Moscow:m",
        article=WIRE,
        relations=[
            {"type": "same", "head": "o", "tail": "m"},
            {"type": "at", "head": "o", "tail": "d"},
        ],
        clusters=[{"id": "c", "label": "PER", "name": "he", "members": ["o", "d"]}],
    )  # fmt: skip
    source = source_of(dataset(tmp_path, line))
    options = ImportOptions(names={"PER": "source", "LOC": "location", "DATE": ""})
    with open_story(story) as workspace:
        bring_in(workspace, source, options)
        assert texts(workspace) == ["actor:Moscow", "source:official", "location:Latakia"]
        assert [relation.type for relation in workspace.now.relations] == ["same"]
        (cluster,) = workspace.now.clusters
        assert (cluster.label, len(cluster.members)) == ("source", 1)
    assert [str(loss) for loss in source.losses.content] == [
        "1 span of DATE, as {option:map} says, such as “said” at 32-36",
        "1 relation of spans that are left out, such as at",
        "1 member of clusters that are left out, such as he",
    ]


# Unknown labels ----------------------------------------------------------------------------


def test_all_unknown_labels_are_told_at_once(story: Path, tmp_path: Path) -> None:
    path = dataset(
        tmp_path,
        row(WIRE_TEXT, "PER:official", "actor:Moscow", article=WIRE),
        row(PAPER_TEXT, "LOC:Moscow", "PER:An official", article=PAPER),
    )
    with open_story(story) as workspace, pytest.raises(UnknownLabelsError) as caught:
        bring_in(workspace, path, ImportOptions(kept_keys="pq"))
    sentence, *lines = caught.value.sentences
    assert (caught.value.line, caught.value.field) == (1, "spans[0].label")
    assert "the label set has no 'PER' (2 spans), 'LOC' (1 span), only actor, loc" in sentence
    assert tomllib.loads("\n".join(lines)) == {
        "label": [{"name": "PER", "key": "e"}, {"name": "LOC", "key": "o"}]
    }
    assert not (story / "labels.toml").exists()
    with open_story(story) as workspace:
        assert (texts(workspace), texts(workspace, PAPER)) == ([], [])


def test_unknown_labels_are_left_out_where_the_rest_goes_on(story: Path, tmp_path: Path) -> None:
    line = row(WIRE_TEXT, "PER:official", "actor:Moscow", "PER:troops", article=WIRE)
    source = source_of(dataset(tmp_path, line), keeps_going=True)
    with open_story(story) as workspace:
        assert bring_in(workspace, source).added == 1
        assert texts(workspace) == ["actor:Moscow"]
    (fault,) = source.faults
    assert "no 'PER' (2 spans)" in str(fault)


# --add-labels ------------------------------------------------------------------------------

ADD = ImportOptions(adds_labels=True, kept_keys="qufynjktm=")


@pytest.mark.parametrize("own", [None, OWN, OWN.rstrip("\n"), "\ufeff" + OWN.replace("\n", "\r\n")])
def test_labels_are_added_to_the_storys_own(story: Path, tmp_path: Path, own: str | None) -> None:
    if own is not None:
        (story / "labels.toml").write_bytes(own.encode())
    path = dataset(tmp_path, row(WIRE_TEXT, "PER:official", "“x”\\:troops", article=WIRE))
    with open_story(story) as workspace:
        before = workspace.labels
        plan = bring_in(workspace, path, ADD)
        assert [label.name for label in plan.new_labels] == ["“x”\\", "PER"] or [
            label.name for label in plan.new_labels
        ] == ["PER", "“x”\\"]
        assert workspace.labels.labels == (*before.labels, *plan.new_labels)
        workspace.undo()
        assert len(workspace.labels) == len(before) + 2
    assert load_labels(story / "labels.toml").labels == (*before.labels, *plan.new_labels)
    if own is not None:
        assert (story / "labels.toml").read_bytes().startswith(own.encode())
    with open_story(story) as workspace:
        assert workspace.labels.named("PER") is not None
        assert bring_in(workspace, path, ADD).new_labels == ()


def test_a_label_set_of_another_place_is_added_to(story: Path, tmp_path: Path) -> None:
    from store.articles import find_story
    from store.story.workspace import Workspace

    theirs = tmp_path / "theirs.toml"
    theirs.write_text(OWN)
    path = dataset(tmp_path, row(WIRE_TEXT, "PER:official", article=WIRE))
    with Workspace.open(find_story([story]), "ana", labels=theirs) as workspace:
        bring_in(workspace, path, ImportOptions(adds_labels=True, labels_file=theirs))
        assert workspace.labels.names == ("mood", "PER")
    assert not (story / "labels.toml").exists()


def test_labels_as_one_list_cannot_be_added_to(story: Path, tmp_path: Path) -> None:
    (story / "labels.toml").write_text('label = [{name = "mood", key = "m"}]\n')
    path = dataset(tmp_path, row(WIRE_TEXT, "PER:official", article=WIRE))
    with open_story(story) as workspace, pytest.raises(InputError, match="add the labels by hand"):
        bring_in(workspace, path, ADD)
    assert (story / "labels.toml").read_text() == 'label = [{name = "mood", key = "m"}]\n'


@pytest.mark.parametrize("name", ["", " PER", "PER ", "a\nb", "a\x1b", "\u202ea", "x" * 101])
def test_what_cannot_be_a_label(story: Path, tmp_path: Path, name: str) -> None:
    assert not can_be_label(name)
    span: dict[str, Any] = {"start": 0, "end": 6, "label": name}
    path = dataset(tmp_path, {"id": WIRE, "spans": [span]})
    with open_story(story) as workspace, pytest.raises(InputError) as caught:
        bring_in(workspace, path, ADD)
    assert caught.value.field == "spans[0].label"
    assert not (story / "labels.toml").exists()


def test_what_was_added_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "labels.toml"
    for before in (None, OWN.encode()):
        if before is not None:
            path.write_bytes(before)
        file = LabelsFile(path, Files())
        file.take_back()
        file.add(new_labels(DEFAULT_LABELS, ["PER"]))
        file.take_back()
        assert (path.read_bytes() if path.exists() else None) == before


# Keys --------------------------------------------------------------------------------------


def test_keys_are_letters_of_the_name_and_never_twice() -> None:
    tied = replace(named("mood"), declared_relations=(RelationType("near", "l"),))
    assert [label.key for label in new_labels(tied, ["Lo"])] == ["o"]
    added = new_labels(named("mood"), ["PER", "PERSON", "Åland", "1", "PER2"], "q")
    assert [label.key for label in added] == ["p", "e", "l", "h", "r"]


def test_more_labels_than_keys_are_refused() -> None:
    many = [f"L{number}" for number in range(200)]
    with pytest.raises(InputError, match="there is no key left for the label 'L"):
        new_labels(DEFAULT_LABELS, many)


@given(st.lists(st.text(min_size=1, max_size=8).filter(can_be_label), unique=True, max_size=30))
def test_every_label_set_that_is_written_can_be_read(names: list[str]) -> None:
    names = [name for name in names if name not in DEFAULT_LABELS.names]
    added = new_labels(DEFAULT_LABELS, names, "qufynjk")
    everything = (*DEFAULT_LABELS.labels, *added)
    keys = [label.key for label in everything]
    assert len(set(keys)) == len(keys)
    assert not set("qufynjk") & {label.key for label in added}
    tables = tomllib.loads("\n".join(line for label in everything for line in toml_lines(label)))
    for label, table in zip(everything, tables["label"], strict=True):
        assert table["name"] == label.name
        assert table["key"] == label.key
        assert table["key"].isalpha()
        assert table["key"] == table["key"].lower()
        assert table["color"] in COLOURS
        assert table.get("style", Drawing.FILL) == label.drawing
