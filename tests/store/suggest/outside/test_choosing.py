from __future__ import annotations

import pytest

from store.errors import InputError
from store.suggest.outside.choosing import outside_suggesters
from tests.store.suggest.outside.support import DEFAULT, STORY


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("bert:x", "{option:suggest} bert:x: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or "
         "file:PATH"),
        ("spacy", "{option:suggest} spacy: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or "
         "file:PATH"),
        ("file:", "{option:suggest} file:: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or "
         "file:PATH"),
        ("command:no-such-program -x",
         "{option:suggest} command:no-such-program -x: there is no program 'no-such-program' that "
         "can be run"),
        ("command:a 'b", "{option:suggest} command:a 'b: this is no command: no closing quotation"),
        ("file:no/such.jsonl", "no/such.jsonl: there is no such file of suggestions"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_at_once(option: str, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        outside_suggesters([option], DEFAULT, STORY)
    assert str(error.value) == sentence


@pytest.mark.parametrize(("module", "name"), [("spacy", "spaCy"), ("gliner", "GLiNER")])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, module: str, name: str) -> None:
    monkeypatch.setattr("store.suggest.outside.choosing.find_spec", lambda name: None)
    with pytest.raises(InputError) as error:
        outside_suggesters([f"{module}:m"], DEFAULT, STORY)
    assert str(error.value) == (
        f"{{option:suggest}} {module}:m: {name} is not installed; "
        f"install it with pip install 'sidelight[{module}]'"
    )
