"""Bundles: what is in one is as it was written, and a hostile one is refused with a sentence."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest

from store.articles import find_story
from store.bundles.bundle import Bundle
from store.bundles.packing import pack
from store.bundles.unpacking import other_texts, unpack
from store.errors import InputError
from store.files import Files
from store.ledger.records import sealed
from store.ledger.texts import Texts
from store.story.workspace import Workspace
from tests.stories import ANA, home, open_story, said, tag, write_story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Held = dict[str, bytes]
"""What is in a bundle, by the names there."""


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A bundle of two edits of Ana's."""
    story = write_story(tmp_path / "story")
    with open_story(story) as workspace:
        tag(workspace, "Moscow")
        tag(workspace, "troops")
    path = tmp_path / "b.zip"
    path.write_bytes(pack(find_story([story]), [ANA]).data)
    return path


def taken(path: Path, story: Path) -> list[int]:
    with Bundle(path) as bundle:
        return [each.taken.added for each in unpack(bundle, find_story([story]))]


def test_the_same_journals_are_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    assert pack(find_story([tmp_path / "story"]), [ANA]).data == packed.read_bytes()


def test_a_bundle_brings_the_work_to_another_machine(packed: Path, tmp_path: Path) -> None:
    other = write_story(tmp_path / "other")
    assert taken(packed, other) == [2]
    assert taken(packed, other) == [0]
    with open_story(other) as here, open_story(tmp_path / "story") as there:
        assert said(here) == said(there)


def test_half_a_last_line_is_left_out(packed: Path, tmp_path: Path) -> None:
    journal = home(tmp_path / "story") / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"seq":3,"at":"')
    assert pack(find_story([tmp_path / "story"]), [ANA]).data == packed.read_bytes()


def test_a_damaged_journal_is_not_packed(packed: Path, tmp_path: Path) -> None:
    journal = home(tmp_path / "story") / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Moscow", b"Moskow"))
    with pytest.raises(InputError, match="it is damaged; mend it first"):
        pack(find_story([tmp_path / "story"]), [ANA])


def test_a_journal_that_lacks_what_the_files_hold_is_not_packed(
    packed: Path, tmp_path: Path
) -> None:
    journal = home(tmp_path / "story") / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-9])
    with pytest.raises(InputError, match="it is damaged; mend it first"):
        pack(find_story([tmp_path / "story"]), [ANA])


def test_two_who_would_have_one_folder_on_some_machines(packed: Path, tmp_path: Path) -> None:
    story = tmp_path / "story"
    os.rename(home(story), tmp_path / "kept")
    with Workspace.open(find_story([story]), "ANA") as workspace:
        tag(workspace, "Moscow")
    with pytest.raises(InputError, match="'ana' and 'ANA', whose work is here, are one name"):
        taken(packed, story)
    os.rename(tmp_path / "kept", home(story))
    with pytest.raises(InputError, match="'ana' and 'ANA' are one name on some machines"):
        pack(find_story([story]), [ANA, "ANA"])


def test_articles_that_have_changed_are_named(packed: Path, tmp_path: Path) -> None:
    story = tmp_path / "story"
    (story / "1_wire.txt").write_text("Another text about Moscow.\n")
    (story / "2_paper.txt").rename(story / "3_paper.txt")
    with Bundle(packed) as bundle:
        assert other_texts(bundle, find_story([story])) == (["1_wire"], [])
        (story / "3_paper.txt").unlink()
        assert other_texts(bundle, find_story([story])) == (["1_wire"], ["2_paper"])


CUT: Final = b'{"starts":[0,7],"ends":[6,11],"sentences":[2]}'


def test_how_texts_are_cut_goes_along(packed: Path, tmp_path: Path) -> None:
    sha256 = "ab" * 32
    Texts(home(tmp_path / "story"), Files()).keep_cut(sha256, CUT)
    packed.write_bytes(pack(find_story([tmp_path / "story"]), [ANA]).data)
    other = write_story(tmp_path / "other")
    assert taken(packed, other) == [2]
    assert Texts(home(other), Files()).cut(sha256) == CUT
    with Bundle(packed) as bundle:
        assert bundle.manifest.format == 2
        assert bundle.manifest.journals[0].members.keys() == {"ana.jsonl", "ana.cuts"}


def changed(packed: Path, tmp_path: Path) -> tuple[str, Path]:
    """The SHA-256 of a text that has changed since it was annotated, and a story of the new one."""
    story, other = tmp_path / "story", write_story(tmp_path / "other")
    wire = story / "1_wire.txt"
    old = wire.read_bytes()
    for folder in (story, other):
        (folder / wire.name).write_bytes(old + b"At dawn.\n")
    packed.write_bytes(pack(find_story([story]), [ANA]).data)
    return hashlib.sha256(old).hexdigest(), other


