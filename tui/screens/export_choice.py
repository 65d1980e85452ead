"""What is exported, how and where to, as it was last chosen; and what each format would lose.

What works that out, and what writes, is imported then: the formats are shown before it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from store.errors import InputError
from store.formats.choices import RowSize
from store.formats.extras import is_installed
from store.formats.writable import WRITABLE
from store.story.progress import is_done
from tui.screens.list_choice import ListScope, following

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.model import Annotation
    from store.formats.collecting import Chosen
    from store.formats.exporting import ExportReport
    from store.formats.losses import Losses
    from store.formats.rehearsing import Rehearsal
    from store.formats.writable import WritableFormat
    from store.formats.writing import ExportOptions
    from store.story.workspace import Workspace
    from tui.screens.list_choice import ListChoice


class ExportScope(StrEnum):
    """How much of a story is written."""

    ALL = "all"
    DONE = "done only"
    ARTICLE = "this article"
    LISTED = "as listed in {key:annotations}"
    MARKED = "marked in {key:annotations}"


class ExportLayers(StrEnum):
    """Which labels have tags of their own, where a format has tags."""

    OWN = "as the labels are drawn"
    ONE = "all in one"
    EACH = "each label alone"


class _Extras:
    """Which formats have what they need, as was found when it was last looked for."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}
        self.is_old = False
        """Whether something may have been installed since."""

    def has(self, format_: WritableFormat) -> bool:
        """Whether what a format needs is installed."""
        if format_.name not in self._known:
            self._known[format_.name] = is_installed(format_.extra)
        return self._known[format_.name]

    def look_again(self) -> None:
        """Have it looked for anew, once it is old: that takes longer than a paint."""
        if self.is_old:
            self.is_old = False
            self._known.clear()


def _rehearsal(
    workspace: Workspace, format_: WritableFormat, options: ExportOptions, chosen: Chosen | None
) -> Rehearsal:
    """What works out what is lost of a story in a format."""
    from store.formats.collecting import story_rows
    from store.formats.registry import format_named
    from store.formats.rehearsing import Rehearsal

    rows = story_rows(workspace, chosen)
    return Rehearsal(rows, format_named(format_.name), workspace.labels, options)


