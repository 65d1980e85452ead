"""The errors a person is meant to read: one sentence that says what, why and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.wording import unmarked

if TYPE_CHECKING:
    from pathlib import Path


class SidelightError(Exception):
    """Something outside the program is at fault; its message is one full sentence."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong: one sentence for each thing."""
        return (str(self),)


class InputError(SidelightError):
    """A file, a line or a field that was given to us cannot be used."""

    def __init__(
        self,
        reason: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        where = [unmarked(path)] if path is not None else []
        if line is not None:
            where.append(f"line {line}")
        if field is not None:
            where.append(f"field {field}")
        super().__init__(f"{', '.join(where)}: {reason}" if where else reason)
        self.reason = reason
        self.path = path
        self.line = line
        self.field = field


class NoArticlesError(InputError):
    """A folder in which there is no article."""

    def __init__(self, reason: str, *, path: Path, has_stories: bool) -> None:
        """Say so.

        Args:
            reason: Why that is, and what to do.
            path: The folder.
            has_stories: Whether a folder in it has an article.
        """
        super().__init__(reason, path=path)
        self.has_stories = has_stories


class NewerError(InputError):
    """A file was written by a newer version of the program."""


class SaveError(SidelightError):
    """An edit did not reach the disk; nothing of it is shown or kept."""


class ReadOnlyError(SidelightError):
    """An edit was asked of a story that may only be read."""


class ConflictError(SidelightError):
    """An edit does not fit the annotations it is applied to."""


def system_reason(error: OSError) -> str:
    """What the operating system said, in lower case and without its error number."""
    reason = error.strerror or type(error).__name__
    return reason[:1].lower() + reason[1:]


def unreadable(error: OSError, what: str = "it") -> str:
    """What is said of a file or folder that the operating system does not let be read."""
    return f"{what} cannot be read: {system_reason(error)}"


def unwritable(error: OSError, what: str = "it") -> str:
    """What is said of one that it does not let be written."""
    return f"{what} cannot be written: {system_reason(error)}"
