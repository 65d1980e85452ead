"""What is said to a command and what it answers: a JSON line for each article, both ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from store.json_faults import field_at_fault
from store.suggest.outside.spans import FoundSpan, OffsetUnit

if TYPE_CHECKING:
    from collections.abc import Sequence


class CommandAnswer(msgspec.Struct, frozen=True):
    """What a command says of one article."""

    id: str
    """The article's, as it was asked."""
    spans: list[FoundSpan] = []
    offset_unit: OffsetUnit = "codepoint"
    error: str = ""
    """Why the command has nothing to say of this article, as a sentence."""


class BadAnswerError(Exception):
    """A line that is no answer."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


_DECODER = msgspec.json.Decoder(CommandAnswer)


def question(article_id: str, text: str, labels: Sequence[str]) -> bytes:
    """The line that asks for an article's spans, in ASCII, whatever encoding the reader expects."""
    asked = {"id": article_id, "text": text, "labels": list(labels)}
    return json.dumps(asked).encode("ascii") + b"\n"


def read_answer(line: bytes) -> CommandAnswer:
    """Read an answer.

    Raises:
        BadAnswerError: The line is none.
    """
    try:
        try:
            return _DECODER.decode(line)
        except msgspec.ValidationError as error:
            reason, field = field_at_fault(line, error)
            raise BadAnswerError(reason, field or "") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        shown = " ".join(line[:60].decode(errors="replace").split())
        raise BadAnswerError(f"it is not JSON but “{shown}”") from error
