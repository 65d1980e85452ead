"""How each tool writes a text as words with spans by their numbers; see `word_json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from store.formats.fields import Fields
from store.formats.json_files import listed
from store.formats.tagging import OUTSIDE, is_tag
from store.formats.token_files import TokenDocument, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MENTION: Final = "mention"
"""The label of what is only said to mean the same as something else."""
_UNTAGGED: Final = frozenset({None, "", "-"})


@dataclass(slots=True)
class WordedDocument(TokenDocument):
    """A text as its words, with what is said of them."""

    spans: list[tuple[int, int, str]] = field(default_factory=list)
    """The number of the first word, that of the word after the last, the label."""
    relations: list[tuple[int, int, str]] = field(default_factory=list)
    """The numbers of head and tail among the spans, the type."""
    clusters: list[list[int]] = field(default_factory=list)
    """The numbers of spans that mean one thing."""

    def add(self, record: Fields, name: str, first: object, after: object, label: object) -> int:
        """A span, and its number; one that is there already is that.

        Raises:
            InputError: It is no range of the words, or has no label.
        """
        match first, after, label:
            case int(), int(), str() if label and 0 <= first < after <= len(self.words):
                span = (first, after, label)
            case _:
                reason = f"it must be a range of the {len(self.words):,} words, and a label"
                raise record.fault(name, reason)
        if span not in self.spans:
            self.spans.append(span)
        return self.spans.index(span)

    def mention(self, record: Fields, name: str, first: object, after: object) -> int:
        """The number of the span there, whatever its label, or of a new one; raises as `add`."""
        found = (n for n, span in enumerate(self.spans) if span[:2] == (first, after))
        number = next(found, None)
        return self.add(record, name, first, after, MENTION) if number is None else number

    def tie(self, record: Fields, name: str, ends: Sequence[object], type_: object) -> None:
        """A relation between two spans by their numbers.

        Raises:
            InputError: There are no such spans, or it has no type.
        """
        match ends, type_:
            case [int(head), int(tail)], str() if (
                type_ and 0 <= head < len(self.spans) and 0 <= tail < len(self.spans)
            ):
                self.relations.append((head, tail, type_))
            case _:
                reason = f"it must be the numbers of two of {len(self.spans):,} spans, and a type"
                raise record.fault(name, reason)

    def join(self, members: list[int]) -> None:
        """A cluster, if it has more than one member."""
        members = list(dict.fromkeys(members))
        if len(members) > 1:
            self.clusters.append(members)


@dataclass(frozen=True, slots=True)
class WordKind:
    """How a tool writes it."""

    needs: tuple[str, ...]
    """Fields that all of its rows have."""
    documents: Callable[[Fields], Iterator[WordedDocument]]
    fields: frozenset[str]
    """Those that are read, or say nothing more."""


def kind_by_fields(values: Mapping[str, object]) -> WordKind | None:
    """Whose a row is."""
    if "sentences" in values:
        first = next(iter(listed(values["sentences"])), None)
        return _CORE_NLP if isinstance(first, dict) else _DYGIE
    return next((kind for kind in _KINDS if all(name in values for name in kind.needs)), None)


def _document(record: Fields, id_: str, sentences: Sequence[Sequence[object]]) -> WordedDocument:
    """A document of words.

    Raises:
        InputError: Something is no word.
    """
    document = WordedDocument(record.line or 1, id_)
    for sentence in sentences:
        for form in sentence:
            if not isinstance(form, str) or not form.strip():
                raise record.fault("", f"word {len(document.words)} of it is no word")
            document.words.append(Word(form, record.line or 1))
        document.end_sentence()
    return document


def _lists(record: Fields, name: str) -> list[list[object]]:
    """A field that must be a list of lists; nothing if it is missing."""
    for number, each in enumerate(record.items(name)):
        if not isinstance(each, list):
            raise record.fault(f"{name}[{number}]", "it must be a list")
    return [each for each in record.items(name) if isinstance(each, list)]


def _joined(record: Fields, document: WordedDocument) -> None:
    """Take the clusters of DyGIE and AllenNLP: lists of first and last words."""
    for number, cluster in enumerate(_lists(record, "clusters")):
        members = []
        for each in cluster:
            place = f"clusters[{number}]"
            match each:
                case [int(first), int(last)]:
                    members.append(document.mention(record, place, first, last + 1))
                case _:
                    raise record.fault(place, "it must be the first and the last word of each")
        document.join(members)


def _dygie(record: Fields) -> Iterator[WordedDocument]:
    document = _document(record, record.name("doc_key", ""), _lists(record, "sentences"))
    for number, sentence in enumerate(_lists(record, "ner")):
        for each in sentence:
            match each:
                case [first, int(last), label, *_]:
                    document.add(record, f"ner[{number}]", first, last + 1, label)
                case _:
                    reason = "it must be the numbers of the first and the last word, and a label"
                    raise record.fault(f"ner[{number}]", reason)
    for number, sentence in enumerate(_lists(record, "relations")):
        place = f"relations[{number}]"
        for each in sentence:
            match each:
                case [int(a), int(b), int(c), int(d), type_, *_]:
                    ends = [document.mention(record, place, *at) for at in ((a, b + 1), (c, d + 1))]
                    document.tie(record, place, ends, type_)
                case _:
                    raise record.fault(place, "it must be first and last words of two, and a type")
    _joined(record, document)
    yield document


def _allen(record: Fields) -> Iterator[WordedDocument]:
    document = _document(record, record.name("id", ""), [record.items("document")])
    _joined(record, document)
    yield document


def _spert(record: Fields) -> Iterator[WordedDocument]:
    document = _document(record, "", [record.items("tokens")])
    numbers = [
        document.add(
            record, each.place, each.number("start"), each.number("end"), each.text("type")
        )
        for each in record.each("entities")
    ]
    for each in record.each("relations"):
        ends = [
            numbers[number] if 0 <= number < len(numbers) else None
            for number in (each.number("head"), each.number("tail"))
        ]
        document.tie(record, each.place, ends, each.text("type"))
    yield document


def _docred(record: Fields) -> Iterator[WordedDocument]:
    sentences = _lists(record, "sents")
    document = _document(record, record.text("title", ""), sentences)
    starts = [0, *accumulate(map(len, sentences))]
    firsts: list[int] = []
    for number, entity in enumerate(_lists(record, "vertexSet")):
        members = []
        for each in entity:
            match each:
                case {"pos": [int(first), int(after)], "sent_id": int(sentence), "type": type_} if (
                    0 <= sentence < len(sentences)
                ):
                    at = starts[sentence]
                    place = f"vertexSet[{number}]"
                    members.append(document.add(record, place, at + first, at + after, type_))
                case _:
                    reason = "each of it must have a pos, a sent_id and a type"
                    raise record.fault(f"vertexSet[{number}]", reason)
        document.join(members)
        firsts.append(members[0] if members else -1)
    for each in record.each("labels"):
        ends = (each.number("h"), each.number("t"))
        known = [firsts[end] if 0 <= end < len(firsts) else -1 for end in ends]
        document.tie(record, each.place, known, each.name("r"))
    yield document


def _tacred(record: Fields) -> Iterator[WordedDocument]:
    name = "token" if record.has("token") else "tokens"
    document = _document(record, record.name("id", ""), [record.items(name)])
    ends = [
        document.add(record, f"{which}_start", record.number(f"{which}_start"),
                     record.number(f"{which}_end") + 1, record.text(f"{which}_type", MENTION))
        for which in ("subj", "obj")
    ]  # fmt: skip
    if record.text("relation", "no_relation") != "no_relation":
        document.tie(record, "relation", ends, record.text("relation"))
    yield document


def _spacy2(record: Fields) -> Iterator[WordedDocument]:
    paragraphs = record.each("paragraphs")
    for number, paragraph in enumerate(paragraphs, start=1):
        id_ = record.values.get("id")
        name = id_ if isinstance(id_, str) else ""
        document = WordedDocument(record.line or 1, said=paragraph.text("raw", "") or "")
        if name:
            document.id = name if len(paragraphs) == 1 else f"{name}-{number}"
        for sentence in paragraph.each("sentences"):
            for token in sentence.each("tokens"):
                tag = token.values.get("ner")
                tag = OUTSIDE if tag in _UNTAGGED else tag
                if not isinstance(tag, str) or not is_tag(tag):
                    raise token.fault("ner", "it must be a tag such as B-actor or O")
                if token.text("orth").strip():
                    document.words.append(Word(token.text("orth"), document.line, (tag,)))
            document.end_sentence()
        yield document


def _core_nlp(record: Fields) -> Iterator[WordedDocument]:
    sentences = record.each("sentences")
    document = WordedDocument(record.line or 1, record.name("docId", ""))
    starts = [0]
    for sentence in sentences:
        for token in sentence.each("tokens"):
            form = token.text("originalText", "") or token.text("word")
            after = token.values.get("after")
            if not document.words:
                document.before = token.text("before", "")
            said = after if isinstance(after, str) else None
            document.words.append(Word(form, document.line, after=said))
        document.end_sentence()
        starts.append(len(document.words))
    for sentence, at in zip(sentences, starts, strict=False):
        for each in sentence.each("entitymentions"):
            first, after_last = at + each.number("tokenBegin"), at + each.number("tokenEnd")
            if each.has("docTokenBegin"):
                first, after_last = each.number("docTokenBegin"), each.number("docTokenEnd")
            document.add(record, each.place, first, after_last, each.text("ner"))
    for chain in record.inner("corefs").values.values():
        mentions = [Fields(m, record.path, record.line, "corefs") for m in listed(chain)
                    if isinstance(m, dict)]  # fmt: skip
        if len(mentions) > 1:
            document.join([_mentioned(document, each, starts) for each in mentions])
    yield document


def _mentioned(document: WordedDocument, each: Fields, starts: Sequence[int]) -> int:
    """The number of a mention that CoreNLP names by its sentence; all count from 1."""
    sentence = each.number("sentNum") - 1
    if not 0 <= sentence < len(starts):
        raise each.fault("sentNum", f"there are {len(starts) - 1:,} sentences")
    at = starts[sentence] - 1
    return document.mention(each, "", at + each.number("startIndex"), at + each.number("endIndex"))


_KINDS: Final = (
    WordKind(("sents", "vertexSet"), _docred, frozenset({"title", "sents", "vertexSet", "labels"})),
    WordKind(
        ("subj_start", "obj_start"),
        _tacred,
        frozenset({"id", "token", "tokens", "relation", "subj_type", "obj_type"})
        | {f"{which}_{end}" for which in ("subj", "obj") for end in ("start", "end")},
    ),
    WordKind(("paragraphs",), _spacy2, frozenset({"id", "paragraphs"})),
    WordKind(("document", "clusters"), _allen, frozenset({"id", "document", "clusters"})),
    WordKind(
        ("tokens", "entities"), _spert, frozenset({"tokens", "entities", "relations", "orig_id"})
    ),
)
_DYGIE: Final = WordKind(
    ("sentences",), _dygie, frozenset({"doc_key", "sentences", "ner", "relations", "clusters"})
)
_CORE_NLP: Final = WordKind(("sentences",), _core_nlp, frozenset({"docId", "sentences", "corefs"}))
