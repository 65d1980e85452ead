"""Suggestions from outside: labels, offsets, commands that misbehave, files, and libraries."""

from __future__ import annotations

import importlib.util
import io
import itertools
import json
import os
import re
import sys
import textwrap
import time
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import InputError
from store.labels import DEFAULT_LABELS, Label, LabelSet
from store.suggest.outside import gliner, spacy
from store.suggest.outside.background import Background
from store.suggest.outside.choosing import outside_suggesters
from store.suggest.outside.command import CommandSuggester
from store.suggest.outside.file import FileSuggester
from store.suggest.outside.mapping import LabelMap, read_label_options
from store.suggest.outside.serving import serve
from store.suggest.outside.spans import FoundSpan, SpanFault, Tool, Unmapped, suggestions_from
from store.suggest.outside.windows import by_length, by_words
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.suggest.model import Suggestion
    from store.suggest.outside.choosing import OutsideSuggester

TEXT = "Ana Boe met 𝒩ils in Łódź."
DEFAULT = LabelMap(DEFAULT_LABELS)
ENTITY_LABELS = LabelSet(
    (Label("PER", "p", "blue"), Label("Organisation", "o", "red"), Label("places", "l", "green"))
)


def said(found: list[Suggestion]) -> list[str]:
    """What is suggested, as `label:text`."""
    return [f"{suggestion.label}:{suggestion.text}" for suggestion in found]


# Labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "theirs", "ours"),
    [
        (DEFAULT_LABELS, "PERSON", "actor"),
        (DEFAULT_LABELS, "PER", "actor"),
        (DEFAULT_LABELS, "ORG", "actor"),
        (DEFAULT_LABELS, "NORP", "actor"),
        (DEFAULT_LABELS, "GPE", "location"),
        (DEFAULT_LABELS, "LOC", "location"),
        (DEFAULT_LABELS, "FAC", "location"),
        (DEFAULT_LABELS, "Claim", "claim"),
        (DEFAULT_LABELS, "Quotation", "claim"),
        (DEFAULT_LABELS, "speaker", "source"),
        (DEFAULT_LABELS, "DATE", None),
        (DEFAULT_LABELS, "MISC", None),
        (ENTITY_LABELS, "person", "PER"),
        (ENTITY_LABELS, "ORG", "Organisation"),
        (ENTITY_LABELS, "organisation", "Organisation"),
        (ENTITY_LABELS, "GPE", "places"),
        (ENTITY_LABELS, "claim", None),
    ],
)
def test_what_labels_of_others_mean(labels: LabelSet, theirs: str, ours: str | None) -> None:
    assert LabelMap(labels)(theirs) == ours


def test_what_was_said_of_a_label_goes_before_its_name() -> None:
    mapping = read_label_options(["person=source", "DATE = claim", "gpe="], DEFAULT_LABELS)
    assert [mapping(name) for name in ("PERSON", "DATE", "GPE", "ORG", "actor")] == [
        "source",
        "claim",
        "",
        "actor",
        "actor",
    ]


def test_the_labels_asked_for_are_those_that_were_said_to_mean_one_of_ours() -> None:
    options = ["military group=actor", "politician=actor", "date="]
    mapping = read_label_options(options, DEFAULT_LABELS)
    assert mapping.wanted == ("military group", "politician", "location", "claim", "source")


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("PERSON", "'PERSON' is no pair of labels; say it as in --suggest-label PERSON=actor"),
        ("=actor", "'=actor' is no pair of labels; say it as in --suggest-label PERSON=actor"),
        (
            "PERSON=human",
            "--suggest-label PERSON=human: the label set has no 'human', "
            "only actor, location, claim, source",
        ),
    ],
)
def test_a_pair_of_labels_that_is_none(option: str, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        read_label_options([option], DEFAULT_LABELS)
    assert str(error.value) == sentence


# Spans ---------------------------------------------------------------------------------------


def taken(spans: list[FoundSpan], text: str = TEXT, **options: Any) -> list[Suggestion]:
    unit = options.pop("unit", "codepoint")
    return suggestions_from(text, spans, Tool("x", "x", DEFAULT, **options), unit)


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [("codepoint", 20, 24), ("utf16", 21, 25), ("utf8", 23, 30)],
)
def test_offsets_in_each_unit(unit: Any, start: int, end: int) -> None:
    assert said(taken([FoundSpan(start, end, "GPE", "Łódź")], unit=unit)) == ["location:Łódź"]


