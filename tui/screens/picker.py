"""Pick an article by its number, or by a part of its title, its file's name or how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from store.story.progress import progress_of
from store.wording import counted
from tui.fuzzy import best_matches
from tui.keys.commands import LEAVE, Mode
from tui.render.article_line import PickedLine, article_line
from tui.render.lines import line_strip, with_the_last
from tui.screens.framed_list import FramedList

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from textual.strip import Strip

    from store.story.workspace import Workspace
    from tui.render.palette import Palette

_MOST: Final = 100
"""Articles listed at once; typing narrows them down."""
_IN_VIEW: Final = 20
"""Lines of them, at most."""
_TITLES: Final = 500
"""Articles whose titles are read; in a larger story only the names are looked at."""


@dataclass(frozen=True, slots=True)
class PickedArticle:
    """What was picked."""

    id: str
    is_for_other_pane: bool
    """Whether it is shown in the next pane, not in the one that has the keys."""


class _Offered:
    """The articles of a story as they are offered, each looked at when somebody asks for it."""

    def __init__(self, workspace: Workspace, ended: Collection[str]) -> None:
        self._now = workspace.now
        self._ended = ended
        self.ids = [ref.id for ref in workspace.story.articles]
        self._known: dict[str, tuple[str, str, int]] = {}
        """The name, state and number of spans of articles that have been looked at."""
        self._stamp: tuple[object, int] | None = None

    def begin(self) -> None:
        """Look anew at what may have changed."""
        stamp = self._now.stamp()
        if stamp is None or (stamp, len(self._ended)) != self._stamp:
            self._known.clear()
        self._stamp = stamp, len(self._ended)
        for article_id in [each for each in self._known if self._now.is_open(each)]:
            del self._known[article_id]

    def facts(self, index: int) -> tuple[str, str, int]:
        """What an article is called, how far it is, and how many spans it has."""
        article_id = self.ids[index]
        if len(self.ids) > _TITLES:
            return article_id, "", 0
        if article_id not in self._known:
            opened = self._now.peek(article_id)
            title, state = opened.article.title, progress_of(self._now, opened, self._ended)
            name = f"{title}  {article_id}" if title != article_id else article_id
            self._known[article_id] = name, state.value, len(opened.annotations)
        return self._known[article_id]

    def text(self, index: int) -> str:
        """What is looked for in an article."""
        name, state, _ = self.facts(index)
        return f"{name}  {state}"


class PickerScreen(FramedList[PickedArticle]):
    """Its result is an article."""

    MODE = Mode.PICK
    CLICKS = 1
    PLACEHOLDER = "its number, or a part of the title, the name, new, done"

    def __init__(
        self,
        workspace: Workspace,
        shown: Callable[[], Collection[str]],
        left: Callable[[str], int],
        ended: Collection[str],
        palette: Palette,
    ) -> None:
        """Offer the articles of a story.

        Args:
            workspace: The story.
            shown: Gives the ids of those on the screen.
            left: Gives how many suggestions are left in one, by its id.
            ended: The ids of those that were read to their last row.
            palette: The styles.
        """
        super().__init__(palette, "picker-dialog")
        self._offered = _Offered(workspace, ended)
        self._shown, self._left = shown, left
        self._found: list[tuple[int, Collection[int]]] = []
        """The numbers of the articles that fit, and where in what is looked for."""
        lines = min(_IN_VIEW, len(self._offered.ids)) + 2  # what is typed, and the keys
        self.sheet.styles.height = lines + 2

    @property
    def frame_title(self) -> str:
        """How many articles there are."""
        return f"Articles ({len(self._offered.ids):,})"

    @property
    def count(self) -> int:
        """How many articles are listed."""
        return len(self._found)

    def rows_in_view(self) -> int:
        """How many articles there is room for, above the keys."""
        return max(1, super().rows_in_view() - 1)

    def opened(self) -> None:
        """List every article at first."""
        self._offered.begin()
        super().opened()

    def list_what_fits(self, typed: str) -> None:
        """List what fits: a number that of the article first."""
        total = len(self._offered.ids)
        if typed.strip():
            texts = [self._offered.text(index) for index in range(total)]
            self._found = [*best_matches(typed, texts, _MOST)]
        else:
            self._found = [(index, ()) for index in range(min(total, _MOST))]
        wanted = typed.strip()
        number = int(wanted) - 1 if wanted.isascii() and wanted.isdigit() else -1
        if 0 <= number < total:
            others = (each for each in self._found if each[0] != number)
            self._found = [(number, ()), *others]
        self.at = self.top = 0
        self.said = ""
        self.draw()

    def body(self, width: int, height: int) -> list[Strip]:
        """The articles that fit, and the keys."""
        self.keep_in_view(height - 2)
        palette, shown = self.palette, self._found[self.top : self.top + height - 2]
        on_screen = self._shown()
        strips = [
            article_line(self._line(*each, on_screen), palette, width, is_chosen=n == self.at)
            for n, each in enumerate(shown, self.top)
        ]
        blank = line_strip([], [], width, palette.bar)
        if not strips:
            nothing = ("No article fits that", palette.bar_faint)
            strips = [line_strip([nothing], [], width, palette.bar)]
        strips += [blank] * (height - 2 - len(strips))
        keys = with_the_last(self._keys_said(), width)
        hint = line_strip([(keys, palette.bar)], [], width, palette.bar)
        return [blank, *strips, hint]

    def _line(self, index: int, fits: Collection[int], on_screen: Collection[str]) -> PickedLine:
        """An article: its number, its name, its spans, what is left in it, how far it is."""
        total, article_id = len(self._offered.ids), self._offered.ids[index]
        name, state, spans = self._offered.facts(index)
        left = self._left(article_id)
        counts = (counted(spans, "span") if spans else "", f"{left:,} left" if left else "")
        said = (*counts, state, "on screen" if article_id in on_screen else "")
        return PickedLine(
            number=f"{index + 1:>{len(str(total))}}/{total}",
            name=name,
            marks=tuple(filter(None, said)),
            fits=frozenset(fits),
        )

    def _keys_said(self) -> str:
        keys = f"{self.key('list.up')} {self.key('list.down')} choose"
        here = f"{self.key('list.choose')} in this pane · {self.hint('pick.other-pane')}"
        return f"{here} · {keys} · {self.hint(LEAVE)}s"

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "list.choose": self.choose,
            "pick.other-pane": partial(self._close_with, in_other=True),
        }

    def choose(self) -> None:
        """Close with the article that keys are for."""
        self._close_with(in_other=False)

    def _close_with(self, *, in_other: bool) -> None:
        if self._found:
            self.dismiss(PickedArticle(self._offered.ids[self._found[self.at][0]], in_other))
