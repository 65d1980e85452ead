"""A query as it was read: conditions, how they are joined, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

NOWHERE: Final = Span(0, 0)
IS: Final = ":"
"""The operator of what has or is something; `EXACTLY` asks for all of it."""
EXACTLY: Final = "="


class Term(Frozen):
    """One condition."""

    field: str
    """As it was typed; empty for plain words."""
    op: str
    """`IS`, `EXACTLY`, "<", ">", "<=" or ">="."""
    value: str
    is_quoted: bool = False
    is_regex: bool = False
    span: Span = NOWHERE
    """Where it stands in the query, in code points."""
    value_span: Span = NOWHERE

    @property
    def is_word(self) -> bool:
        """Whether it is one plain word, which may be the name of a label."""
        return not (self.field or self.is_quoted or self.is_regex)

    def is_plain(self, value: str) -> bool:
        """Whether its value is a word that has a meaning of its own, such as `none`."""
        return not (self.is_quoted or self.is_regex) and self.value.lower() == value


class Negation(Frozen):
    """What must not be so."""

    part: Node


class Conjunction(Frozen):
    """What must all be so."""

    parts: tuple[Node, ...]


class Disjunction(Frozen):
    """Of which one must be so."""

    parts: tuple[Node, ...]


Node = Term | Negation | Conjunction | Disjunction


class QueryFault(Frozen):
    """What is wrong with a query, and where."""

    sentence: str
    """A full sentence, without its full stop."""
    span: Span
    """In the query, in code points."""
    repair: str = ""
    """What should stand there; empty where nobody knows."""
    is_mild: bool = False
    """The query can be answered all the same."""

    @property
    def said(self) -> str:
        """The sentence, with the repair that is offered."""
        return f"{self.sentence}; did you mean “{self.repair}”?" if self.repair else self.sentence


class ParsedQuery(Frozen):
    """What was read of what somebody has typed."""

    tree: Node | None = None
    """None where there is no condition."""
    faults: tuple[QueryFault, ...] = ()
    """Of its form; what names it has is looked at elsewhere."""
    is_of_paragraphs: bool = False


def terms_in(node: Node | None) -> Iterator[Term]:
    """The conditions of a query, from left to right."""
    match node:
        case Term():
            yield node
        case Negation(part):
            yield from terms_in(part)
        case Conjunction(parts) | Disjunction(parts):
            for part in parts:
                yield from terms_in(part)


def written(node: Node) -> str:
    """A query as somebody would type it: what is read of that is the same query."""
    match node:
        case Term():
            return _written_term(node)
        case Negation(part):
            return f"-{_as_part(part)}"
        case Conjunction(parts):
            return " ".join(map(_as_part, parts))
        case Disjunction(parts):
            return " or ".join(
                written(part) if isinstance(part, Conjunction) else _as_part(part) for part in parts
            )


def _as_part(node: Node) -> str:
    is_closed = isinstance(node, Term) or (
        isinstance(node, Negation) and isinstance(node.part, Term)
    )
    return written(node) if is_closed else f"({written(node)})"


def _written_term(term: Term) -> str:
    value = term.value
    if term.is_quoted:
        value = quoted(value)
    elif term.is_regex:
        value = f"/{value}/"
    if not term.field:
        return value
    op = term.op if term.op in (IS, EXACTLY) else f"{IS}{term.op}"
    return f"{term.field}{op}{value}"


def quoted(value: str) -> str:
    """A value in quotation marks, as a query has it."""
    inside = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'