@given(st.text(st.sampled_from("aé€𝒩 \n"), min_size=1), st.data())
def test_every_place_is_found_again_in_each_unit(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for unit, encoding, width in (("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)):
        before, upto = (len(text[:edge].encode(encoding)) // width for edge in (start, end))
        span = FoundSpan(before, upto, "actor", text[start:end])
        found = taken([span], text, unit=unit)
        assert [s.span for s in found] == [s for s in [Span(start, end).trimmed(text)] if len(s)]


@pytest.mark.parametrize(
    ("span", "unit", "field", "reason"),
    [
        (FoundSpan(-1, 3, "actor"), "codepoint", "start", "-1 is no offset in this article"),
        (FoundSpan(0, 26, "actor"), "codepoint", "end", "26 is no offset in this article"),
        (FoundSpan(5, 5, "actor"), "codepoint", "end", "5 does not come after 5"),
        (FoundSpan(0, 13, "actor"), "utf16", "end", "13 is no offset in this article"),
        (FoundSpan(0, 14, "actor"), "utf8", "end", "14 is no offset in this article"),
        (
            FoundSpan(0, 3, "actor", "Boe"),
            "codepoint",
            "text",
            "it is “Boe”, but the article says “Ana” there",
        ),
        (FoundSpan(0, 3, "actor", score=1.5), "codepoint", "score", "1.5 is not from 0 to 1"),
    ],
)
def test_a_span_that_does_not_fit(span: FoundSpan, unit: Any, field: str, reason: str) -> None:
    good = FoundSpan(0, 7, "actor")
    with pytest.raises(SpanFault) as fault:
        taken([good, span], unit=unit)
    assert (fault.value.field, fault.value.reason) == (f"spans[1].{field}", reason)


def test_a_span_never_ends_within_a_character() -> None:
    with pytest.raises(SpanFault) as fault:
        taken([FoundSpan(0, 1, "actor")], "e\u0301a")
    assert (fault.value.field, fault.value.reason) == ("spans[0].end", "1 lies inside a character")


def test_spans_in_order_without_spaces_and_of_equal_ones_the_surest() -> None:
    found = taken(
        [
            FoundSpan(19, 25, "GPE", score=0.25),
            FoundSpan(0, 8, "PERSON", score=0.5, reason="it  looks\nlike one"),
            FoundSpan(0, 7, "ORG", score=0.75),
            FoundSpan(7, 8, "ORG"),
        ]
    )
    assert [(s.start, s.end, s.label, s.score, s.reason) for s in found] == [
        (0, 7, "actor", 0.75, "x says ORG"),
        (20, 25, "location", 0.25, "x says GPE"),
    ]


def test_labels_that_mean_nothing_here_are_counted_and_said_once() -> None:
    unmapped = Unmapped()
    dates = [FoundSpan(0, 3, "DATE"), FoundSpan(4, 7, "DATE"), FoundSpan(0, 7, "MONEY")]
    assert taken(dates, unmapped=unmapped) == []
    assert unmapped.sentence("spacy:x") == (
        "spacy:x: 2 DATE, 1 MONEY left out, as the label set has nothing by that name; "
        "--suggest-label DATE=LABEL takes them for LABEL, DATE= leaves them out silently"
    )
    assert unmapped.sentence("spacy:x") == ""


# Windows -------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab-.\u0301 \n"), max_size=200), st.integers(1, 9))
def test_windows_hold_every_word_and_no_more_than_fit(text: str, most: int) -> None:
    word = re.compile(r"\w+(?:[-_]\w+)*|\S")
    windows = list(by_words(text, most))
    counts = [len(word.findall(window.of(text))) for window in windows]
    assert all(0 < count <= most for count in counts)
    assert sum(counts) == len(word.findall(text))
    assert sorted(windows) == windows
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(windows))


@given(st.text(st.sampled_from("ab \n"), max_size=200), st.integers(1, 30))
def test_windows_by_length_are_the_whole_text(text: str, most: int) -> None:
    windows = list(by_length(text, most))
    assert "".join(window.of(text) for window in windows) == text
    assert all(0 < len(window) <= most for window in windows)


def test_windows_end_with_sentences() -> None:
    text = "Ana came. Boe left at once. Nils stayed."
    assert [w.of(text) for w in by_words(text, 9)] == [
        "Ana came. Boe left at once.",
        "Nils stayed.",
    ]


# Commands ------------------------------------------------------------------------------------


def command(
    tmp_path: Path, code: str, *arguments: str, answering: float = 30.0
) -> CommandSuggester:
    """A suggester that runs a Python script."""
    script = tmp_path / "tool.py"
    script.write_text(
        "import json, os, signal, subprocess, sys, time\n"
        "def questions():\n"
        "    for line in sys.stdin:\n"
        "        yield json.loads(line)\n"
        "def answer(**fields):\n"
        "    print(json.dumps(fields))\n" + textwrap.dedent(code)
    )
    argv = [sys.executable, str(script), *arguments]
    return CommandSuggester(
        "command:tool", argv, DEFAULT, who="tool", loading=0, answering=answering
    )


FINDS_ANA = """
for asked in questions():
    start = asked["text"].find("Ana")
    span = {"start": start, "end": start + 3, "label": "PERSON", "score": 0.9}
    answer(id=asked["id"], spans=[span] if start >= 0 else [])
"""


def test_a_command_is_asked_about_one_article_after_another(tmp_path: Path) -> None:
    tool = command(tmp_path, FINDS_ANA)
    try:
        assert said(tool.suggest("a", "Then Ana came.")) == ["actor:Ana"]
        assert tool.suggest("b", "Nobody\u2028came.") == []
        (last,) = tool.suggest("c", "𝒩: Ana")
    finally:
        tool.close()
    assert (last.start, last.score, last.reason) == (3, 0.9, "tool says PERSON")
    assert (last.suggester, last.origin) == ("command:tool", "suggested")
    assert tool.take_notices() == []


def test_a_command_is_told_the_labels(tmp_path: Path) -> None:
    code = """
    for asked in questions():
        label = asked["labels"][1]
        answer(id=asked["id"], spans=[{"start": 0, "end": 3, "label": label, "reason": "so"}])
    """
    tool = command(tmp_path, code)
    try:
        (found,) = tool.suggest("a", TEXT)
    finally:
        tool.close()
    assert (found.label, found.reason, found.score) == ("location", "so", 0.7)


GIVEN_UP = "; it is asked no more"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("print('Loading…', flush=True)\nquestions()\ntime.sleep(60)",
         "answer 1: it is not JSON but “Loading…”"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe\\n')\ntime.sleep(60)",
         "answer 1: it is not JSON but “\ufffd\ufffd”"),
        ("print('{\"x\":' + '[' * 100_000)\ntime.sleep(60)",
         "answer 1: it is not JSON but “{\"x\":" + "[" * 55 + "”"),
        ("answer(spans=[])", "answer 1: object missing required field `id`"),
        ("answer(id='b')", "answer 1, field id: it is 'b'; 'a' was asked"),
        ("answer(id='a', spans=[{'start': 0, 'end': '3', 'label': 'x'}])",
         "answer 1, field spans[0].end: expected `int`, got `str`"),
        ("answer(id='a', offset_unit='bytes')",
         "answer 1, field offset_unit: invalid enum value 'bytes'"),
        ("sys.exit(3)", "it ended with exit code 3, asked about a"),
        ("print('one\\nno such model\\n', file=sys.stderr)\nsys.exit(1)",
         "it ended with exit code 1 and said “no such model”, asked about a"),
        ("raise ValueError('bad')",
         "it ended with exit code 1 and said “ValueError: bad”, asked about a"),
        ("os.close(1)\ntime.sleep(60)", "it closed its output, asked about a"),
        ("os.kill(os.getpid(), signal.SIGKILL)",
         "it was ended by signal 9, asked about a"),
    ],
)  # fmt: skip
def test_a_command_that_is_of_no_use(tmp_path: Path, code: str, sentence: str) -> None:
    tool = command(tmp_path, code)
    assert tool.suggest("a", TEXT) == []
    assert tool.take_notices() == [f"command:tool: {sentence}{GIVEN_UP}"]
    assert tool.suggest("b", TEXT) == []
    tool.close()
    assert tool.take_notices() == []


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(60)",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)",
        "sys.stdout.write('{' * 1000)\nsys.stdout.flush()\ntime.sleep(60)",
        "while True: sys.stderr.write('noise ' * 1000)",
    ],
    ids=["sleeps", "does not want to end", "half a line", "only noise"],
)
def test_a_command_that_never_answers_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr("store.suggest.outside.command.PER_CHARACTER", 0.0)
    tool = command(tmp_path, code, answering=1.0)
    # More than a pipe holds: it is not even read.
    assert tool.suggest("a", TEXT * 10_000) == []
    assert tool.take_notices() == [
        f"command:tool: it did not answer within 1 second, asked about a{GIVEN_UP}"
    ]


