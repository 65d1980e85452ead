from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from store.labels import ATTRIBUTION, COLOURS, DEFAULT_LABELS, Drawing, Label, LabelSet
from store.labels_file import load_labels
from tests.stories import open_story

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '''
[[label]]
name = "actor"
key = "a"
color = "blue"
guideline = """
Who acts:
  every mention."""
examples = ["[Assad]'s regime"]

[[label]]
name = "claim"
key = "c"
style = "underline"
'''


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "labels.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_label_set_is_read(tmp_path: Path) -> None:
    labels = load_labels(written(tmp_path, GOOD))
    assert list(labels) == [
        Label(
            "actor", "a", "blue", Drawing.FILL, "Who acts: every mention.", ("[Assad]'s regime",)
        ),
        Label("claim", "c", COLOURS[1], Drawing.UNDERLINE),
    ]
    assert labels.names == ("actor", "claim")
    assert len(labels) == 2
    assert labels.named("claim") == list(labels)[1]
    assert labels.named("nobody") is None


def test_what_is_suggested_can_be_said_whatever_the_style(tmp_path: Path) -> None:
    text = GOOD.replace('style = "underline"', 'style = "underline"\nsuggests = "source"')
    assert [label.suggests for label in load_labels(written(tmp_path, text))] == [None, "source"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), id="signature"),
        pytest.param(GOOD.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(GOOD.replace('"actor"', '"актор"'), id="Cyrillic"),
        pytest.param(GOOD.replace('"a"', '"я"'), id="Cyrillic key"),
    ],
)
def test_a_label_set_may_look_like_this(tmp_path: Path, text: str | bytes) -> None:
    assert len(load_labels(written(tmp_path, text))) == 2


CLAIM = '\n[[label]]\nname = "claim"\nkey = "c"\n'
GENRE = "\n[[document]]\nname = 'genre'\nkey = 'g'\nvalues = ['news']\n"
NEAR = "\n[[relation]]\nname = 'near'\nkey = 'x'\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("", "it has no [[label]] table; each label needs one", id="empty"),
        pytest.param(
            "[label]\nname = 'a'", "line 1: each label must be a [[label]] table", id="a table"
        ),
        pytest.param(
            CLAIM + "relation = 5", "line 5, field relation: unknown; a label has", id="in a table"
        ),
        pytest.param("relation = 5\n" + CLAIM, "line 1: each relation must be a", id="a number"),
        pytest.param("document = 'x'\n" + CLAIM, "line 1: each document must be a", id="a text"),
        pytest.param(
            CLAIM + "[relation]\nname='x'", "line 5: each relation must be a", id="one bracket"
        ),
        pytest.param(
            CLAIM + "[[lable]]\nname='x'", "line 5, field lable: unknown; a label set", id="table"
        ),
        pytest.param("label = []", "it has no [[label]] table", id="an empty list"),
        pytest.param("label = ['a']", "line 1: each label must be a [[label]] table", id="texts"),
        pytest.param("[[label]\n", "this is not TOML: ", id="no TOML"),
        pytest.param("x = " + "[" * 9_000, "it is nested too deeply", id="nested"),
        pytest.param(CLAIM + "name = 'x'\n", "this is not TOML: ", id="a field twice"),
        pytest.param(b"[[label]]\nname = '\xe9'", "it is not UTF-8 text", id="no UTF-8"),
        pytest.param('[[label]]\nkey = "a"', "line 1, field name: label 1 lacks it", id="no name"),
        pytest.param(
            CLAIM + '\n[[label]]\nname = "x"', "line 6, field key: label 2 lacks it", id="no key"
        ),
        pytest.param(
            CLAIM + "guidelin = 'x'",
            "line 5, field guidelin: unknown; a label has name, key, color",
            id="unknown field",
        ),
        pytest.param(
            CLAIM + '[[document]]\nname = "genre"\nkey = "g"\nvalues = ["news", "news"]',
            "line 8, field values: 'news' stands there twice",
            id="a value twice",
        ),
        pytest.param(
            CLAIM + GENRE + GENRE.replace("genre", "kind"),
            "line 13, field key: genre and kind both have the key 'g'",
            id="a key of two document labels",
        ),
        pytest.param(
            CLAIM + GENRE + GENRE, "line 12, field name: there are two document", id="of one name"
        ),
        pytest.param(
            CLAIM + NEAR + "from = [['claim']]\n",
            "line 9, field from: it must be a list of labels of this file: claim",
            id="a list in a list",
        ),
        pytest.param(
            CLAIM + NEAR.replace("'x'", "'c'"),
            "line 8, field key: claim and near both have the key 'c'",
            id="a relation with the key of a label",
        ),
        pytest.param(
            CLAIM + NEAR + NEAR.replace("near", "far"),
            "line 12, field key: near and far both have the key 'x'",
            id="two relations with one key",
        ),
        pytest.param(
            CLAIM + NEAR.replace("'x'", "'5'"),
            "line 8, field key: it must be one character, no digit, not '5'",
            id="a relation with a digit",
        ),
        pytest.param(
            CLAIM + 'guideline = """\n[[label]]\nkey = 3\n"""\n[[label]]\nname="x"\nkey="A"',
            "line 11, field key: it must be one small letter, not 'A'",
            id="behind a text of several lines",
        ),
        pytest.param(
            '[[label]]\nname = " "\nkey = "a"', "line 2, field name: it must be a text", id="blank"
        ),
        pytest.param(
            "[[label]]\nname = 3\nkey = 'a'",
            "line 2, field name: it must be a text, not 3",
            id="number",
        ),
        pytest.param(
            "[[label]]\nname = 'x'\nkey = 'ab'",
            "line 3, field key: it must be one small letter, not 'ab'",
            id="long key",
        ),
        pytest.param(
            "[[label]]\nname = 'x'\nkey = 'A'", "line 3, field key: it must be one", id="capital"
        ),
        pytest.param(
            "[[label]]\nname = 'x'\nkey = '1'", "line 3, field key: it must be one", id="digit"
        ),
        pytest.param(
            "[[label]]\nname = 'x'\n\nkey = ''", "line 4, field key: it must be", id="no letter"
        ),
        pytest.param(
            CLAIM + "color = 'mauve'",
            "line 5, field color: 'mauve' is unknown; choose one of blue, green",
            id="colour",
        ),
        pytest.param(
            CLAIM + "style = 'blink'",
            "line 5, field style: 'blink' is unknown; choose one of fill, under",
            id="style",
        ),
        pytest.param(
            CLAIM + "suggests = 'verbs'",
            "line 5, field suggests: 'verbs' is unknown; choose one of actor, person",
            id="suggests",
        ),
        pytest.param(
            CLAIM + "examples = 'x'",
            "line 5, field examples: it must be a list of texts",
            id="examples",
        ),
        pytest.param(
            CLAIM + "examples = [1]", "line 5, field examples: it must be a list", id="an example"
        ),
        pytest.param(
            CLAIM + CLAIM.replace('"c"', '"d"'),
            "line 7, field name: there are two labels named 'claim'",
            id="a name twice",
        ),
        pytest.param(
            CLAIM + "# comment\n" + CLAIM.replace("claim", "x"),
            "line 9, field key: claim and x both have the key 'c'",
            id="a key twice",
        ),
        pytest.param(
            CLAIM + "[[ label ]]\nkey = 'x'\n",
            "line 5, field name: label 2 lacks",
            id="spaced header",
        ),
    ],
)
def test_a_broken_label_set_is_refused_with_file_line_and_field(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_labels(path)
    assert str(caught.value).startswith(f"{path}")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("key = \n", "line 3: this is not TOML: invalid value; a text stands in quotes"),
        ("key = c\n", "line 3: this is not TOML: invalid value; a text stands in quotes"),
        ('key = "c\n', "line 3: this is not TOML: illegal character '\\n'; a quote is not"),
        ("key = 'c\n", "; a quote above is not closed"),
        ("name = 'y'\n", "line 3: this is not TOML: cannot overwrite a value; this stands there t"),
        ('guideline = """c\n\n', "line 3: this is not TOML: unterminated string; the text that"),
    ],
)
def test_a_toml_error_names_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    path = written(tmp_path, f"[[label]]\nname = 'x'\n{text}")
    with pytest.raises(InputError) as caught:
        load_labels(path)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_a_label_set_that_cannot_be_read_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "labels.toml"
    path.mkdir() if kind == "folder" else None
    with pytest.raises(InputError, match=r"labels\.toml: the label set cannot be read: "):
        load_labels(path)


