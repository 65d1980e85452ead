from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from store.errors import InputError
from store.suggest.outside import gliner, spacy
from store.suggest.outside.choosing import outside_suggesters
from store.suggest.outside.serving import serve
from tests.store.suggest.outside.support import DEFAULT, STORY, TEXT, said

if TYPE_CHECKING:
    from pathlib import Path

    from store.suggest.outside.choosing import OutsideSuggester


class FakeDoc:
    """A `Doc` with an entity for each capitalised word, and a group of scored spans."""

    def __init__(self, text: str) -> None:
        self.ents = [
            SimpleNamespace(start_char=m.start(), end_char=m.end(), label_="PERSON")
            for m in re.finditer(r"[A-Z]\w+", text)
        ]
        self.spans = {"sc": FakeGroup()} if "war" in text else {}


class FakeGroup(list[SimpleNamespace]):
    def __init__(self) -> None:
        super().__init__([SimpleNamespace(start_char=0, end_char=3, label_="EVENT")])
        self.attrs = {"scores": [0.25]}


def fake(monkeypatch: pytest.MonkeyPatch, name: str, **members: object) -> None:
    module = ModuleType(name)
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, name, module)


def test_spacy_finds_entities_and_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, "spacy", load=lambda name: FakeDoc)
    find = spacy.load("some_model")
    assert list(find("war: Ana met Boe", [])) == [
        {"start": 5, "end": 8, "label": "PERSON"},
        {"start": 13, "end": 16, "label": "PERSON"},
        {"start": 0, "end": 3, "label": "EVENT", "score": 0.25},
    ]


def test_spacy_is_given_long_texts_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []

    def pipeline(text: str) -> FakeDoc:
        lengths.append(len(text))
        return FakeDoc(text)

    fake(monkeypatch, "spacy", load=lambda name: pipeline)
    text = "Ana came.\n\n" * 30_000
    found = list(spacy.load("some_model")(text, []))
    assert {text[f["start"] : f["end"]] for f in found} == {"Ana"}
    assert len(found) == 30_000
    assert max(lengths) <= spacy.LONGEST < len(text)


def test_a_pipeline_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        raise OSError(f"[E050] Can't find model '{name}'.")

    fake(monkeypatch, "spacy", load=load)
    with pytest.raises(InputError) as error:
        spacy.load("xx")
    assert str(error.value) == (
        "there is no spaCy pipeline 'xx' ([E050] Can't find model 'xx'.); "
        "name one that is installed, or the folder of one"
    )


class FakeModel:
    """A `GLiNER` that finds a label's own words, and cuts off what is too long for it."""

    config = SimpleNamespace(max_len=6)

    @classmethod
    def from_pretrained(cls, name: str) -> FakeModel:
        return cls()

    def predict_entities(
        self, text: str, labels: list[str], threshold: float
    ) -> list[dict[str, object]]:
        read = re.findall(r"\w+(?:[-_]\w+)*|\S", text)
        assert len(read) <= self.config.max_len
        return [
            {"start": m.start(), "end": m.end(), "text": m[0], "label": label, "score": 1.0000001}
            for label in labels
            for m in re.finditer(label, text)
            if threshold < 0.5
        ]


def test_gliner_is_asked_window_by_window(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, "gliner", GLiNER=FakeModel)
    text = "An envoy came. The other envoy left, and one more envoy stayed at home all day."
    found = list(gliner.load("some/model")(text, ["envoy"]))
    assert [text[f["start"] : f["end"]] for f in found] == ["envoy"] * 3
    assert {f["score"] for f in found} == {1.0}


def test_what_a_library_raises_costs_one_article() -> None:
    def find(text: str, labels: list[str]) -> list[dict[str, Any]]:
        if not text:
            raise ValueError("\nno text\nat all")
        return [{"start": 0, "end": len(text), "label": labels[0]}]

    questions = b"".join(
        json.dumps({"id": name, "text": text, "labels": ["actor"]}).encode() + b"\n"
        for name, text in (("a", "Ana"), ("b", ""), ("c", "Boe"))
    )
    answers = io.BytesIO()
    serve(find, io.BytesIO(questions), answers)
    assert [json.loads(line) for line in answers.getvalue().splitlines()] == [
        {"id": "a", "spans": [{"start": 0, "end": 3, "label": "actor"}]},
        {"id": "b", "error": "ValueError: no text"},
        {"id": "c", "spans": [{"start": 0, "end": 3, "label": "actor"}]},
    ]


FAKE_SPACY = """
import sys, types
print("a library that greets")
def load(name):
    if name == "none":
        raise OSError("[E050] Can't find model 'none'.")
    def pipeline(text):
        print("and chatters")
        entity = types.SimpleNamespace(start_char=0, end_char=3, label_="PERSON")
        return types.SimpleNamespace(ents=[entity], spans={})
    return pipeline
"""


def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> OutsideSuggester:
    """A suggester that serves a library of ours by the name of spaCy, in a process of its own."""
    (tmp_path / "spacy.py").write_text(FAKE_SPACY)
    monkeypatch.syspath_prepend(tmp_path)
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    monkeypatch.setenv("PYTHONPATH", path)
    (suggester,) = outside_suggesters([option], DEFAULT, STORY)
    return suggester


def test_a_library_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suggester = library(tmp_path, monkeypatch, "spacy:some/en_model")
    try:
        (found,) = suggester.suggest("a", TEXT)
    finally:
        suggester.close()
    assert (found.text, found.reason) == ("Ana", "en_model says PERSON")
    assert suggester.name == found.suggester == "spacy:some/en_model"
    assert suggester.take_notices() == []


def test_a_library_without_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suggester = library(tmp_path, monkeypatch, "spacy:none")
    assert suggester.suggest("a", TEXT) == []
    (notice,) = suggester.take_notices()
    assert notice.startswith(
        "spacy:none: it ended with exit code 1 and said “there is no spaCy pipeline 'none'"
    )


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spacy is not installed")
def test_a_real_pipeline(tmp_path: Path) -> None:
    real: Any = importlib.import_module("spacy")
    pipeline = real.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Ana Boe"}])
    pipeline.add_pipe("span_ruler").add_patterns([{"label": "GPE", "pattern": "Łódź"}])
    pipeline.to_disk(tmp_path / "model")
    (suggester,) = outside_suggesters([f"spacy:{tmp_path / 'model'}"], DEFAULT, STORY)
    try:
        assert said(suggester.suggest("a", TEXT)) == ["actor:Ana Boe", "location:Łódź"]
    finally:
        suggester.close()
    assert suggester.take_notices() == []