def test_noise_on_standard_error_is_no_answer_and_delays_nothing(tmp_path: Path) -> None:
    tool = command(tmp_path, "sys.stderr.write('noise\\n' * 200_000)\n" + FINDS_ANA)
    try:
        assert said(tool.suggest("a", TEXT)) == ["actor:Ana"]
    finally:
        tool.close()
    assert tool.take_notices() == []


def test_an_answer_that_does_not_fit_costs_only_itself(tmp_path: Path) -> None:
    code = """
    for number, asked in enumerate(questions()):
        end = 3 if number % 2 else 300
        answer(id=asked["id"], spans=[{"start": 0, "end": end, "label": "PER"}])
    """
    tool = command(tmp_path, code)
    try:
        found = [said(tool.suggest(name, TEXT)) for name in "abcdefgh"]
    finally:
        tool.close()
    assert found == [[], ["actor:Ana"]] * 4
    assert tool.take_notices() == [
        f"command:tool: answer {n} ({name}), field spans[0].end: 300 is no offset in this article; "
        "nothing of that answer is suggested"
        for n, name in ((1, "a"), (3, "c"), (5, "e"))
    ]


def test_a_command_that_only_errs_is_asked_no_more(tmp_path: Path) -> None:
    code = "for asked in questions(): answer(id=asked['id'], error='too\\nlong')"
    tool = command(tmp_path, code)
    for name in "abcde":
        assert tool.suggest(name, TEXT) == []
    assert tool.take_notices() == [
        *(f"command:tool: {name}: too long" for name in "abc"),
        f"command:tool: 3 answers in a row could not be used{GIVEN_UP}",
    ]


