"""What is decided becomes the gold, is undone, and is open again where somebody's work changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace

from store.adjudication.docket import Docket
from store.adjudication.gathering import items_of_story
from store.adjudication.questions import LEFT_OUT, DocketEntry, changed_since, number_taken
from store.annotations.actions import remove
from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation, DecisionKind, Mention, Relation
from store.articles import find_story
from tests.people import opened_as, quoted_spans, write_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.story.workspace import Workspace

TEXT: Final = "The mayor said the curfew would stay in force until noon, officers said.\n"
ARTICLE: Final = "curfew"


def write(folder: Path, people: Mapping[str, str], ties: Mapping[str, str] = {}) -> Path:
    """A story of one article, as people have annotated it; each ties the first of their spans, read
    by place, to their second one by the types that are given."""
    folder.mkdir()
    (folder / f"{ARTICLE}.txt").write_text(TEXT, encoding="utf-8")
    for who, quotes in people.items():
        spans = quoted_spans(TEXT, quotes, who)
        tied = [
            Relation(f"{who}-{kind}", kind, ends[0], ends[1])
            for ends in ([Mention(ARTICLE, each.id) for each in spans[:2]],)
            for kind in ties.get(who, "").split()
        ]
        write_work(folder, who, {ARTICLE: spans}, tied)
    return folder


def docket_of(folder: Path, *people: str) -> Docket:
    return Docket(items_of_story(find_story([folder]), people or ("ana", "ben", "cleo")))


def decide(gold: Workspace, docket: Docket, *numbers: int) -> None:
    """Take readings of what needs a look, one after another."""
    for number in numbers:
        edit = docket.decide(gold.now, needing_a_look(gold, docket)[0].question, number, "dan")
        assert edit is not None
        gold.apply(edit)


def take_agreed(gold: Workspace, docket: Docket) -> int:
    edit, count = docket.decide_agreed(gold.now, ARTICLE, "dan")
    if edit is not None:
        gold.apply(edit)
    return count


def needing_a_look(gold: Workspace, docket: Docket) -> list[DocketEntry]:
    return [each for each in docket.entries(gold.now, ARTICLE) if each.needs_a_look]


def told(gold: Workspace) -> list[str]:
    """The gold as "label words", and its ties as "words type words"."""
    spans = [f"{a.label} {a.text}" for a in gold.article(ARTICLE).annotations]
    texts = {a.id: a.text for a in gold.article(ARTICLE).annotations}
    return spans + [f"{texts[r.head.id]} {r.type} {texts[r.tail.id]}" for r in gold.now.relations]


PEOPLE: Final = {
    "ana": "actor The mayor + claim the curfew would stay in force + source officers",
    "ben": "actor The mayor + claim the curfew would stay in force until noon",
    "cleo": "actor The mayor + claim the curfew would stay in force",
}


def test_what_all_have_is_taken_at_once_and_the_rest_one_by_one(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        assert take_agreed(gold, docket) == 1
        assert told(gold) == ["actor The mayor"]
        first, second = needing_a_look(gold, docket)
        assert (first.question.differences, first.question.majority) == (("boundary",), 1)
        assert (second.question.differences, second.question.majority) == (("missing",), LEFT_OUT)
        assert [r.people for r in first.question.readings] == [("ana", "cleo"), ("ben",)]
        decide(gold, docket, 2, LEFT_OUT)
        assert told(gold) == ["actor The mayor", "claim the curfew would stay in force until noon"]
        assert needing_a_look(gold, docket) == []
        assert all(not each.is_open for each in docket.entries(gold.now, ARTICLE))
        links = gold.now.links()
        claim = list(gold.article(ARTICLE).annotations)[1]
        decision = links.decision_for(claim.id)
        assert decision is not None
        assert (decision.taken, decision.by, decision.kind) == (("ben",), "dan", "spans")
        assert [each.who for each in decision.seen] == ["ana", "ben", "cleo"]
        assert all(each.number == 2 and len(each.chain) == 32 for each in decision.seen)


def test_what_was_decided_is_there_when_the_story_is_opened_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    with opened_as(folder) as gold:
        take_agreed(gold, docket_of(folder))
        decide(gold, docket_of(folder), 1)
        before = docket_of(folder).entries(gold.now, ARTICLE)
    with opened_as(folder) as gold:
        assert docket_of(folder).entries(gold.now, ARTICLE) == before
        assert len(needing_a_look(gold, docket_of(folder))) == 1


def test_each_decision_is_taken_back_as_one(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        states = [told(gold)]
        take_agreed(gold, docket)
        states.append(told(gold))
        for number in (2, 1):
            decide(gold, docket, number)
            states.append(told(gold))
        assert gold.undo()
        assert len(needing_a_look(gold, docket)) == 1
        for state in reversed(states[:-2]):
            assert gold.undo()
            assert told(gold) == state
        assert len(gold.now.links()) == 0
        while gold.redo():
            pass
        assert told(gold) == states[-1]


def test_another_reading_takes_the_place_of_the_first_and_keeps_what_was_made_of_it(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        question = needing_a_look(gold, docket)[0].question
        ids = []
        for number, words in ((1, "force"), (2, "force until noon"), (LEFT_OUT, ""), (1, "force")):
            edit = docket.decide(gold.now, question, number, "dan")
            assert edit is not None
            gold.apply(edit)
            made = list(gold.article(ARTICLE).annotations)
            assert [a.text for a in made] == (
                [f"the curfew would stay in {words}"] if number else []
            )
            ids.append(made[0].id if made else "")
            (decision,) = gold.now.links().decisions.values()
            assert decision.made == tuple(filter(None, [ids[-1]]))
            assert number_taken(decision, question) == number
        assert ids[0] == ids[1] != ids[3]
        edit = docket.open_again(gold.now, question)
        assert edit is not None
        gold.apply(edit)
        assert told(gold) == []
        assert len(gold.now.links().decisions) == 0


def test_what_stands_in_the_gold_already_is_taken_for_what_is_decided(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    (mayor,) = quoted_spans(TEXT, "actor The mayor", "own")
    write_work(folder, "gold", {ARTICLE: [mayor]})
    with opened_as(folder) as gold:
        take_agreed(gold, docket_of(folder))
        assert [a.id for a in gold.article(ARTICLE).annotations] == [mayor.id]
        assert gold.now.links().decision_for(mayor.id) is not None


def change(folder: Path, who: str, quote: str, **fields: object) -> None:
    """Somebody changes one of their annotations, or without fields removes it."""
    with opened_as(folder, who) as own:
        annotation = next(a for a in own.article(ARTICLE).annotations if a.text == quote)
        if not fields:
            own.apply(remove(ARTICLE, annotation, own.now.links()))
            return
        after = replace(annotation, **fields)
        own.apply(EditOfAnnotation(ARTICLE, annotation, after))


CHANGES: Final[tuple[tuple[str, str, dict[str, object], str], ...]] = (
    ("ben", "The mayor", {"label": "source"}, "The mayor"),
    ("cleo", "the curfew would stay in force", {}, "the curfew would stay in force until noon"),
    ("ana", "officers", {"start": 58, "end": 71, "text": "officers said"}, "officers said"),
    ("ana", "officers", {}, "officers"),
)


@pytest.mark.parametrize(("who", "quote", "fields", "reopened"), CHANGES)
def test_a_later_change_opens_again_what_it_is_about_and_nothing_else(
    tmp_path: Path, who: str, quote: str, fields: dict[str, object], reopened: str
) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    with opened_as(folder) as gold:
        take_agreed(gold, docket_of(folder))
        decide(gold, docket_of(folder), 2, 1)
        before = told(gold)
        change(folder, who, quote, **fields)
        docket = docket_of(folder)
        open_again = needing_a_look(gold, docket)
        assert told(gold) == before
        (entry,) = open_again
        assert TEXT[entry.question.start : entry.question.end] == reopened
        assert entry.earlier is not None
        assert changed_since(entry.earlier, entry.question) == (who,)
        decide(gold, docket, 1)
        assert needing_a_look(gold, docket) == []
        assert len(gold.now.links().decisions) == 3


def test_what_nobody_has_any_more_stays_or_goes_as_it_is_decided(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    with opened_as(folder) as gold:
        take_agreed(gold, docket_of(folder))
        decide(gold, docket_of(folder), 1, 1)
        assert told(gold)[-1] == "source officers"
        change(folder, "ana", "officers")
        docket = docket_of(folder)
        (entry,) = needing_a_look(gold, docket)
        assert (entry.question.votes, entry.question.majority) == ((3, 0), LEFT_OUT)
        for number, words in ((1, "source officers"), (LEFT_OUT, "claim the curfew")):
            decide(gold, docket, number)
            assert told(gold)[-1].startswith(words)
            assert needing_a_look(gold, docket) == []
            assert gold.undo()


def test_a_note_or_a_change_far_away_opens_nothing_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", PEOPLE)
    with opened_as(folder) as gold:
        take_agreed(gold, docket_of(folder))
        decide(gold, docket_of(folder), 2, 1)
    change(folder, "ana", "The mayor", note="really?")
    path = folder / f"{ARTICLE}.txt"
    path.write_text(f"A headline, and a longer one.\n\n{TEXT}", encoding="utf-8")
    for who in PEOPLE:
        write_work(folder, who, {ARTICLE: []})  # of another text nobody is done yet
    with opened_as(folder) as gold:
        assert needing_a_look(gold, docket_of(folder)) == []


def test_a_new_span_that_joins_opens_it_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", {"ana": "actor The mayor", "ben": ""})
    with opened_as(folder) as gold:
        decide(gold, docket_of(folder, "ana", "ben"), 1)
        write_work(folder, "ben", {ARTICLE: quoted_spans(TEXT, "actor mayor", "ben")})
        (entry,) = needing_a_look(gold, docket_of(folder, "ana", "ben"))
        assert entry.question.differences == ("boundary",)
        assert entry.earlier is not None


TIED: Final = {
    "ana": "claim the curfew would stay + source The mayor",
    "ben": "claim the curfew would stay + source The mayor",
    "cleo": "claim the curfew would stay in force + source The mayor",
}


def test_a_tie_waits_for_its_ends_and_follows_them_where_all_agree(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", TIED, dict.fromkeys(TIED, "attribution"))
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        assert told(gold) == ["source The mayor"]
        decide(gold, docket, 1)
        assert told(gold)[2:] == ["the curfew would stay attribution The mayor"]
        assert gold.undo()
        assert told(gold) == ["source The mayor"]
        assert gold.redo()
        asked = [each.question for each in docket.entries(gold.now, ARTICLE)]
        claim = next(each for each in asked if len(each.readings) == 2)
        edit = docket.decide(gold.now, claim, 2, "dan")
        assert edit is not None
        gold.apply(edit)
        assert told(gold)[2:] == ["the curfew would stay in force attribution The mayor"]


def test_a_tie_that_somebody_with_both_ends_has_left_out_is_asked(tmp_path: Path) -> None:
    folder = write(tmp_path / "story", TIED, {"ana": "attribution", "cleo": "attribution"})
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        take_agreed(gold, docket)
        decide(gold, docket, 1)
        (entry,) = needing_a_look(gold, docket)
        assert entry.question.kind is DecisionKind.RELATION
        assert (entry.question.votes, entry.question.majority) == ((1, 2), 1)
        decide(gold, docket, LEFT_OUT)
        assert len(told(gold)) == 2
        assert needing_a_look(gold, docket) == []


def test_a_tie_of_two_labels_on_the_same_words_keeps_each_at_its_end(tmp_path: Path) -> None:
    both = "source officers + actor officers"
    people = {"ana": both, "ben": both, "cleo": "source officers said + actor officers said"}
    folder = write(tmp_path / "story", people, dict.fromkeys(people, "names"))
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        decide(gold, docket, 1)
        (tie,) = gold.now.relations
        ends = [gold.now.annotation(each) for each in (tie.head, tie.tail)]
        assert [each.label for each in ends if each is not None] == ["source", "actor"]


def test_what_ties_two_spans_for_which_one_was_taken_is_not_asked(tmp_path: Path) -> None:
    people = {
        "ana": "claim the curfew would stay + claim in force",
        "ben": "claim the curfew would stay in force",
        "cleo": "claim the curfew would stay in force",
    }
    folder = write(tmp_path / "story", people, {"ana": "continues"})
    docket = docket_of(folder)
    with opened_as(folder) as gold:
        decide(gold, docket, 1)
        assert told(gold) == ["claim the curfew would stay in force"]
        assert needing_a_look(gold, docket) == []


def test_a_share_of_what_all_have_is_looked_at_and_is_always_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    words = [f"w{number:03}" for number in range(200)]
    text = "".join(words)
    (folder / f"{ARTICLE}.txt").write_text(text, encoding="utf-8")
    for who in ("ana", "ben"):
        spans = [
            Annotation(f"{who}{word}", 4 * at, 4 * at + 4, "actor", word)
            for at, word in enumerate(words)
        ]
        write_work(folder, who, {ARTICLE: spans})
    items = items_of_story(find_story([folder]), ("ana", "ben"))
    counts = []
    with opened_as(folder) as gold:
        for share in (0.0, 0.25, 0.25, 1.0):
            docket = Docket(items, checked_share=share)
            counts.append(len(needing_a_look(gold, docket)))
        total = len(docket.entries(gold.now, ARTICLE))
    assert counts[0] == 0
    assert total * 0.15 < counts[1] == counts[2] < total * 0.35
    assert counts[3] == total
