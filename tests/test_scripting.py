"""The examples of docs/scripting.md run as they stand there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.edits import EditOfCluster, EditOfRelation
from store.annotations.model import Cluster, Mention, Relation
from tests.stories import WIRE, home, open_story, tag

if TYPE_CHECKING:
    import pytest

PAGE: Final = Path(__file__).parent.parent / "docs" / "scripting.md"
BLOCKS: Final = regex.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), regex.DOTALL)


def test_the_examples_run(
    story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_story(story) as workspace:
        moscow = tag(workspace, "Moscow", "actor", WIRE)
        troops = tag(workspace, "troops", "equipment", WIRE)
        ends = (Mention(WIRE, moscow.id), Mention(WIRE, troops.id))
        workspace.apply(EditOfRelation(None, Relation("r", "attribution", *ends)))
        workspace.apply(EditOfCluster(None, Cluster("c", "actor", "Moscow", ends)))
    monkeypatch.chdir(story.parent)
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, str(PAGE), "exec"), names)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 actors: ['Moscow']"
    assert said[1] == "1 Moscow"
    assert len(BLOCKS) == 4
    assert (len(names["in_the_wire"]), len(names["ties"])) == (2, 1)  # type: ignore[arg-type]
    assert names["names"] == ["Moscow"]
    assert said[-1].startswith("edit ")
    assert "Latakia" in (home(story) / "journal.jsonl").read_text("utf-8")