def test_a_command_ends_with_the_processes_it_has_started(tmp_path: Path) -> None:
    code = """
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    for asked in questions():
        answer(id=asked["id"], error=f"{os.getpid()} {child.pid}")
    """
    tool = command(tmp_path, code)
    tool.suggest("a", TEXT)
    (sentence,) = tool.take_notices()
    processes = [int(word) for word in sentence.rpartition(": ")[2].split()]
    assert all(map(is_running, processes))
    tool.close()
    until(lambda: not any(map(is_running, processes)))


def test_closing_ends_a_command_that_is_at_work_and_says_nothing_of_it(tmp_path: Path) -> None:
    tool = command(tmp_path, f"open({str(tmp_path / 'up')!r}, 'w')\ntime.sleep(600)")
    background = Background([tool])
    background.ask("a", TEXT)
    until((tmp_path / "up").exists)
    background.close()
    until(lambda: not background.waiting)
    assert background.take_notices() == []
    background.ask("b", TEXT)
    assert background.waiting == {}


def test_what_cannot_be_started(tmp_path: Path) -> None:
    tool = CommandSuggester("command:none", [str(tmp_path / "none")], DEFAULT)
    assert tool.suggest("a", TEXT) == []
    assert tool.take_notices() == ["command:none: it cannot be started: no such file or directory"]


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(is_so: Callable[[], object]) -> None:
    """Wait for something that is to come about."""
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


# In the background ---------------------------------------------------------------------------


def heard(background: Background, number: int) -> list[tuple[str, str, list[str]]]:
    """What so many answers say: the text, who says it, what."""
    found: list[tuple[str, str, list[str]]] = []

    def has_come() -> bool:
        found.extend((h.text, h.suggester, said(list(h.suggestions))) for h in background.poll())
        return len(found) >= number

    until(has_come)
    return sorted(found)


def test_several_are_asked_at_the_same_time_and_one_that_fails_harms_no_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "bad").mkdir()
    bad = command(tmp_path / "bad", "sys.exit('no')")
    good = command(tmp_path, FINDS_ANA)
    bad.name = "command:bad"
    background = Background([bad, good])
    try:
        background.ask("a", "Ana")
        background.ask("b", "an Ana", soon=True)
        assert heard(background, 4) == [
            ("Ana", "command:bad", []),
            ("Ana", "command:tool", ["actor:Ana"]),
            ("an Ana", "command:bad", []),
            ("an Ana", "command:tool", ["actor:Ana"]),
        ]
        assert not background.is_busy
    finally:
        background.close()
    assert len(background.take_notices()) == 1


# Files ---------------------------------------------------------------------------------------

STORY = {"a": "Ana came.", "b": "Boe left."}


def from_file(tmp_path: Path, *rows: object) -> tuple[dict[str, list[str]], list[str]]:
    """What a file of these lines suggests for each article of the story, and what is said of it."""
    path = tmp_path / "pre.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines))
    tool = FileSuggester(path, DEFAULT, STORY)
    found = {name: said(tool.suggest(name, text)) for name, text in STORY.items()}
    notices = [notice.replace(str(path), "pre.jsonl") for notice in tool.take_notices()]
    return {name: spans for name, spans in found.items() if spans}, notices


