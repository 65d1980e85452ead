"""Edited articles with known truth: where each annotated passage really went.

Every code point of an article has a number of its own, which it keeps through all edits. A passage
is where its code points are, if they all are there, in a row; else it is nowhere. What is moved
takes its numbers along; what is inserted has none.

Different histories can lead from the same old text to the same new one: that a sentence was
deleted and then written again elsewhere, word for word, cannot be told from its having been moved.
Where that is so, the truth is the plainer history:

- A passage that stands once in the old and once in the new text, together with the `IN_SIGHT`
  code points on either side of it, may be taken for that passage, whatever happened to it.
- Of an original and its copy that is the passage which has kept more of its context.
- What is put in the place of something else keeps the words that both begin and end with.
- A name that was corrected does not come back, nothing is moved or copied that stands twice in the
  text, and where one of two equal passages was deleted, nothing is moved or copied.
- Of two sentences that change places, the words that both begin and end with stay, if many.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.text.anchoring import CONTEXT
from store.text.span import Span

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

IN_SIGHT: Final = 2 * CONTEXT
"""Code points on either side by which a passage is known whatever has happened to it."""
_END: Final = "\ue000"

_NAMES: Final = (
    "Angela Merkel", "Merkel", "Vladimir Putin", "Putin", "Anna Lindqvist", "Lindqvist", "Moscow",
    "Berlin", "Damascus", "Iran", "Iraq", "the ministry", "the Kremlin", "U.S. officials", "NATO",
    "São Paulo", "Chancellor Merkel", "O’Brien",
)  # fmt: skip
_DEEDS: Final = (
    "would not withdraw its troops from the border", "had agreed to a ceasefire of ten days",
    "was preparing new sanctions", "refused to publish the findings of the inquiry",
    "had sent a second convoy of aid", "was ready to reopen the crossing",
    "had ordered an attack on the port", "wanted to meet the families of the missing",
)  # fmt: skip
_TIMES: Final = ("on Monday", "on Tuesday", "late on Friday", "last week", "in May", "again")
_CLAIMS: Final = ("said", "told reporters", "insisted", "wrote in a statement", "denied")
_BOILERPLATE: Final = (
    "Reporting by our correspondents; editing by the desk.",
    "The ministry did not immediately respond to a request for comment.",
    "This is a developing story. It will be updated as Moscow and Berlin respond.",
)
_WORD: Final = re.compile(r"\w+")
_SENTENCE: Final = re.compile(r"[^\s.][^.\n]*\.?")
_NAMED: Final = re.compile("|".join(map(re.escape, sorted(_NAMES, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class Case:
    """An article before and after its edits, with what was annotated and where that went."""

    edits: tuple[str, ...]
    old: str
    new: str
    spans: tuple[Span, ...]
    truth: tuple[Span | None, ...]
    """Where each passage is by its numbers, else by sight; None if it is nowhere."""
    in_sight: tuple[Span | None, ...]
    """Where each passage is by sight."""


@dataclass(slots=True)
class Draft:
    """A text that is edited, with the number of each of its code points."""

    text: str
    numbers: list[int]
    """What is new has the number -1; what is a copy of number n has -2 - n."""
    aim: Span
    """The annotated span of the old text that the edits should hit."""
    old: str
    """The text before all edits."""
    corrected: set[str] = field(default_factory=set)
    """The names that were corrected somewhere."""
    has_moved: bool = False
    has_lost_an_equal: bool = False

    def replace(self, where: Span, by: str) -> None:
        """Put other words in a place; the words that both begin and end with stay."""
        was = where.of(self.text)
        if was == by:
            return
        head = _same_words(was, by)
        tail = _same_words(was[head:][::-1], by[head:][::-1])
        numbers = self.numbers[where.start : where.end]
        kept = [-1] * (len(by) - head - tail)
        self.put(where, by, numbers[:head] + kept + numbers[len(numbers) - tail :])

    def put(self, where: Span, by: str, numbers: Sequence[int]) -> None:
        self.text = self.text[: where.start] + by + self.text[where.end :]
        self.numbers[where.start : where.end] = numbers

    def insert(self, at: int, words: str) -> None:
        self.put(Span(at, at), words, [-1] * len(words))

    def cut(self, where: Span) -> tuple[str, list[int]]:
        taken = where.of(self.text), self.numbers[where.start : where.end]
        self.put(where, "", [])
        return taken

    def copied(self, where: Span) -> list[int]:
        """The numbers that a copy of a place has."""
        return [n if n < 0 else -2 - n for n in self.numbers[where.start : where.end]]

    def sentences(self) -> list[Span]:
        return [Span(*m.span()).trimmed(self.text) for m in _SENTENCE.finditer(self.text)]

    def paragraphs(self) -> list[Span]:
        """The paragraphs, each with the blank line after it."""
        return [Span(*m.span()) for m in re.finditer(r".+?(?:\n\n+|\Z)", self.text, re.DOTALL)]

    def now(self, span: Span) -> Span | None:
        """Where a span of the old text is."""
        return _truth(self.numbers, [span])[0]


def _same_words(one: str, other: str) -> int:
    """How many code points of whole words two texts have in common at the start."""
    pairs = zip(one, other, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    while same > 0 and any(
        same < len(text) and text[same - 1].isalnum() and text[same].isalnum()
        for text in (one, other)
    ):
        same -= 1
    return same


def _truth(numbers: Sequence[int], spans: Sequence[Span]) -> list[Span | None]:
    """Where the code points of each span are, if they all are there and in a row."""
    origins = [number if number >= -1 else -2 - number for number in numbers]

    def origin(place: int) -> int:
        return origins[place] if 0 <= place < len(origins) else -1

    def places(span: Span) -> Iterator[int]:
        whole = list(range(span.start, span.end))
        at = -1
        for _ in range(origins.count(span.start)):
            at = origins.index(span.start, at + 1)
            if origins[at : at + len(whole)] == whole:
                yield at

    def surroundings(span: Span, at: int) -> tuple[int, bool]:
        """How much of the context is still there; and whether it is not a copy."""
        before = [origin(at - 1 - i) == span.start - 1 - i >= 0 for i in range(CONTEXT)]
        end = at + len(span)
        after = [origin(end + i) == span.end + i for i in range(CONTEXT)]
        return (*before, False).index(False) + (*after, False).index(False), numbers[at] >= 0

    found: list[Span | None] = []
    for span in spans:
        ats = list(places(span))
        if len(ats) > 1:  # mostly there is one, and looking around it is dear
            ats = [-max((*surroundings(span, at), -at) for at in ats)[-1]]
        found.append(Span(ats[0], ats[0] + len(span)) if ats else None)
    return found


def _by_sight(old: str, new: str, span: Span) -> Span | None:
    """Where a span stands with all of its context, if it stands so once in either text."""
    # A text begins and ends with what no text holds, so that its ends are context as well.
    was, now = (f"{_END}{text}{_END}" for text in (old, new))
    low = max(0, span.start + 1 - IN_SIGHT)
    seen = was[low : span.end + 1 + IN_SIGHT]
    if was.count(seen) == now.count(seen) == 1:
        start = now.index(seen) + span.start - low
        return Span(start, start + len(span))
    return None


# Articles ----------------------------------------------------------------------------------


def sentence(chance: random.Random) -> str:
    """A sentence of a news report; there are only so many."""
    who, where, again = (chance.choice(_NAMES) for _ in range(3))
    deed, time = chance.choice(_DEEDS), chance.choice(_TIMES)
    claimed = chance.choice(_CLAIMS)
    said = (
        f"{who} {claimed} {time} that {where} {deed}.",
        f"{time} {who} {deed}, {again} {claimed} in {where}.",
        f"“{where} {deed},” {who} {claimed}.",
        f"According to {who}, {where} {deed} {time}, and {again} {chance.choice(_DEEDS)}.",
        f"{who} {claimed} it {chance.randint(2, 99)} times.",
    )[chance.randrange(5)]
    return said[0].upper() + said[1:]


def article(chance: random.Random, paragraphs: int) -> str:
    """An article in which names, sentences and whole paragraphs recur."""
    used = [sentence(chance)]
    parts = [f"{chance.choice(_NAMES)} and {chance.choice(_NAMES)}: what {chance.choice(_TIMES)}"]
    for _ in range(paragraphs):
        if chance.random() < 0.15:
            parts.append(chance.choice((*_BOILERPLATE, *parts)))
            continue
        some = []
        for _ in range(chance.randint(1, 5)):
            some.append(chance.choice(used) if chance.random() < 0.15 else sentence(chance))
        used.extend(some)
        parts.append(" ".join(some))
    return "\n\n".join(parts) + chance.choice(("", "\n"))


def annotated(chance: random.Random, text: str, count: int) -> tuple[Span, ...]:
    """Spans as people make them, and as they do not: also at the very ends, nested, the same."""
    names = [Span(*m.span()) for m in _NAMED.finditer(text)]
    words = [Span(*m.span()) for m in _WORD.finditer(text)]
    sentences = [Span(*m.span()).trimmed(text) for m in _SENTENCE.finditer(text)]
    spans = []
    for _ in range(count):
        kind = chance.random()
        if kind < 0.5 and names:
            spans.append(chance.choice(names))
        elif kind < 0.65 and words:
            first = chance.randrange(len(words))
            last = min(len(words) - 1, first + chance.randrange(8))
            spans.append(Span(words[first].start, words[last].end))
        elif kind < 0.8 and sentences:
            spans.append(chance.choice(sentences))
        elif kind < 0.87:
            start = chance.randrange(len(text))
            spans.append(Span(start, min(len(text), start + chance.choice((1, 1, 2, 5, 300)))))
        elif kind < 0.92:
            spans.append(Span(0, chance.randint(1, min(40, len(text)))))
        elif kind < 0.97:
            spans.append(Span(len(text) - chance.randint(1, min(40, len(text))), len(text)))
        elif spans:
            spans.append(chance.choice(spans))
    return tuple(spans) or (Span(0, 1),)


# Edits -------------------------------------------------------------------------------------


def _some(chance: random.Random, places: Sequence[Span]) -> Span:
    return chance.choice(places) if places else Span(0, 0)


def _aimed(chance: random.Random, draft: Draft, places: Sequence[Span]) -> Span:
    """The place that holds the annotated span at which the edits aim, or any."""
    where = draft.now(draft.aim) if chance.random() < 0.7 else None
    holding = [place for place in places if where and place.overlaps(where)]
    return _some(chance, holding or places)


def _words(draft: Draft) -> list[Span]:
    return [Span(*m.span()) for m in _WORD.finditer(draft.text)]


def _near(chance: random.Random, draft: Draft) -> Span:
    """A few words in a row, often right beside the annotated span or in it."""
    words = _words(draft)
    where = draft.now(draft.aim)
    if where and chance.random() < 0.7:
        low, high = where.start - CONTEXT, where.end + CONTEXT
        words = [word for word in words if low < word.end and word.start < high] or words
    if not words:
        return Span(0, 0)
    first = chance.randrange(len(words))
    return Span(words[first].start, words[min(len(words) - 1, first + chance.randrange(3))].end)


def _insert_sentence(chance: random.Random, draft: Draft) -> None:
    at = _aimed(chance, draft, draft.sentences()).start
    draft.insert(at, sentence(chance) + " ")


def _insert_paragraph(chance: random.Random, draft: Draft) -> None:
    at = _some(chance, draft.paragraphs()).start
    draft.insert(at, " ".join(sentence(chance) for _ in range(chance.randint(1, 4))) + "\n\n")


def _delete_sentence(chance: random.Random, draft: Draft) -> None:
    _delete(draft, _aimed(chance, draft, draft.sentences()))


def _delete_paragraph(chance: random.Random, draft: Draft) -> None:
    _delete(draft, _aimed(chance, draft, draft.paragraphs()))


def _delete(draft: Draft, place: Span) -> None:
    is_equal = place not in _once(draft, [place])
    if is_equal and draft.has_moved:
        return
    draft.has_lost_an_equal |= is_equal
    draft.cut(place)


def _delete_words(chance: random.Random, draft: Draft) -> None:
    draft.cut(_near(chance, draft))


def _insert_words(chance: random.Random, draft: Draft) -> None:
    names = [name for name in _NAMES if not any(was in name for was in draft.corrected)]
    draft.insert(_near(chance, draft).start, f"{chance.choice(names or ['Robin'])} ")


def _replace_words(chance: random.Random, draft: Draft) -> None:
    other = _some(chance, _words(draft))
    by = other.of(draft.text) if chance.random() < 0.5 else chance.choice(_DEEDS)
    draft.replace(_near(chance, draft), by)


def _replace_sentence(chance: random.Random, draft: Draft) -> None:
    where = _aimed(chance, draft, draft.sentences())
    draft.replace(where, sentence(chance))


def _replace_paragraph(chance: random.Random, draft: Draft) -> None:
    where = _aimed(chance, draft, draft.paragraphs())
    draft.replace(where, " ".join(sentence(chance) for _ in range(3)) + "\n\n")


def _once(draft: Draft, places: Sequence[Span]) -> list[Span]:
    """The places whose words stand nowhere else: only of those one can see that they moved."""

    def is_once(place: Span) -> bool:
        origin = [n for n in draft.numbers[place.start : place.end] if n >= 0]
        was = draft.old[min(origin) : max(origin) + 1].strip() if origin else ""
        is_new = not was
        return draft.text.count(place.of(draft.text).strip()) == 1 and (
            is_new or draft.old.count(was) == 1
        )

    return [place for place in places if is_once(place)]


def _move(chance: random.Random, draft: Draft, pieces: Callable[[Draft], list[Span]]) -> None:
    if draft.has_lost_an_equal:
        return
    draft.has_moved = True
    # The last paragraph has no blank line after it: moved, it would become part of another.
    text, numbers = draft.cut(_aimed(chance, draft, _once(draft, pieces(draft)[:-1])))
    at = _some(chance, pieces(draft)).start
    draft.put(Span(at, at), text, numbers)


def _move_paragraph(chance: random.Random, draft: Draft) -> None:
    _move(chance, draft, Draft.paragraphs)


def _move_sentence(chance: random.Random, draft: Draft) -> None:
    _move(chance, draft, Draft.sentences)


def _duplicate_paragraph(chance: random.Random, draft: Draft) -> None:
    where = _aimed(chance, draft, _once(draft, draft.paragraphs()[:-1]))
    apart = [p for p in draft.paragraphs() if p.start not in (where.start, where.end)]
    if apart and not draft.has_lost_an_equal:
        draft.has_moved = True
        at = chance.choice(apart).start
        draft.put(Span(at, at), where.of(draft.text), draft.copied(where))


def _rename(chance: random.Random, draft: Draft) -> None:
    """Correct a name, in one place or everywhere."""
    found = [Span(*m.span()) for m in _NAMED.finditer(draft.text)]
    one = _aimed(chance, draft, found)
    name = one.of(draft.text)
    draft.corrected.add(name)
    others = {*_NAMES, "Angela Merkle", "Putín"} - draft.corrected
    by = chance.choice(sorted(others) or ["Robin"])
    everywhere = chance.random() < 0.5
    for place in reversed(found):
        if place == one or (everywhere and place.of(draft.text) == name):
            draft.replace(place, by)


def _swap_sentences(chance: random.Random, draft: Draft) -> None:
    """Let two sentences that name the same change places."""
    sentences = _once(draft, draft.sentences())
    one = _aimed(chance, draft, sentences)
    name = _NAMED.search(one.of(draft.text))
    alike = [s for s in sentences if s != one and name and name[0] in s.of(draft.text)]
    other = _some(chance, alike)
    if other.overlaps(one) or not len(other) or draft.has_lost_an_equal:
        return
    draft.has_moved = True
    first, second = sorted((one, other))
    words = first.of(draft.text), second.of(draft.text)
    head = _same_words(*words)
    tail = _same_words(words[0][head:][::-1], words[1][head:][::-1])
    # Of sentences that differ in a word the words change places.
    head, tail = (same if same >= CONTEXT else 0 for same in (head, tail))
    first = Span(first.start + head, first.end - tail)
    second = Span(second.start + head, second.end - tail)
    text, numbers = draft.cut(second)
    earlier = first.of(draft.text), draft.numbers[first.start : first.end]
    at = second.start
    draft.put(Span(at, at), *earlier)
    draft.put(first, text, numbers)


def _look_alike(chance: random.Random, draft: Draft) -> None:
    """Delete what is annotated, and write the same words with half of their context elsewhere."""
    where = draft.now(draft.aim)
    if where is None:
        return
    much = CONTEXT + chance.randrange(40)
    low, high = max(0, where.start - much), min(len(draft.text), where.end + much)
    is_first = chance.random() < 0.5
    half = Span(low, where.end) if is_first else Span(where.start, high)
    # What has kept the context on both sides was moved; the passage itself has not.
    edge = [-1] * min(CONTEXT, len(half))
    numbers = [*edge, *draft.copied(half)[len(edge) : len(half) - len(edge)], *edge][-len(half) :]
    words = half.of(draft.text)
    head, tail = ("", f" {chance.choice(_DEEDS)}. ")
    if not is_first:
        head, tail = f"{sentence(chance)[:-1]}, and ", ". "
    around = [place for place in draft.sentences() if place.overlaps(where)] or [where]
    gone = Span(min(low, around[0].start), max(high, around[-1].end))
    draft.cut(gone)
    # There is at least a sentence between the two places, or it would be an edit of the first.
    elsewhere = [
        place.start
        for place in draft.sentences()
        if len(draft.text[gone.start : place.start].split()) > LEAST_APART
        or len(draft.text[place.start : gone.start].split()) > LEAST_APART
    ]
    if elsewhere:
        at = chance.choice(elsewhere)
        new = [-1] * len(head), [-1] * len(tail)
        draft.put(Span(at, at), f"{head}{words}{tail}", [*new[0], *numbers, *new[1]])


def _typo(chance: random.Random, draft: Draft) -> None:
    at = _near(chance, draft).start
    if at < len(draft.text):
        draft.replace(Span(at, at + 1), chance.choice("aeiou "))


def _spaces(chance: random.Random, draft: Draft) -> None:
    """Write all line ends or spaces in another way."""
    was, by = chance.choice((("\n", "\r\n"), ("\n\n", "\n"), (". ", ".  "), (", ", ",\n")))
    for match in reversed(list(re.finditer(re.escape(was), draft.text))):
        draft.replace(Span(*match.span()), by)


def _normalise(_: random.Random, draft: Draft) -> None:
    """Write letters with their accents apart."""
    for at in reversed(range(len(draft.text))):
        apart = unicodedata.normalize("NFD", draft.text[at])
        if apart != draft.text[at]:
            draft.replace(Span(at, at + 1), apart)


def _headline(chance: random.Random, draft: Draft) -> None:
    end = draft.text.find("\n")
    draft.replace(Span(0, max(0, end)), f"{chance.choice(_NAMES)} {chance.choice(_DEEDS)}")


def _truncate(chance: random.Random, draft: Draft) -> None:
    draft.cut(Span(chance.randint(len(draft.text) // 3, len(draft.text)), len(draft.text)))


def _correct(chance: random.Random, draft: Draft) -> None:
    """A correction at the top that repeats what it corrects."""
    quoted = _aimed(chance, draft, draft.sentences()).of(draft.text)
    draft.insert(0, f"Correction: an earlier version said: “{quoted}” {sentence(chance)}\n\n")


def _rewrite(chance: random.Random, draft: Draft) -> None:
    by = article(chance, chance.randint(1, 8))
    draft.replace(Span(0, len(draft.text)), by)


def _frame(chance: random.Random, draft: Draft) -> None:
    """What an editor or another system adds at the ends."""
    if chance.random() < 0.5:
        draft.insert(0, "\ufeff")
    draft.insert(len(draft.text), chance.choice(("\n", "\n\n", " ", "\n\nUpdated again.")))


LEAST_APART: Final = 8
"""Words, at least, between a passage that is deleted and one that looks like it."""

EDITS: Final[dict[str, Callable[[random.Random, Draft], None]]] = {
    "insert a sentence": _insert_sentence,
    "insert a paragraph": _insert_paragraph,
    "insert words": _insert_words,
    "delete a sentence": _delete_sentence,
    "delete a paragraph": _delete_paragraph,
    "delete words": _delete_words,
    "replace words": _replace_words,
    "replace a sentence": _replace_sentence,
    "replace a paragraph": _replace_paragraph,
    "move a paragraph": _move_paragraph,
    "move a sentence": _move_sentence,
    "duplicate a paragraph": _duplicate_paragraph,
    "correct a name": _rename,
    "swap two similar sentences": _swap_sentences,
    "look-alike elsewhere": _look_alike,
    "a typo": _typo,
    "white space": _spaces,
    "accents apart": _normalise,
    "another headline": _headline,
    "cut the end": _truncate,
    "a correction at the top": _correct,
    "write it anew": _rewrite,
    "ends of the file": _frame,
}

LAST: Final = ("swap two similar sentences", "look-alike elsewhere", "a correction at the top")
"""Edits that are made after all others."""


def drift(
    chance: random.Random,
    text: str | None = None,
    spans: Sequence[Span] = (),
    edits: Sequence[str] = (),
) -> Case:
    """An article with annotations that has been edited, by default in one to six ways.

    Args:
        chance: What decides; the same for the same case.
        text: The article; by default one is made.
        spans: What is annotated in it; by default a few spans are chosen.
        edits: Names of `EDITS`, done in this order; by default some are chosen.
    """
    text = article(chance, chance.randint(1, 10)) if text is None else text
    marked = tuple(spans) or annotated(chance, text, chance.randint(3, 9))
    draft = Draft(text, list(range(len(text))), chance.choice(marked), text)
    names = tuple(edits) or tuple(
        chance.choice(list(EDITS)) for _ in range(chance.choice((1, 1, 2, 3, 4, 6)))
    )
    # No later edit wipes out what gives away that one place is not the other.
    for name in sorted(names, key=LAST.__contains__):
        if chance.random() < 0.3:
            draft.aim = chance.choice(marked)
        EDITS[name](chance, draft)
    by_number = _truth(draft.numbers, marked)
    by_sight = tuple(_by_sight(text, draft.text, span) for span in marked)
    truth = tuple(found or seen for found, seen in zip(by_number, by_sight, strict=True))
    return Case(names, text, draft.text, marked, truth, by_sight)