class ExportChoice:
    """What is chosen in the export; it stays so for the next time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.formats = [*WRITABLE]
        self.format = self.formats[0]
        self.scope = ExportScope.ALL
        self.has_text = True
        self.layers = ExportLayers.OWN
        self.rows = RowSize.SENTENCE
        self.stem = workspace.story.name
        """The name of the file without what the format adds."""
        self.name = self.file_name(self.format)
        """The name of the file."""
        self._last = (self.format, self.stem, self.name, self.scope, self.has_text)
        """All of that when it was last written."""
        self.written: Path | None = None
        """What was written last, and may be replaced without a question."""
        self.here = ""
        """The id of the article that is read."""
        self.listed: ListChoice | None = None
        """What was last listed, if anything was."""
        self._done: list[str] = []
        """The articles that the person says to be done with."""
        self._known: dict[str, Losses | InputError] = {}
        """What is lost of what is chosen, by the names of formats."""
        self._known_for: tuple[object, ExportScope] = (None, self.scope)
        """The stamp of the story of which that is known, and how much of it."""
        self._extras = _Extras()
        self._rehearsed: WritableFormat | None = None
        self._rehearsal: Rehearsal | None = None

    def open(self, here: str, listed: ListChoice | None, *, is_in_list: bool) -> None:
        """The export is opened: what was last written is chosen, and losses are worked out anew.

        Args:
            here: The id of the article that is read.
            listed: What was last listed, if anything was.
            is_in_list: Whether that is on the screen, and so what is meant.
        """
        self.here, self.listed, self._extras.is_old = here, listed, True
        now = self._workspace.now
        self._done = [ref.id for ref in now.story.articles if is_done(now, ref.id)]
        self.format, self.stem, self.name, self.scope, self.has_text = self._last
        if is_in_list or self.scope not in self.scopes:
            self.scope = self.scopes[-1] if is_in_list else ExportScope.ALL
            if self.scope is ExportScope.ARTICLE:
                self.scope = ExportScope.ALL
        is_same_each_time = self.scope in (ExportScope.ALL, ExportScope.DONE)
        if (
            not is_same_each_time
            or None in self._known_for
            or self._known_for != (now.stamp(), self.scope)
        ):
            self._forget()

    # What is written -----------------------------------------------------------------------

    @property
    def scopes(self) -> list[ExportScope]:
        """What can be chosen from."""
        scopes = [ExportScope.ALL, ExportScope.ARTICLE]
        if self._done:
            scopes.insert(1, ExportScope.DONE)
        listed = self.listed
        if listed is not None and listed.scope is ListScope.ANNOTATIONS:
            is_all = len(listed.rows) == listed.total
            scopes += [ExportScope.LISTED] if listed.rows and not is_all else []
            scopes += [ExportScope.MARKED] if listed.marked else []
        return scopes

    def change_scope(self, by: int) -> None:
        """Write more of it, or less."""
        self.scope = following(self.scopes, self.scope, by)
        self._forget()

    @property
    def _chosen(self) -> Chosen | None:
        """The articles and annotations of the scope; none for all."""
        if self.scope is ExportScope.ALL:
            return None
        if self.scope is ExportScope.ARTICLE:
            return {self.here: None}
        if self.scope is ExportScope.DONE:
            return dict.fromkeys(self._done)
        chosen: dict[str, set[str]] = {}
        for article, annotation in self._picked():
            chosen.setdefault(article, set()).add(annotation.id)
        return chosen

    def _picked(self) -> list[tuple[str, Annotation]]:
        """What is listed, or marked in the list."""
        listed = self.listed
        rows = [] if listed is None else listed.rows
        found = [(row.article, row.annotation) for row in rows if row.annotation is not None]
        if self.scope is ExportScope.MARKED and listed is not None:
            return [(a, one) for a, one in found if (a, one.id) in listed.marked]
        return found

    @property
    def size(self) -> tuple[int, int]:
        """How many spans and articles are written."""
        now, story = self._workspace.now, self._workspace.story
        if self.scope is ExportScope.ALL:
            return now.counts.total(), len(story.articles)
        if self.scope in (ExportScope.ARTICLE, ExportScope.DONE):
            articles = self._done if self.scope is ExportScope.DONE else [self.here]
            return sum(len(now.peek(each).annotations) for each in articles), len(articles)
        picked = self._picked()
        return len(picked), len({article for article, _ in picked})

    def change_layers(self) -> None:
        """Put the tags into other layers, where the format has layers."""
        if self.format.has_layers:
            self.layers = following(list(ExportLayers), self.layers)
            self.stop()
            for format_ in (each for each in self.formats if each.has_layers):
                self._known.pop(format_.name, None)

    def change_rows(self) -> None:
        """Make rows of something else, where the format leaves that open."""
        if self.format.has_row_sizes:
            self.rows = following(list(RowSize), self.rows)

    def _options(self, format_: WritableFormat) -> ExportOptions:
        """What is chosen of what a format leaves open."""
        from store.formats.writing import ExportOptions

        alone = tuple((name,) for name in self._workspace.labels.names)
        layers = {ExportLayers.OWN: None, ExportLayers.ONE: (), ExportLayers.EACH: alone}
        return ExportOptions(
            layers=layers[self.layers] if format_.has_layers else None, rows=self.rows
        )

    # Where to ------------------------------------------------------------------------------

    def change_format(self, format_: WritableFormat) -> None:
        """Take another format, and what the file is called then."""
        self.format, self.name = format_, self.file_name(format_)

    def file_name(self, format_: WritableFormat) -> str:
        """The name of what is written in a format: no two formats have the same."""
        if format_.is_folder:
            return f"{self.stem}-{format_.name}"
        ending = next(iter(format_.endings), "")
        others = self.formats[: self.formats.index(format_)]
        if any(ending in other.endings[:1] for other in others):
            return f"{self.stem}.{format_.name}{ending}"
        return f"{self.stem}{ending}"

    def name_in_list(self, format_: WritableFormat) -> str:
        """The name of what is written in a format, with a slash behind that of a folder."""
        return self.file_name(format_) + ("/" if format_.is_folder else "")

    def rename(self, name: str) -> None:
        """Take a name that a person has typed: its ending says the format, if there is one."""
        self.name, name = name, name.strip()
        ending = self._ending(name)
        if ending and ending.lower() not in self.format.endings:
            self.format = next(each for each in self.formats if ending.lower() in each.endings)
        stem = name[: len(name) - len(ending)]
        own = f"-{self.format.name}" if self.format.is_folder else f".{self.format.name}"
        self.stem = stem.removesuffix(own)

    def _ending(self, name: str) -> str:
        """The longest ending of a format that a name has; empty if it has none."""
        endings = (ending for each in self.formats for ending in each.endings)
        fitting = [ending for ending in endings if name.lower().endswith(ending)]
        return name[len(name) - len(max(fitting, key=len, default="")) :] if fitting else ""

    # What is lost --------------------------------------------------------------------------

    def _forget(self) -> None:
        """Something else is written: what is lost of it is to be worked out anew."""
        self.stop()
        self._known.clear()
        self._known_for = self._workspace.now.stamp(), self.scope

    def stop(self) -> None:
        """Work nothing out any more."""
        if self._rehearsal is not None:
            self._rehearsal.stop()
        self._rehearsal = self._rehearsed = None

    def lost(self, format_: WritableFormat) -> Losses | InputError | None:
        """What is lost in a format, or why it cannot be written; none if that is not known yet."""
        if not format_.writes_without_extra and not self._extras.has(format_):
            return InputError(f"needs pip install 'sidelight[{format_.extra}]'")
        return self._known.get(format_.name)

    def progress_of(self, format_: WritableFormat) -> str:
        """How far it is worked out what is lost in a format, as a sentence."""
        is_at_work = self._rehearsal is not None and self._rehearsed is format_
        done = self._rehearsal.done if self._rehearsal is not None and is_at_work else 0
        return f"what is lost is worked out: {done / max(1, self.size[1]):.0%}"

    def work_out(self, seconds: float) -> WritableFormat | None:
        """Work out some of it: the chosen format first.

        Returns:
            The format that was at work; none if all is known.
        """
        self._extras.look_again()
        if self._rehearsal is None:
            waiting = [f for f in (self.format, *self.formats) if self.lost(f) is None]
            if not waiting:
                return None
            self._rehearsed = waiting[0]
            options = self._options(self._rehearsed)
            self._rehearsal = _rehearsal(self._workspace, self._rehearsed, options, self._chosen)
        format_ = self._rehearsed
        assert format_ is not None
        try:
            if self._rehearsal.work(seconds):
                self._known[format_.name] = self._rehearsal.losses
                self._rehearsal = None
        except InputError as error:
            self._known[format_.name] = error
            self._rehearsal = None
        return format_

    # Writing -------------------------------------------------------------------------------

    def replaces(self, path: Path) -> bool:
        """Whether a file is there that was not written here.

        Raises:
            InputError: Nothing can be written there.
        """
        from store.formats.exporting import place_of

        place_of(self._workspace, path, is_folder=self.format.is_folder)
        return path.is_file() and path.resolve() != self.written

    def write(self, path: Path) -> ExportReport:
        """Write it.

        Raises:
            InputError: It cannot be written.
        """
        from store.formats.exporting import export_to_file

        options = replace(self._options(self.format), has_text=self.has_text)
        report = export_to_file(
            self._workspace, path, None, self.format.name, options, self._chosen
        )
        self.written = path.resolve()
        self._last = (self.format, self.stem, self.name, self.scope, self.has_text)
        return report
