"""A suggester that is a file: pre-annotations, in our own JSON Lines or in those of Prodigy."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

from store.articles.loading import read_bytes
from store.errors import InputError
from store.files import UTF8_BOM
from store.json_faults import field_at_fault
from store.suggest.outside.spans import (
    FoundSpan,
    OffsetUnit,
    SpanFault,
    Tool,
    ToolNotices,
    suggestions_from,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from store.suggest.model import Suggestion
    from store.suggest.outside.mapping import LabelMap


class _FileRow(msgspec.Struct, frozen=True):
    """A line: an article by its id or its text, and spans, or suggestions as we print them."""

    id: str = ""
    text: str | None = None
    text_sha256: str = ""
    offset_unit: OffsetUnit = "codepoint"
    spans: list[FoundSpan] = []
    suggestions: list[FoundSpan] = []


@dataclass(slots=True)
class _FileLine:
    """A line without the text, which may be large."""

    number: int
    spans: list[FoundSpan]
    unit: OffsetUnit
    field: str
    digest: str
    """The SHA-256 of the text that it is about, as UTF-8; empty if it does not say."""
    is_used: bool = False


_DECODER = msgspec.json.Decoder(_FileRow)


class FileSuggester:
    """Suggests what a file holds; a line that does not fit is refused as a whole, and said."""

    def __init__(self, path: Path, mapping: LabelMap, article_ids: Collection[str]) -> None:
        """Take a file, which is read when something is first asked.

        Args:
            path: The file.
            mapping: What its labels mean.
            article_ids: The articles of the story, which lines name by their ids.
        """
        self.name = f"file:{path.name}"
        self._path = path
        self._tool = Tool(self.name, path.name, mapping, unscored=1.0)
        self._article_ids = frozenset(article_ids)
        self._notices = ToolNotices(self.name)
        self._lines: list[_FileLine] | None = None
        self._by_id: dict[str, list[_FileLine]] = {}
        self._by_digest: dict[str, list[_FileLine]] = {}
        self._asked: set[str] = set()

    def suggest(self, article_id: str, text: str) -> list[Suggestion]:
        """What the file has for an article: by its id, else by its text."""
        if self._lines is None:
            self._lines = self._read()
        digest = _digest(text)
        lines = [*self._by_id.get(article_id, ()), *self._by_digest.get(digest, ())]
        found: list[Suggestion] = []
        for line in lines:
            line.is_used = True
            try:
                found += self._suggestions(article_id, text, digest, line)
            except SpanFault as error:
                fault = InputError(
                    f"{error.reason}; the line is left out",
                    path=self._path,
                    line=line.number,
                    field=error.field,
                )
                self._notices.fault(str(fault))
        self._notices.say(self._tool.unmapped.sentence(self.name))
        self._asked.add(article_id)
        if self._asked >= self._article_ids:
            self._sum_up()
        return found

    def take_notices(self) -> list[str]:
        """What the person should know, as sentences, each given once."""
        return self._notices.take()

    def close(self) -> None:
        """Nothing is held open."""

    def _suggestions(
        self, article_id: str, text: str, digest: str, line: _FileLine
    ) -> list[Suggestion]:
        if line.digest and line.digest != digest:
            raise SpanFault("text", f"it is not the text of {article_id}")
        try:
            return suggestions_from(text, line.spans, self._tool, line.unit)
        except SpanFault as error:
            field = error.field.replace("spans", line.field, 1)
            raise SpanFault(field, error.reason) from error

    def _read(self) -> list[_FileLine]:
        lines: list[_FileLine] = []
        try:
            data, _ = read_bytes(self._path)
        except InputError as error:
            self._notices.say(f"{error}; nothing of it is suggested")
            return lines
        # Line by line: to split a large file at once would hold up the thread that takes the keys.
        for number, raw in enumerate(BytesIO(data), start=1):
            raw = raw.removeprefix(UTF8_BOM) if number == 1 else raw
            if not raw.strip():
                continue
            try:
                lines.append(self._line(number, raw))
            except InputError as error:
                self._notices.fault(f"{error}; the line is left out")
        return lines

    def _line(self, number: int, raw: bytes) -> _FileLine:
        row = self._decoded(number, raw)
        digest = row.text_sha256 if row.text is None else _digest(row.text)
        field = "spans" if row.spans or not row.suggestions else "suggestions"
        line = _FileLine(number, row.spans or row.suggestions, row.offset_unit, field, digest)
        if row.id in self._article_ids:
            self._by_id.setdefault(row.id, []).append(line)
        elif digest:
            self._by_digest.setdefault(digest, []).append(line)
        else:
            reason = f"the story has no article {row.id!r}" if row.id else "it is missing"
            raise InputError(
                f"{reason}, and there is no text to find the article by",
                path=self._path,
                line=number,
                field="id",
            )
        return line

    def _decoded(self, number: int, raw: bytes) -> _FileRow:
        try:
            try:
                return _DECODER.decode(raw)
            except msgspec.ValidationError as error:
                reason, field = field_at_fault(raw, error)
                raise InputError(reason, path=self._path, line=number, field=field) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            reason = "this line is not the JSON of an article"
            raise InputError(reason, path=self._path, line=number) from error

    def _sum_up(self) -> None:
        """Every article was asked about: say what was refused, and what fits none of them."""
        self._notices.sum_up()
        unused = [line for line in self._lines or () if not line.is_used]
        for line in unused:
            line.is_used = True
        if unused:
            first = f"line {unused[0].number}"
            others = f" and {len(unused) - 1:,} more fit" if len(unused) > 1 else " fits"
            self._notices.say(f"{self._path}: {first}{others} no article of the story")


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
