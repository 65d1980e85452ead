"""Panes, articles, themes and leaving; and what ends with the next command."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from store.errors import SidelightError
from tui.actions import editing, searching, suggesting
from tui.keys.key_names import key_name
from tui.render.bars import ago
from tui.session import Guideline

if TYPE_CHECKING:
    from tui.editor import Editor
    from tui.handlers import Handlers


def handlers(editor: Editor) -> Handlers:
    """The commands that change what is on screen."""
    return {
        "pane.next": lambda count: _next_pane(editor, count or 1),
        "pane.previous": lambda count: _next_pane(editor, -(count or 1)),
        "article.next": lambda count: _next_article(editor, count or 1),
        "article.previous": lambda count: _next_article(editor, -(count or 1)),
        "panes.more": lambda _: _panes(editor, 1),
        "panes.fewer": lambda _: _panes(editor, -1),
        "panes.auto": lambda _: _auto(editor),
        "theme.toggle": lambda _: _toggle_theme(editor),
        "suspend": lambda _: _suspend(editor),
        "guideline": lambda _: _next_guideline(editor),
        "saved": lambda _: _say_saved(editor),
        "quit": lambda _: _quit(editor),
        "leave.put-back": lambda _: _put_back_and_leave(editor),
        "leave.keep": lambda _: editor.app.exit(),
        "leave.stay": lambda _: ask_to_leave(editor, ""),
    }


def _next_guideline(editor: Editor) -> None:
    """Show the guideline of the label that is meant, or that of the label after the one shown."""
    shown, meant = editor.session.guideline, editing.label_meant(editor)
    names = editor.workspace.labels.names
    label = meant
    if shown is not None and shown.label_for(meant) in names:
        label = names[(names.index(shown.label_for(meant)) + 1) % len(names)]
    editor.set_session(editor.session.reading_guideline(Guideline(meant, label)))


def _say_saved(editor: Editor) -> None:
    """Say that nothing has to be saved by a key, as hands do that know other programs."""
    status = editor.workspace.status
    if status.trouble or status.read_only:
        editor.complain(status.trouble or status.read_only)
    elif status.saved_at is None:
        editor.say("There is nothing to save yet: each edit is on the disk before you see it")
    else:
        editor.say(f"Everything is saved, {ago(time.monotonic() - status.saved_at)}")


def _quit(editor: Editor) -> None:
    """Leave; but hands that know `:q` from elsewhere have just shortened something here."""
    shortened = editor.session.just_shortened(time.monotonic())
    if shortened and ":" in editor.keymap.keys_of("nudge.end-left"):
        ask_to_leave(editor, shortened)
    else:
        editor.app.exit()


def ask_to_leave(editor: Editor, text: str) -> None:
    """Ask what was meant by `:q` after it has shortened a text, or with an empty one no more."""
    editor.set_session(editor.session.leaving(text))
    if text:
        editor.say(
            f":{{key:quit}}? {{key:leave.put-back}}: put back “{editor.quote(text)}” and leave · "
            "{key:leave.keep}: keep it shortened and leave · {key:leave.stay}: stay"
        )


def refuse(editor: Editor, keys: str) -> None:
    """Say that keys mean nothing, and what to press instead."""
    from tui.keys.other_programs import INSTEAD  # nobody needs it for a first paint

    nothing = f"'{key_name(keys)}' does nothing here; {{key:help}} shows every key"
    editor.say(INSTEAD.get(keys, nothing))


def _put_back_and_leave(editor: Editor) -> None:
    try:
        editor.workspace.undo()
    except SidelightError as error:
        ask_to_leave(editor, "")
        editor.complain(str(error))
    else:
        editor.app.exit()


def _toggle_theme(editor: Editor) -> None:
    if editor.app.no_color:
        editor.say("NO_COLOR is set: there are no colours to change")
    else:
        editor.app.call_next(editor.app.run_action, "toggle_theme")


def _suspend(editor: Editor) -> None:
    if sys.platform == "win32":
        editor.say(
            "On Windows a program cannot be suspended; {key:quit} leaves, and everything is saved"
        )
    else:
        editor.app.action_suspend_process()


def _next_pane(editor: Editor, by: int) -> None:
    if len(editor.panes.panes) == 1:
        _next_article(editor, by)
    else:
        editor.panes.activate_next(by)


def _next_article(editor: Editor, by: int) -> None:
    editor.pause.write()
    if not editor.panes.step(by):
        count = len(editor.workspace.story.articles)
        editor.say(
            "This is the only article" if count == 1 else "Every article is on screen already"
        )


def _panes(editor: Editor, by: int) -> None:
    before = len(editor.panes.panes)
    editor.panes.columns = max(1, before + by)
    editor.panes.fit(editor.size.width)
    if len(editor.panes.panes) == before:
        editor.panes.columns = before
        if by < 0:
            editor.say("There is only one pane left")
        elif before == len(editor.workspace.story.articles):
            editor.say("Every article is on screen already")
        else:
            editor.say("There is no room for one more pane")


def _auto(editor: Editor) -> None:
    editor.panes.columns = None
    editor.panes.fit(editor.size.width)


def end_before(editor: Editor, command_id: str) -> None:
    """End what lasts only until another command is given, if this one does not go on with it."""
    if command_id not in suggesting.OF_A_KIND:
        editor.set_session(editor.session.proposing(None))
    if not command_id.startswith("leave."):
        ask_to_leave(editor, "")
    if command_id not in ("quit", "nudge.end-left"):
        editor.set_session(editor.session.shortened("", 0.0))
    if command_id not in searching.WALKS:
        searching.stay(editor)
