"""Panes, articles, export, help and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.handlers import Handlers
    from tui.screens.main import MainScreen


def handlers(main: MainScreen) -> Handlers:
    """The commands that change what is on screen."""
    return {
        "pane.next": lambda count: _next_pane(main, count or 1),
        "pane.previous": lambda count: _next_pane(main, -(count or 1)),
        "article.next": lambda count: _next_article(main, count or 1),
        "article.previous": lambda count: _next_article(main, -(count or 1)),
        "article.pick": lambda _: _pick(main),
        "panes.more": lambda _: _panes(main, 1),
        "panes.fewer": lambda _: _panes(main, -1),
        "panes.auto": lambda _: _auto(main),
        "export": lambda _: _export(main),
        "theme.toggle": lambda _: main.sidelight.toggle_theme(),
        "help": lambda _: _help(main),
        "palette": lambda _: main.app.action_command_palette(),
        "quit": lambda _: main.app.exit(),
    }


def _next_pane(main: MainScreen, by: int) -> None:
    if len(main.panes.panes) == 1:
        _next_article(main, by)
    else:
        main.panes.activate_next(by)


def _next_article(main: MainScreen, by: int) -> None:
    main.workspace.checkpoint()
    for _ in range(abs(by)):
        if not main.panes.step(by):
            count = len(main.workspace.story.articles)
            main.say(
                "This is the only article" if count == 1 else "Every article is on screen already"
            )
            return


def _panes(main: MainScreen, by: int) -> None:
    before = len(main.panes.panes)
    main.panes.columns = max(1, before + by)
    main.panes.fit(main.size.width)
    if len(main.panes.panes) == before:
        main.panes.columns = before
        if by < 0:
            main.say("There is only one pane left")
        elif before == len(main.workspace.story.articles):
            main.say("Every article is on screen already")
        else:
            main.say("There is no room for one more pane")


def _auto(main: MainScreen) -> None:
    main.panes.columns = None
    main.panes.fit(main.size.width)


def _pick(main: MainScreen) -> None:
    from tui.screens.picker import PickerScreen

    def go(article_id: str | None) -> None:
        if article_id is not None:
            main.panes.show(article_id)
            main.show_state()

    main.app.push_screen(PickerScreen(main.workspace, main.panes.shown_ids), go)


def _export(main: MainScreen) -> None:
    from tui.screens.export import ExportScreen

    def done(report: str | None) -> None:
        if report is not None:
            main.say(report)
            main.show_state()

    main.app.push_screen(ExportScreen(main.workspace), done)


def _help(main: MainScreen) -> None:
    from tui.screens.help import HelpScreen

    main.app.push_screen(HelpScreen(main.keymap, main.workspace.labels))