def test_the_text_before_it_changed_goes_along(packed: Path, tmp_path: Path) -> None:
    sha256, other = changed(packed, tmp_path)
    assert taken(packed, other) == [2]
    with Bundle(packed) as bundle:
        assert bundle.manifest.format == 3
        assert bundle.manifest.journals[0].members.keys() == {"ana.jsonl", f"{sha256}.txt"}
    with open_story(other) as here:
        found = [each.text for each in here.article("1_wire").annotations]
    assert found == ["Moscow"]  # it has followed its words; “troops” stands twice


@pytest.mark.parametrize(("name", "text"), [("x", b"a"), ("ab" * 32, b"a"), ("../" * 8, b"a")])
def test_texts_that_are_none_are_refused(
    packed: Path, tmp_path: Path, name: str, text: bytes
) -> None:
    with zipfile.ZipFile(packed) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in {**manifest(texts={name: len(text)})(held), f"{name}.txt": text}.items():
            archive.writestr(each, data)
    other = write_story(tmp_path / "other")
    with pytest.raises(InputError, match="nothing was taken from it"):
        taken(packed, other)
    assert not (other / "annotations").exists()


def test_a_damaged_text_is_left_behind(packed: Path, tmp_path: Path) -> None:
    sha256, _ = changed(packed, tmp_path)
    Texts(home(tmp_path / "story"), Files()).path(sha256).write_bytes(b"x")
    with_none = pack(find_story([tmp_path / "story"]), [ANA]).manifest.journals[0]
    assert with_none.texts == {}


def test_a_damaged_cut_is_left_behind(packed: Path, tmp_path: Path) -> None:
    texts = Texts(home(tmp_path / "story"), Files())
    texts.keep_cut("ab" * 32, CUT)
    path = texts.path("ab" * 32).with_suffix(".cut")
    path.write_bytes(path.read_bytes().replace(b"7", b"8"))
    assert pack(find_story([tmp_path / "story"]), [ANA]).data == packed.read_bytes()


@pytest.mark.parametrize("line", [b"x", b"../../evil " + sealed(CUT), b"ab" * 32 + b" {}", b"\xff"])
def test_cuts_that_are_none_are_refused(packed: Path, tmp_path: Path, line: bytes) -> None:
    with zipfile.ZipFile(packed) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**manifest(cuts=len(line))(held), "ana.cuts": line}.items():
            archive.writestr(name, data)
    other = write_story(tmp_path / "other")
    with pytest.raises(InputError, match="the cuts of ana in it are damaged; nothing was taken"):
        taken(packed, other)
    assert not home(other).exists()


# Of another story --------------------------------------------------------------------------


def test_a_bundle_of_another_story(packed: Path, tmp_path: Path) -> None:
    other = write_story(tmp_path / "other", {"1_wire.txt": "Something else.\n"})
    with pytest.raises(InputError) as refused:
        taken(packed, other)
    assert "it is of another story, 'story': no article of it is in 'other'" in str(refused.value)
    assert not home(other).exists()


def test_a_story_of_which_every_text_has_changed_is_known_by_its_journal(
    packed: Path, tmp_path: Path
) -> None:
    story = tmp_path / "story"
    for path in story.glob("*.txt"):
        path.write_text("It reads otherwise by now: Moscow.\n")
    assert taken(packed, story) == [0]


# Hostile -----------------------------------------------------------------------------------


def manifest(**changes: Any) -> Callable[[Held], Held]:
    """Says something else of the journals."""

    def change(held: Held) -> Held:
        said = json.loads(held["bundle.json"])
        for name, value in changes.items():
            if name in ("format", "journals", "articles"):
                said[name] = value
            else:
                said["journals"][0][name] = value
        return {**held, "bundle.json": json.dumps(said).encode()}

    return change


def journal(change: Callable[[bytes], bytes]) -> Callable[[Held], Held]:
    def changed(held: Held) -> Held:
        data = change(held["ana.jsonl"])
        return manifest(length=len(data))({**held, "ana.jsonl": data})

    return changed


def called(name: str) -> Callable[[Held], Held]:
    """An annotator of that name, whose journal lies where that leads."""
    return lambda held: {
        "bundle.json": manifest(annotator=name)(held)["bundle.json"],
        f"{name}.jsonl": held["ana.jsonl"],
    }


