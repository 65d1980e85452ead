"""How little is painted: what a test sees of it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.render.partial import CroppedUpdate, CroppingCompositor
from tui.render.rows import draw_row
from tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from textual._compositor import ChopsUpdate, LayoutUpdate
    from textual.geometry import Region
    from textual.screen import Screen
    from textual.strip import Strip

    from tests.tui.support import Reader
    from tui.render.drawn import Drawn, RowContext


_MOVE_TO = re.compile(r"\x1b\[(?:(\d+);(\d+)H|(\d+)G)")


@dataclass
class Painted:
    """What has been painted since the last `clear`."""

    rendered: list[tuple[int, int]] = field(default_factory=list)
    """The pane and each line of it that was asked for."""
    drawn: list[int] = field(default_factory=list)
    """The row of each call of `draw_row`."""
    updates: list[ChopsUpdate | LayoutUpdate] = field(default_factory=list)
    whole: list[LayoutUpdate] = field(default_factory=list)
    """Those that write the whole screen."""

    def clear(self) -> None:
        self.rendered.clear()
        self.drawn.clear()
        self.updates.clear()
        self.whole.clear()

    def rows(self, ana: Reader) -> list[int]:
        """The lines of the active pane that hold text, as far as they were rendered."""
        last = ana.pane.size.height - 1
        number = ana.pane.number
        return sorted({y for pane, y in self.rendered if pane == number and 0 < y < last})

    def written(self, ana: Reader) -> str:
        """What went to the terminal."""
        return "".join(update.render_segments(ana.app.console) for update in self.updates)

    def places(self, ana: Reader) -> list[tuple[int, int]]:
        """The columns and rows at which something was written."""
        places, row = [], ""
        for line, column, column_there in _MOVE_TO.findall(self.written(ana)):
            row = line or row
            places.append((int(column or column_there) - 1, int(row) - 1))
        return places


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painted]:
    painted = Painted()
    render_lines = ArticlePane.render_lines
    render_partial = CroppingCompositor.render_partial_update
    render_full = CroppingCompositor.render_full_update

    def counted_lines(pane: ArticlePane, crop: Region) -> list[Strip]:
        painted.rendered += ((pane.number, y) for y in crop.line_range)
        return render_lines(pane, crop)

    def counted_row(drawn: Drawn, row: RowContext) -> Strip:
        painted.drawn.append(row.number)
        return draw_row(drawn, row)

    def kept_update(compositor: CroppingCompositor) -> ChopsUpdate | None:
        update = render_partial(compositor)
        if update is not None:
            assert isinstance(update, CroppedUpdate)
            painted.updates.append(update)
        return update

    def kept_whole(compositor: CroppingCompositor, *, simplify: bool = False) -> LayoutUpdate:
        update = render_full(compositor, simplify=simplify)
        painted.updates.append(update)
        painted.whole.append(update)
        return update

    with monkeypatch.context() as patch:
        patch.setattr(ArticlePane, "render_lines", counted_lines)
        patch.setattr("tui.widgets.pane_painter.draw_row", counted_row)
        patch.setattr(CroppingCompositor, "render_partial_update", kept_update)
        patch.setattr(CroppingCompositor, "render_full_update", kept_whole)
        yield painted


async def painted_by(ana: Reader, painted: Painted, keys: str) -> None:
    """Press keys, and wait until all that they change has been painted."""
    await still(ana)
    painted.clear()
    await ana.press(keys)
    await ana.until(lambda: painted.rendered, "something is painted")
    await still(ana)


async def still(ana: Reader) -> None:
    # What a new mark proposes is found after the key, and its count is written in the top line.
    await ana.until(lambda: not ana.main.suggesting.is_busy, "all articles have been looked at")
    await ana.settle()
    await ana.until(
        lambda: not _is_dirty(ana.app.screen),
        "all is painted",
    )


def _is_dirty(screen: Screen[object]) -> bool:
    """Whether a screen has something to lay out or to write."""
    return bool(
        screen._layout_required  # noqa: SLF001  # Textual tells no other way
        or screen._repaint_required  # noqa: SLF001  # as above
        or screen._dirty_widgets  # noqa: SLF001  # as above
        or screen._compositor._dirty_regions  # noqa: SLF001  # as above
    )


def is_cropping(ana: Reader) -> bool:
    """Whether the screen writes only what is dirty."""
    return type(ana.main._compositor) is CroppingCompositor  # noqa: SLF001  # Textual hands it out nowhere