def test_a_story_has_its_own_labels_or_the_four(story: Path, tmp_path: Path) -> None:
    with open_story(story) as workspace:
        assert workspace.labels == DEFAULT_LABELS
    written(story, GOOD)
    with open_story(story) as workspace:
        assert workspace.labels.names == ("actor", "claim")
    written(story, "broken")
    with pytest.raises(InputError, match=r"labels\.toml"):
        open_story(story)
    assert not (story / "annotations" / "ana" / "journal.jsonl").exists()


def test_the_default_labels_are_told_apart() -> None:
    assert DEFAULT_LABELS.names == ("actor", "location", "claim", "source")
    assert [label.key for label in DEFAULT_LABELS] == ["a", "l", "c", "s"]
    assert len({label.colour for label in DEFAULT_LABELS}) == 4
    assert {label.colour for label in DEFAULT_LABELS} <= set(COLOURS)
    assert all(label.guideline and label.examples for label in DEFAULT_LABELS)
    claim = DEFAULT_LABELS.named("claim")
    assert claim is not None
    assert claim.drawing is Drawing.UNDERLINE


@pytest.mark.parametrize(
    ("names", "heads", "tails"),
    [
        (("claim", "source"), ("claim",), ("source",)),
        (("Claim", "Sources"), ("Claim",), ("Sources",)),
        (("statement", "speaker"), ("statement",), ("speaker",)),
        # Where a label is called so, others that may be taken for it are none.
        (("quote", "claim", "source", "speaker"), ("claim",), ("source",)),
        (("actor", "place"), (), ()),
    ],
)
def test_an_attribution_runs_between_labels_that_are_for_it(
    names: tuple[str, ...], heads: tuple[str, ...], tails: tuple[str, ...]
) -> None:
    labels = LabelSet(tuple(Label(name, name[0], COLOURS[0]) for name in names))
    kind = labels.relation_type(ATTRIBUTION)
    assert (kind.heads, kind.tails) == (heads, tails)