def span(start: int, end: int, label: str = "PERSON", **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "label": label, **more}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"id": "a", "spans": [span(0, 3)]}], {"a": ["actor:Ana"]}),
        ([{"text": "Boe left.", "spans": [span(0, 3, token_start=0, token_end=0)],
           "_input_hash": 1, "answer": "accept", "meta": {"pattern": "0"}}], {"b": ["actor:Boe"]}),
        ([{"id": "other", "text": "Boe left.", "spans": [span(0, 3)]}], {"b": ["actor:Boe"]}),
        ([{"id": "a", "suggestions": [span(0, 3, reason="so")]}], {"a": ["actor:Ana"]}),
        ([{"id": "a", "spans": [span(0, 3)]}, "", {"id": "a", "spans": [span(4, 8, "claim")]}],
         {"a": ["actor:Ana", "claim:came"]}),
        ([{"id": "a", "text": "Ana came.", "spans": []}], {}),
        ([{"id": "a"}], {}),
    ],
    ids=["id", "Prodigy", "text", "ours", "two lines", "no spans", "nothing"],
)  # fmt: skip
def test_what_a_file_suggests(tmp_path: Path, rows: list[object], found: object) -> None:
    assert from_file(tmp_path, *rows) == (found, [])


def test_how_sure_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "pre.jsonl"
    spans = [span(0, 3), span(4, 8, "claim", score=0.25)]
    path.write_text(json.dumps({"id": "a", "spans": spans}))
    found = FileSuggester(path, DEFAULT, ["a"]).suggest("a", "Ana came.")
    assert [(s.score, s.reason, s.suggester) for s in found] == [
        (1.0, "pre.jsonl says PERSON", "file:pre.jsonl"),
        (0.25, "pre.jsonl says claim", "file:pre.jsonl"),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("{", "line 1: this line is not the JSON of an article"),
        ("[1]", "line 1: expected `object`, got `array`"),
        ({"id": "a", "spans": [{"start": 0, "end": 3}]},
         "line 1, field spans[0]: object missing required field `label`"),
        ({"id": "a", "spans": [span(0, 30)]},
         "line 1, field spans[0].end: 30 is no offset in this article"),
        ({"id": "a", "suggestions": [span(0, 30)]},
         "line 1, field suggestions[0].end: 30 is no offset in this article"),
        ({"id": "a", "spans": [span(0, 3), span(4, 8, text="went")]},
         "line 1, field spans[1].text: it is “went”, but the article says “came” there"),
        ({"id": "a", "text": "Ana went.", "spans": [span(0, 3)]},
         "line 1, field text: it is not the text of a"),
        ({"id": "a", "text_sha256": "0" * 64, "spans": [span(0, 3)]},
         "line 1, field text: it is not the text of a"),
        ({"id": "c", "spans": []},
         "line 1, field id: the story has no article 'c', and there is no text to find the "
         "article by"),
        ({"spans": []},
         "line 1, field id: it is missing, and there is no text to find the article by"),
    ],
)  # fmt: skip
def test_a_line_that_does_not_fit_is_left_out(tmp_path: Path, row: object, sentence: str) -> None:
    good = {"id": "b", "spans": [span(0, 3)]}
    assert from_file(tmp_path, row, good) == (
        {"b": ["actor:Boe"]},
        [f"pre.jsonl, {sentence}; the line is left out"],
    )


def test_many_lines_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    found, notices = from_file(tmp_path, *["no"] * 10, {"text": "Elsewhere."}, {"text": "Or not."})
    assert found == {}
    assert notices[3:] == [
        "file:pre.jsonl: 7 more lines refused",
        "pre.jsonl: line 11 and 1 more fit no article of the story",
    ]


def test_a_file_that_goes_before_it_is_read(tmp_path: Path) -> None:
    tool = FileSuggester(tmp_path / "gone.jsonl", DEFAULT, STORY)
    assert tool.suggest("a", "Ana") == []
    assert tool.take_notices() == [
        f"{tmp_path / 'gone.jsonl'}: it cannot be read: no such file or directory; "
        "nothing of it is suggested"
    ]


# Libraries -----------------------------------------------------------------------------------


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


# What is asked for ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("bert:x", "--suggest bert:x: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or "
         "file:PATH"),
        ("spacy", "--suggest spacy: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or file:PATH"),
        ("file:", "--suggest file:: say spacy:NAME, gliner:NAME, command:'PROGRAM …' or file:PATH"),
        ("command:no-such-program -x",
         "--suggest command:no-such-program -x: there is no program 'no-such-program' that can be "
         "run"),
        ("command:a 'b", "--suggest command:a 'b: this is no command: no closing quotation"),
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
        f"--suggest {module}:m: {name} is not installed; "
        f"install it with pip install 'sidelight[{module}]'"
    )