def twice(name: str) -> Callable[[Held], Held]:
    def changed(held: Held) -> Held:
        first = json.loads(held["bundle.json"])["journals"][0]
        both = manifest(journals=[first, {**first, "annotator": name}])(held)
        return {**both, f"{name}.jsonl": held["ana.jsonl"]}

    return changed


NO_BUNDLE: Final = "this is no bundle of Sidelight, or it is damaged"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (called("../../ben"), "'../../ben' in it can be no annotator's name"),
        (called("/etc/ben"), "'/etc/ben' in it can be no annotator's name"),
        (called("..\\ben"), r"'..\\\\ben' in it can be no annotator's name"),
        (called("\x1b[2Jben"), r"'\\x1b\[2Jben' in it can be no annotator's name"),
        (called("x" * 200), "can be no annotator's name"),
        (called(""), "'' in it can be no annotator's name"),
        (twice("Ana"), "two annotators in it have the same name"),
        (twice("\uff41na"), "two annotators in it have the same name"),
        (lambda held: {**held, "../evil.txt": b"x"}, "it does not hold what it says"),
        (lambda held: {"bundle.json": held["bundle.json"]}, "it does not hold what it says"),
        (lambda held: {"ana.jsonl": held["ana.jsonl"]}, NO_BUNDLE),
        (lambda _: {}, NO_BUNDLE),
        (lambda held: {**held, "bundle.json": b"{"}, NO_BUNDLE),
        (lambda held: {**held, "bundle.json": b"[" * 100_000}, NO_BUNDLE),
        (manifest(journals=3), NO_BUNDLE),
        (manifest(journals=[]), "there is no journal in it"),
        (manifest(articles=[]), NO_BUNDLE),
        (manifest(format=99), "it was written by a newer Sidelight"),
        (manifest(length=5), "the journal of ana in it is damaged"),
        (manifest(length=-5), "the journal of ana in it is damaged"),
        (manifest(length=5 * 1024**3), "its journals have more than 1,024 MiB"),
        (manifest(number=3), "the journal of ana in it is damaged"),
        (manifest(chain="0" * 32), "the journal of ana in it is damaged"),
        (journal(lambda data: data[:-20]), "the journal of ana in it is damaged"),
        (journal(lambda data: data.replace(b"troops", b"trooqs")), "the journal of ana in it is"),
        (journal(lambda data: data.split(b"\n", 1)[1] * 2), "the journal of ana in it is damaged"),
        (journal(lambda _: b"\0" * 9_000_000), "the journal of ana in it is no journal"),
        (journal(lambda _: b" " * 900_000), "the journal of ana in it is damaged"),
    ],
)
def test_a_hostile_bundle_is_refused(
    packed: Path, tmp_path: Path, change: Callable[[Held], Held], reason: str
) -> None:
    with zipfile.ZipFile(packed) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in change(held).items():
            archive.writestr(name, data)
    other = write_story(tmp_path / "other")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=f"{reason}.*; nothing was taken from it$") as refused:
        taken(packed, other)
    assert refused.value.path == packed
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip file at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_bundle(packed: Path, tmp_path: Path, data: bytes) -> None:
    packed.write_bytes(data)
    with pytest.raises(InputError, match=NO_BUNDLE):
        taken(packed, tmp_path / "story")


def test_any_byte_of_a_bundle_may_be_wrong(packed: Path, tmp_path: Path) -> None:
    """It is refused, or says the same: nothing in it is taken for something else."""
    whole, other = packed.read_bytes(), write_story(tmp_path / "other")
    assert taken(packed, other) == [2]
    with open_story(other) as workspace:
        expected = said(workspace)
    for at in range(0, len(whole), 7):
        packed.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert taken(packed, other) == [0]
        except InputError:
            continue
    with open_story(other) as workspace:
        assert said(workspace) == expected


def test_a_bundle_that_is_cut_is_refused(packed: Path, tmp_path: Path) -> None:
    whole, other = packed.read_bytes(), write_story(tmp_path / "other")
    for length in range(0, len(whole), 11):
        packed.write_bytes(whole[:length])
        with pytest.raises(InputError):
            taken(packed, other)
    assert not home(other).exists()


def test_a_bundle_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it cannot be read: no such file"):
        Bundle(tmp_path / "none.zip")


def test_an_encrypted_bundle(packed: Path, tmp_path: Path) -> None:
    data = bytearray(packed.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0].flag_bits & 1
    packed.write_bytes(bytes(data))
    with pytest.raises(InputError, match=NO_BUNDLE):
        taken(packed, tmp_path / "story")
