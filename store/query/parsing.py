"""Reads a query: of any text, as far as it goes, with the places of what is wrong.

    query  = group { "or" group }        group = term { term }
    term   = [ "-" ] ( field op value | word | "words" | /regex/ | "(" query ")" )
    op     = ":"  "="  "<"  ">"  "<="  ">="        value = word | "words" | /regex/

`para:` before all of it asks for paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.query.fields import ATTRIBUTE, FIELDS
from store.query.tree import (
    IS,
    Conjunction,
    Disjunction,
    Negation,
    Node,
    ParsedQuery,
    QueryFault,
    Term,
)
from store.search import LONGEST
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST: Final = 20
"""Brackets within brackets that are read."""
_PARAGRAPHS: Final = regex.compile(r"\s*para:(?=\s|$)", regex.IGNORECASE)
_OR: Final = regex.compile(r'or(?=[\s()"]|$)', regex.IGNORECASE)
_FIELD: Final = regex.compile(r"(?P<field>\p{L}[\w.-]*)(?P<op>:(?:[<>]=?)?|[<>]=?|=)")
_ASKED: Final = regex.compile(r'"[^"]*"?|(?<![^\s(-])(?P<field>\p{L}[\w.-]*)[:=<>](?=\S|$)')
_QUOTED: Final = regex.compile(r'"(?P<inside>(?:\\["\\]|[^"])*+)(?P<end>"?)')
_REGEX: Final = regex.compile(r"/(?P<inside>(?:\\.|[^/\\])++)(?P<end>/?)")
_ESCAPED: Final = regex.compile(r'\\(["\\])')


def asks_by_field(text: str, labels: Iterable[str]) -> bool:
    """Whether what somebody searches for is a query: it asks by a field, or by a label's name.

    Args:
        text: What is typed.
        labels: The names of the labels.
    """
    if _PARAGRAPHS.match(text):
        return False  # these are found by the command line
    known = {*FIELDS, *(label.lower() for label in labels)}
    names = (each["field"].lower() for each in _ASKED.finditer(text) if each["field"])
    return any(name in known or name.startswith(ATTRIBUTE) for name in names)


def parse_query(text: str) -> ParsedQuery:
    """Read a query; whatever it is, something comes of it."""
    if len(text) > LONGEST:
        fault = QueryFault(f"A query can have at most {LONGEST:,} characters",
                           Span(LONGEST, len(text)))  # fmt: skip
        return ParsedQuery(faults=(fault,))
    before = _PARAGRAPHS.match(text)
    reader = _QueryReader(text, before.end() if before else 0)
    tree = reader.query(0)
    while reader.at < len(text):  # a bracket that closes nothing
        here = Span(reader.at, reader.at + 1)
        reader.faults.append(QueryFault("There is no bracket for this one to close", here))
        reader.at += 1
        tree = _joined(Conjunction, [tree, reader.query(0)])
    return ParsedQuery(tree, tuple(reader.faults), before is not None)


def _joined(kind: type[Conjunction | Disjunction], parts: list[Node | None]) -> Node | None:
    """Parts as one; none where there is none."""
    found = [part for part in parts if part is not None]
    return kind(tuple(found)) if len(found) > 1 else found[0] if found else None


class _QueryReader:
    """Reads from a place on."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self.faults: list[QueryFault] = []

    def query(self, depth: int) -> Node | None:
        """Groups with "or" between them, up to the end or a bracket."""
        groups = [self._group(depth)]
        while found := _OR.match(self.text, self.at):
            self.at = found.end()
            groups.append(self._group(depth))
        return _joined(Disjunction, groups)

    def _group(self, depth: int) -> Node | None:
        parts: list[Node | None] = []
        while True:
            self._skip_blanks()
            if self.at >= len(self.text) or self.text[self.at] == ")":
                return _joined(Conjunction, parts)
            if _OR.match(self.text, self.at):
                return _joined(Conjunction, parts)
            parts.append(self._term(depth))

    def _skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _term(self, depth: int) -> Node | None:
        dashes = 0
        while self.text.startswith("-", self.at):
            self.at += 1
            dashes += 1
        is_end = self.at >= len(self.text) or self.text[self.at].isspace()
        if is_end or self.text[self.at] == ")" or (dashes and _OR.match(self.text, self.at)):
            return None
        part = self._bracket(depth) if self.text[self.at] == "(" else self._condition()
        return Negation(part) if part is not None and dashes % 2 else part

    def _bracket(self, depth: int) -> Node | None:
        start = self.at
        if depth == DEEPEST:
            self._fault(f"Brackets can stand {DEEPEST} deep", Span(start, len(self.text)))
            self.at = len(self.text)
            return None
        self.at += 1
        inside = self.query(depth + 1)
        if self.text.startswith(")", self.at):
            self.at += 1
        else:
            self._fault(f"The bracket at character {start + 1} is not closed",
                        Span(start, start + 1), is_mild=True)  # fmt: skip
        return inside

    def _condition(self) -> Node | None:
        start = self.at
        found = _FIELD.match(self.text, start)
        name, op = "", IS
        if found is not None:
            name, op = found["field"], found["op"]
            op = op[1:] if op.startswith(IS) and op != IS else op
            self.at = found.end()
        return self._value(name, op, start)

    def _value(self, name: str, op: str, start: int) -> Term | None:
        """The value that stands here, with what stood before it from a place on."""
        text, at = self.text, self.at
        if text.startswith('"', at):
            return self._quoted(name, op, start)
        if text.startswith("/", at) and not text.startswith("//", at) and op == IS:
            return self._regex(name, op, start)
        self.at = self._end_of_word(at)
        span, value_span = Span(start, self.at), Span(at, self.at)
        if not len(value_span):
            said = f"{text[start:at]} has no value yet"
            self._fault(said, span, is_mild=True)
            return None
        return Term(name, op, text[at : self.at], span=span, value_span=value_span)

    def _quoted(self, name: str, op: str, start: int) -> Term | None:
        at = self.at
        found = _QUOTED.match(self.text, at)
        assert found is not None
        self.at = found.end()
        value = _ESCAPED.sub(r"\1", found["inside"])
        if not found["end"]:
            said = f"The quotation mark at character {at + 1} is not closed"
            said += f"; taken for “{value}”" if value else ""
            self._fault(said, Span(at, at + 1), is_mild=True)
        if not value.strip():
            return None
        span, value_span = Span(start, self.at), Span(at, self.at)
        return Term(name, op, value, is_quoted=True, span=span, value_span=value_span)

    def _regex(self, name: str, op: str, start: int) -> Term | None:
        at = self.at
        found = _REGEX.match(self.text, at)
        if found is None or not found["end"]:
            said = "A regular expression ends with a slash; in quotation marks a slash is itself"
            self._fault(said, Span(at, len(self.text)))
            self.at = len(self.text)
            return None
        self.at = found.end()
        span, value_span = Span(start, self.at), Span(at, self.at)
        return Term(name, op, found["inside"], is_regex=True, span=span, value_span=value_span)

    def _end_of_word(self, at: int) -> int:
        """Where a word ends: at a blank, a quotation mark, or a bracket that it did not open."""
        opened = 0
        while at < len(self.text) and not self.text[at].isspace() and self.text[at] != '"':
            opened += (self.text[at] == "(") - (self.text[at] == ")")
            if opened < 0:
                break
            at += 1
        return at

    def _fault(self, sentence: str, span: Span, *, is_mild: bool = False) -> None:
        self.faults.append(QueryFault(sentence, span, is_mild=is_mild))
