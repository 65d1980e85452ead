"""Panes, articles, export, help and leaving."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from store.errors import SidelightError

if TYPE_CHECKING:
    from tui.handlers import Handlers
    from tui.screens.desk import Desk


def handlers(desk: Desk) -> Handlers:
    """The commands that change what is on screen."""
    return {
        "pane.next": lambda count: _next_pane(desk, count or 1),
        "pane.previous": lambda count: _next_pane(desk, -(count or 1)),
        "article.next": lambda count: _next_article(desk, count or 1),
        "article.previous": lambda count: _next_article(desk, -(count or 1)),
        "article.pick": lambda _: _pick(desk),
        "panes.more": lambda _: _panes(desk, 1),
        "panes.fewer": lambda _: _panes(desk, -1),
        "panes.auto": lambda _: _auto(desk),
        "export": lambda _: _export(desk),
        "theme.toggle": lambda _: _toggle_theme(desk),
        "help": lambda _: _help(desk),
        "palette": lambda _: desk.app.action_command_palette(),
        "suspend": lambda _: _suspend(desk),
        "quit": lambda _: _quit(desk),
        "leave.put-back": lambda _: _put_back_and_leave(desk),
        "leave.keep": lambda _: desk.app.exit(),
        "leave.stay": lambda _: desk.ask_to_leave(""),
    }


def _quit(desk: Desk) -> None:
    """Leave; but hands that know `:q` from elsewhere have just shortened something here."""
    if desk.was_just_shortened:
        desk.ask_to_leave(desk.was_just_shortened)
    else:
        desk.app.exit()


def _put_back_and_leave(desk: Desk) -> None:
    try:
        desk.workspace.undo()
    except SidelightError as error:
        desk.ask_to_leave("")
        desk.complain(str(error))
    else:
        desk.app.exit()


def _toggle_theme(desk: Desk) -> None:
    if desk.app.no_color:
        desk.say("NO_COLOR is set: there are no colours to change")
    else:
        desk.app.call_next(desk.app.run_action, "toggle_theme")


def _suspend(desk: Desk) -> None:
    if sys.platform == "win32":
        leave = desk.key("quit")
        desk.say(
            f"On Windows a program cannot be suspended; {leave} leaves, and everything is saved"
        )
    else:
        desk.app.action_suspend_process()


def _next_pane(desk: Desk, by: int) -> None:
    if len(desk.panes.panes) == 1:
        _next_article(desk, by)
    else:
        desk.panes.activate_next(by)


def _next_article(desk: Desk, by: int) -> None:
    desk.workspace.checkpoint()
    if not desk.panes.step(by):
        count = len(desk.workspace.story.articles)
        desk.say("This is the only article" if count == 1 else "Every article is on screen already")


def _panes(desk: Desk, by: int) -> None:
    before = len(desk.panes.panes)
    desk.panes.columns = max(1, before + by)
    desk.panes.fit(desk.size.width)
    if len(desk.panes.panes) == before:
        desk.panes.columns = before
        if by < 0:
            desk.say("There is only one pane left")
        elif before == len(desk.workspace.story.articles):
            desk.say("Every article is on screen already")
        else:
            desk.say("There is no room for one more pane")


def _auto(desk: Desk) -> None:
    desk.panes.columns = None
    desk.panes.fit(desk.size.width)


def _pick(desk: Desk) -> None:
    from tui.screens.picker import PickerScreen

    def go(article_id: str | None) -> None:
        if article_id is not None:
            desk.panes.show(article_id)
            desk.show_state()

    desk.app.push_screen(PickerScreen(desk.workspace, desk.panes.shown_ids), go)


def _export(desk: Desk) -> None:
    from tui.screens.export import ExportScreen

    def done(report: str | None) -> None:
        if report is not None:
            desk.say(report)
            desk.show_state()

    desk.app.push_screen(ExportScreen(desk.workspace), done)


def _help(desk: Desk) -> None:
    from tui.screens.help import HelpScreen

    desk.app.push_screen(HelpScreen(desk.keymap, desk.workspace.labels))
