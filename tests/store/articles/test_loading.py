from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest

from store.articles import ArticleRef, load_article
from store.articles import loading as loading_module
from store.errors import InputError
from tests.stories import make_fifo

if TYPE_CHECKING:
    from pathlib import Path

    from store.articles import Article

GERMAN = "Der Außenminister sagte, dass „über 30 Männer“ aus Österreich zurückkämen.\n" * 5
RUSSIAN = "Президент России заявил, что войска прибыли в Латакию в начале сентября.\n" * 5
CHINESE = "俄罗斯总统表示，部队已抵达拉塔基亚。伊朗官员否认了这一说法，并称谈判仍在继续。\n" * 5


def loaded(tmp_path: Path, data: bytes, name: str = "a.txt") -> Article:
    path = tmp_path / name
    path.write_bytes(data)
    return load_article(ArticleRef("a", path.parent, path.name))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Moscow said.\n", id="plain"),
        pytest.param("a\r\nb\rc\nd\u2028e\u2029f\x85g\fh\vi", id="line ends"),
        pytest.param("no final newline", id="no final newline"),
        pytest.param("\u00a0e\u0301 \u00e9 \ufb01", id="not normalised"),
        pytest.param(
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u202eabc\u200b", id="marks, emoji"
        ),
        pytest.param("a\x1b[31mb\x07", id="some controls"),
        pytest.param("in the\ufeff middle", id="signature in the middle"),
        pytest.param("x" * 1_000_000, id="one long line"),
    ],
)
def test_a_text_is_read_as_it_is(tmp_path: Path, text: str) -> None:
    article = loaded(tmp_path, text.encode())
    assert (article.text, article.encoding) == (text, "utf-8")
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_signature_is_dropped_but_counts_for_the_file(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfMoscow"
    article = loaded(tmp_path, data)
    assert (article.text, article.encoding) == ("Moscow", "utf-8")
    assert article.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf"], ids=["empty", "signature alone"])
def test_an_empty_file_is_an_empty_text(tmp_path: Path, data: bytes) -> None:
    article = loaded(tmp_path, data, "report.txt")
    assert (article.text, article.title) == ("", "report")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(GERMAN, "cp1252", id="Western"),
        pytest.param(RUSSIAN, "cp1251", id="Cyrillic"),
        pytest.param(RUSSIAN, "koi8-r", id="KOI8"),
        pytest.param(CHINESE, "gb18030", id="Chinese"),
        pytest.param(GERMAN, "utf-16", id="UTF-16"),
        pytest.param(RUSSIAN, "utf-16", id="UTF-16, Cyrillic"),
        pytest.param(GERMAN.replace("\n", "\r\n"), "cp1252", id="Western with CRLF"),
    ],
)
def test_other_encodings_are_detected_and_said(tmp_path: Path, text: str, encoding: str) -> None:
    article = loaded(tmp_path, text.encode(encoding))
    assert article.text == text
    assert article.encoding != "utf-8"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary data, not text", id="image"),
        pytest.param(gzip.compress(b"Moscow said." * 50), "binary data, not text", id="gzip"),
        pytest.param(bytes(range(256)) * 20, "binary data, not text", id="every byte"),
        pytest.param(b"\x01\x02\x03\x04" * 50, "binary data, not text", id="controls"),
        pytest.param(b"\0" * 1_000, "binary data, not text", id="zeros"),
        pytest.param(
            ("Moscow said." * 9).encode("utf-16-le"), "binary data, not text", id="UTF-16 unsigned"
        ),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(InputError, match=rf"a\.txt: .*{reason}"):
        loaded(tmp_path, data)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("missing", "it cannot be read: no such file or directory"),
        ("folder", "it cannot be read: is a directory"),
        ("pipe", "it cannot be read: it is not a regular file"),
        ("ring of links", "it cannot be read: too many levels of symbolic links"),
    ],
)
def test_what_is_no_file_is_refused_with_a_sentence(tmp_path: Path, kind: str, reason: str) -> None:
    path = tmp_path / "a.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        make_fifo(path)
    elif kind == "ring of links":
        path.symlink_to(path)
    with pytest.raises(InputError) as caught:
        load_article(ArticleRef("a", path.parent, path.name))
    assert str(caught.value) == f"{path}: {reason}"


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_module, "MOST_BYTES", 1024 * 1024)
    with pytest.raises(InputError, match="it has 2 MB; at most 1 are read"):
        loaded(tmp_path, b"x" * 2_000_000)


def test_nothing_is_replaced_where_no_encoding_fits_well(tmp_path: Path) -> None:
    data = b"Moscow \x81\x8d\x8f\x90\x9d said" * 20 + b"\xff\xfe\xfd" * 10
    try:
        text = loaded(tmp_path, data).text
    except InputError:
        text = ""
    assert "\ufffd" not in text
