from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tinydb import TinyDB, where

from store.annotations.model import Annotation, Cluster, Mention, Origin, Relation
from store.errors import InputError
from store.files import Files
from store.ledger.checkpoints import LINKS, Checkpoints, State, TableFile
from store.ledger.records import FORMAT, History, sealed
from store.ledger.tinydb_storage import AtomicStorage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHEN = "2026-01-01T00:00:00.000Z"
IRAN = Annotation("01J00000000000000000000001", 0, 4, "actor", "Iran", created=WHEN, updated=WHEN)
SYRIA = replace(
    IRAN, id="01J00000000000000000000002", start=8, end=13, label="location", text="Syria"
)
CLAIM = replace(
    IRAN,
    id="01J00000000000000000000003",
    end=20,
    label="claim",
    text="Iran “é”\n\u2028\U0001f1ee\U0001f1f7",
    note='a \\ " note\n\u2028',
    origin=Origin.IMPORTED,
)
THREE = (IRAN, SYRIA, CLAIM)


@pytest.fixture
def checkpoints(tmp_path: Path) -> Checkpoints:
    return Checkpoints(tmp_path, Files())


def test_an_article_comes_back_as_it_was(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    file = checkpoints.read("a")
    assert sorted(file.annotations, key=lambda a: a.id) == list(THREE)
    assert (file.seq, file.sha256) == (7, "ab12")
    assert checkpoints.read("b") == TableFile()


def test_stock_tinydb_finds_annotations(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    with TinyDB(checkpoints.path("a"), encoding="utf-8") as database:
        found = database.search(where("label") == "actor")
        assert [document["text"] for document in found] == ["Iran"]
        assert len(database) == 3
        assert database.table("_meta").all()[0]["article"] == "a"


def test_stock_tinydb_finds_relations_and_clusters(
    checkpoints: Checkpoints, tmp_path: Path
) -> None:
    here, there = Mention("a", IRAN.id), Mention("b", SYRIA.id)
    relation = Relation("R1", "attribution", here, there, "speaker")
    cluster = Cluster("C1", "actor", "Iran", (here, there), "supports")
    written = TableFile(links=(relation, cluster), seq=9)
    checkpoints.write(LINKS, written)
    assert checkpoints.read(LINKS) == written
    with TinyDB(tmp_path / "story.json", encoding="utf-8") as database:
        found = database.table("relations").search(where("head").article == "a")
        assert [document["id"] for document in found] == ["R1"]
        assert database.table("clusters").all()[0]["members"][1] == {"article": "b", "id": SYRIA.id}


def test_a_story_without_links_has_none(checkpoints: Checkpoints) -> None:
    assert checkpoints.read(LINKS) == TableFile()


def test_our_own_tinydb_takes_an_update_all_or_nothing(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    with TinyDB(checkpoints.path("a"), Files(), storage=AtomicStorage) as database:
        database.update({"note": "seen"}, where("label") == "actor")
    notes = {a.text: a.note for a in checkpoints.read("a").annotations}
    assert (notes["Iran"], notes["Syria"]) == ("seen", "")


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        pytest.param(lambda a: replace(a, label="source", updated="x"), 1, id="label"),
        pytest.param(lambda a: replace(a, note="new\nnote", updated="x"), 1, id="note"),
        pytest.param(lambda a: a, 0, id="nothing"),
    ],
)
def test_one_changed_annotation_is_one_changed_line(
    checkpoints: Checkpoints, change: object, changed: int
) -> None:
    assert callable(change)
    many = tuple(replace(IRAN, id=f"01J{n:023}", start=n, end=n + 4) for n in range(100))
    checkpoints.write("a", TableFile(many, seq=7, sha256="ab12"))
    path = checkpoints.path("a")
    before, file = lines(path), checkpoints.read("a")
    file.annotations = tuple(change(a) if a.start == 50 else a for a in file.annotations)
    file.seq = 8
    checkpoints.write("a", file)
    after = lines(path)
    differing = [now for was, now in zip(before, after, strict=True) if was != now]
    assert sum('"crc"' in line for line in differing) == 1
    assert len(differing) == changed + 1


def test_a_removed_annotation_is_a_removed_line_and_a_new_one_an_added_one(
    checkpoints: Checkpoints,
) -> None:
    checkpoints.write("a", TableFile((IRAN, SYRIA), seq=7))
    file = checkpoints.read("a")
    file.annotations = (SYRIA, CLAIM)
    checkpoints.write("a", file)
    with TinyDB(checkpoints.path("a"), encoding="utf-8") as database:
        rows = {document["id"]: document.doc_id for document in database.all()}
    assert rows == {SYRIA.id: 2, CLAIM.id: 3}


def test_the_same_annotations_give_the_same_bytes(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    before = checkpoints.path("a").read_bytes()
    checkpoints.write("a", checkpoints.read("a"))
    assert checkpoints.path("a").read_bytes() == before
    checkpoints.path("a").unlink()
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    assert checkpoints.path("a").read_bytes() == before


def test_the_order_of_the_tables_is_no_matter(tmp_path: Path) -> None:
    storage = AtomicStorage(tmp_path / "x.json", Files())
    storage.write({"b": {"1": {"n": 1}}, "a": {}, "_meta": {"1": {"format": 1}}})
    before = (tmp_path / "x.json").read_bytes()
    assert storage.read() == {"_meta": {"1": {"format": 1}}, "a": {}, "b": {"1": {"n": 1}}}
    storage.write({"_meta": {"1": {"format": 1}}, "a": {}, "b": {"1": {"n": 1}}})
    assert (tmp_path / "x.json").read_bytes() == before


# Damage ------------------------------------------------------------------------------------


def test_any_one_byte_changed_is_found_or_changes_nothing(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    path, file = checkpoints.path("a"), checkpoints.read("a")
    whole = path.read_bytes()
    refused = 0
    for at in range(len(whole)):
        for change in (0x01, 0x10, 0x80):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
            try:
                found = checkpoints.read("a")
            except InputError:
                refused += 1
            else:
                assert found == file, (at, whole[at], change)
    assert refused > 2 * len(whole)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        pytest.param(lambda text: text.replace("Iran", "Iraq", 1), "changed by hand", id="by hand"),
        pytest.param(lambda text: text.replace('"seq":7', '"seq":9'), "changed by hand", id="seq"),
        pytest.param(lambda text: text[: len(text) // 2], "not a TinyDB file", id="cut in half"),
        pytest.param(lambda text: "", "not a TinyDB file", id="empty"),
        pytest.param(lambda text: text + "x", "not a TinyDB file", id="more after it"),
        pytest.param(lambda text: "[1, 2]", "not a TinyDB file", id="other JSON"),
        pytest.param(lambda text: '{"_default": {}}', "changed by hand", id="without its meta"),
        pytest.param(
            lambda text: "<<<<<<< HEAD\n" + text, "not a TinyDB file", id="conflict markers"
        ),
        pytest.param(
            lambda text: text.replace(f'"{IRAN.id}"', f'"{SYRIA.id}"'),
            "changed by hand",
            id="one id twice",
        ),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(
    checkpoints: Checkpoints, damage: object, reason: str
) -> None:
    assert callable(damage)
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    path = checkpoints.path("a")
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError, match=rf"a\.json: .*{reason}"):
        checkpoints.read("a")


def test_an_edit_by_stock_tinydb_is_noticed(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    with TinyDB(checkpoints.path("a"), encoding="utf-8") as database:
        database.remove(where("label") == "actor")
    with pytest.raises(InputError, match="damaged or changed by hand"):
        checkpoints.read("a")


def test_a_newer_format_is_refused(checkpoints: Checkpoints) -> None:
    path = checkpoints.path("a")
    path.parent.mkdir()
    AtomicStorage(path, Files()).write(
        {"_default": {}, "_meta": {"1": {"format": FORMAT + 1, "seq": 1}}}
    )
    with pytest.raises(InputError, match="written by a newer Sidelight"):
        checkpoints.read("a")


def test_a_document_that_is_no_annotation_is_refused(checkpoints: Checkpoints) -> None:
    path = checkpoints.path("a")
    path.parent.mkdir()
    document = {"id": "1", "start": "0", "end": 4, "label": "actor", "text": "Iran"}
    AtomicStorage(path, Files()).write(
        {"_default": {"1": document}, "_meta": {"1": {"format": 1, "seq": 1}}}
    )
    with pytest.raises(InputError, match=r"not as it should be: Expected `int`.*start"):
        checkpoints.read("a")


# Names -------------------------------------------------------------------------------------

ODD_IDS = [
    "a",
    "a/b",
    "a/b/c d",
    "a%2Fb",
    "a~b",
    "100 %",
    "café",
    "cafe\u0301",
    "北京/报道",
    "\U0001f468\u200d\U0001f469",
    'a:b*c?"<>|',
    "a\\b",
    "x" * 300,
    "x" * 299 + "y",
    "é" * 150,
    "d/" + "y" * 250,
    "a.b.json",
    ".hidden",
    "it's",
    "[a]",
    "{b}",
    "=c",
    "a\nb",
    "~",
    "%",
    "trailing ",
    "trailing.",
]


@pytest.mark.parametrize("article_id", ODD_IDS, ids=ascii)
def test_an_odd_id_has_a_file_of_its_own(checkpoints: Checkpoints, article_id: str) -> None:
    checkpoints.write(article_id, TableFile((IRAN,), seq=3, sha256="ab"))
    assert checkpoints.read(article_id).annotations == (IRAN,)
    assert checkpoints.article_ids() == [article_id]


def test_odd_ids_do_not_meet(checkpoints: Checkpoints) -> None:
    for number, article_id in enumerate(ODD_IDS, start=1):
        checkpoints.write(article_id, TableFile((IRAN,), seq=number))
    assert sorted(checkpoints.article_ids()) == sorted(ODD_IDS)
    assert [checkpoints.read(each).seq for each in ODD_IDS] == list(range(1, len(ODD_IDS) + 1))


SEGMENTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=200
).filter(lambda segment: segment not in (".", ".."))


@given(st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join))
def test_a_file_name_is_safe_everywhere(article_id: str) -> None:
    from pathlib import Path

    checkpoints = Checkpoints(Path("annotations"), Files())
    path = checkpoints.path(article_id).relative_to("annotations/articles")
    for part in path.parts:
        assert part not in (".", "..")
        assert len(part) <= 255 - len("..tmp")
        assert part.isascii()
        assert not set(part) & set('<>:"|?*\\')
        assert all(unicodedata.category(c) != "Cc" for c in part)


# State -------------------------------------------------------------------------------------


def test_the_state_comes_back_as_it_was(checkpoints: Checkpoints) -> None:
    state = State(1_234, 56, History(700, 800), {"actor": 3})
    checkpoints.write_state(state)
    assert checkpoints.read_state() == state


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"offset":7}', sealed(b'{"offset":"x"}'), b"\xff\xfe"]
)
def test_an_unusable_state_is_a_new_one(
    checkpoints: Checkpoints, tmp_path: Path, content: bytes
) -> None:
    assert checkpoints.read_state() == State()
    (tmp_path / "state.json").write_bytes(content)
    assert checkpoints.read_state() == State()


def test_the_files_are_plain_json(checkpoints: Checkpoints, tmp_path: Path) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    checkpoints.write(LINKS, TableFile())
    checkpoints.write_state(State())
    for path in tmp_path.rglob("*.json"):
        assert path.read_bytes().endswith(b"}\n")
        json.loads(path.read_bytes())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda d: d.replace(b"\n}\n}", b'\n},\n"more": {"1": {}}\n}'), id="a table more"
        ),
        pytest.param(lambda d: d[:-3] + b',"_default": {}\n}\n', id="a table twice"),
        pytest.param(
            lambda d: d[:-3] + b',\n"_default": {\n}\n}\n', id="a table twice, laid out as ours"
        ),
        pytest.param(lambda d: d.replace(b'"Iran"', b'"Irak"', 1), id="a word"),
        pytest.param(lambda d: d.replace(b'"seq":7', b'"seq":8'), id="what it says of itself"),
    ],
)
def test_what_is_not_what_was_written_is_refused(
    checkpoints: Checkpoints, change: Callable[[bytes], bytes]
) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    path = checkpoints.path("a")
    data = path.read_bytes()
    assert change(data) != data
    path.write_bytes(change(data))
    with pytest.raises(InputError, match="checksum"):
        checkpoints.read("a")


def test_what_is_only_laid_out_anew_is_what_was_written(checkpoints: Checkpoints) -> None:
    checkpoints.write("a", TableFile(THREE, seq=7, sha256="ab12"))
    path, before = checkpoints.path("a"), checkpoints.read("a")
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1), "utf-8")
    assert checkpoints.read("a") == before
