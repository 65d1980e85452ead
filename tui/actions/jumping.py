"""Jumping: letters at likely spans in every visible pane; typing one selects or tags the span.

What it takes to find and to show them is imported at the first jump, not before the first screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.editor import Editor
    from tui.handlers import Handlers
    from tui.jumping import Jump, JumpTarget

_KEEP_THEIR_KEYS: Final = ("undo", "nudge.start-left", "suggestion.accept", "suggestion.reject")
"""Commands with a plain letter that are wanted while labels are shown: no code has their letter."""


def handlers(editor: Editor) -> Handlers:
    """The commands that jump."""
    return {
        "jump": lambda _: begin(editor, stays=False),
        "jump.keep": lambda _: begin(editor, stays=True),
        "jump.back": lambda _: _take_back_letter(editor),
        "jump.words": lambda _: _by_text(editor),
        "jump.leave": lambda _: _take_back(editor),
    }


# Beginning and ending ----------------------------------------------------------------------


def begin(editor: Editor, *, stays: bool) -> None:
    """Show a letter at each likely span."""
    from tui.jumping import Jump

    if not alphabet(editor):
        editor.say("The labels have every letter: none is left to jump with")
        return
    editor.pane.show_view(replace(editor.pane.view, extending=False))
    _offer(editor, Jump(stays))


def leave(editor: Editor) -> None:
    """Take the letters away."""
    if editor.session.jump is not None:
        editor.set_session(editor.session.jumping(None))
        editor.offering.hide()


def offer_again(editor: Editor) -> None:
    """Show the letters where they belong now: something else is on the screen."""
    if editor.session.jump is not None and not editor.session.jump.is_waiting:
        _offer(editor, editor.session.jump)


def after(editor: Editor, command_id: str) -> None:
    """A command has been run: offer again if the jump stays, else end it."""
    jump = editor.session.jump
    if jump is None or command_id.startswith("jump"):
        return
    view = editor.pane.view
    busy = view.resizing is not None or editor.session.is_search_typed
    if busy or not jump.stays:
        leave(editor)
    elif view.extending or not view.selection.is_empty:
        _wait_for_label(editor, jump)
    else:
        range_start = jump.range_start if command_id.startswith("go.") else None
        _offer(editor, replace(jump.likely, range_start=range_start, is_waiting=False))


def _wait_for_label(editor: Editor, jump: Jump) -> None:
    """Something is selected: keys mean what they mean while reading until it has been tagged."""
    editor.offering.hide()
    waiting = replace(jump.likely, range_start=None, is_waiting=True, codes={})
    editor.set_session(editor.session.jumping(waiting))


# Keys --------------------------------------------------------------------------------------


def take(editor: Editor, key: str) -> bool:
    """Take a key that is a letter on the screen, a label's, or one of the text; whether it was."""
    jump = editor.session.jump
    if jump is None or jump.is_waiting or len(key) != 1 or editor.keymap.is_pending:
        return False
    small = key.lower()
    if small in alphabet(editor) or jump.by_text:
        editor.set_session(editor.session.proposing(None))
    if jump.by_text and not jump.typed and jump.with_letter(small) is None:
        _begin_with(editor, jump, key)
        return True
    target = jump.with_letter(small)
    label = editor.label_keys.get(small)
    if target is not None:
        _pick(editor, jump, target, is_range=jump.is_range or key != small)
        return True
    if label is not None and not jump.by_text:
        proposes = key != small and bool(editor.keymap.keys_of(f"propose.{label}"))
        _offer(editor, jump.armed_with(label, proposes=proposes))
        return True
    if small not in alphabet(editor) and not jump.by_text:
        return False
    _no_such(editor, key)
    return True


def _begin_with(editor: Editor, jump: Jump, key: str) -> None:
    """Take the only span that begins with a letter, or show letters at those that do."""
    small = key.casefold()
    asked = replace(jump, typed=small, is_range=key != small, page=0)
    only = editor.offering.only(asked)
    if only is not None:
        _pick(editor, asked, only, is_range=asked.is_range)
    elif editor.offering.beginning_with(asked):
        _offer(editor, asked)
    else:
        what = "ends with a word that begins" if jump.range_start is not None else "begins"
        editor.say(f"Nothing in sight {what} with {key!r}; {editor.key('jump.leave')} goes back")


def _no_such(editor: Editor, key: str) -> None:
    other = editor.key("jump.words")
    editor.say(f"No span has the letter {key!r}; {other} and its first letter take any in sight")


def _take_back_letter(editor: Editor) -> None:
    jump = editor.session.jump
    if jump is None:
        return
    if jump.typed:
        _offer(editor, replace(jump, typed="", page=0, is_range=False))
    elif jump.by_text:
        _offer(editor, jump.likely)
    elif jump.range_start is not None:
        _offer(editor, replace(jump, range_start=None))
    else:
        leave_key = editor.key("jump.leave")
        editor.say(f"No letter has been typed that could be taken back; {leave_key} leaves")


def _take_back(editor: Editor) -> None:
    jump = editor.session.jump
    if jump is None:
        return
    if jump.by_text:
        _offer(editor, jump.likely)
    elif jump.range_start is not None:
        _take_back_letter(editor)
    elif jump.armed_label:
        _offer(editor, replace(jump, armed_label="", proposes=False))
    else:
        leave(editor)


def _by_text(editor: Editor) -> None:
    """Wait for the first letter of what is wanted; or show letters at the next that begin so."""
    jump = editor.session.jump
    if jump is None:
        return
    if jump.by_text and (jump.typed or jump.codes):
        _offer(editor, replace(jump, page=jump.page + 1))
    elif jump.by_text:
        _offer(editor, jump.likely)
    else:
        _offer(editor, replace(jump.likely, by_text=True))


# Picking -----------------------------------------------------------------------------------


def _pick(editor: Editor, jump: Jump, target: JumpTarget, *, is_range: bool) -> None:
    """A letter has been typed: begin a longer span, or select or tag the span."""
    if is_range and jump.range_start is None:
        _offer(editor, replace(jump.likely, range_start=target))
        return
    start = target.start if jump.range_start is None else jump.range_start.start
    pane = editor.panes.show(target.article)
    jump = replace(jump.likely, range_start=None)
    if jump.armed_label:
        _tag(editor, jump, Span(start, target.end))
        # What stands within a claim that was just tagged is still ahead.
        visible = pane.viewport.visible_text
        place = jump.place.at(target.article, start, pane.selection.head, visible)
        jump = replace(jump, place=place)
    else:
        pane.show_view(pane.view.selecting(Span(start, target.end)))
    if not jump.stays:
        leave(editor)
    elif jump.armed_label:
        _offer(editor, jump)
    else:
        _wait_for_label(editor, jump)


def _tag(editor: Editor, jump: Jump, span: Span) -> None:
    editor.pane.show_view(editor.pane.view.selecting(span))
    editor.do(f"{'propose' if jump.proposes else 'tag'}.{jump.armed_label}")


def _letters_kept(editor: Editor) -> set[str]:
    """The keys that mean what they mean while reading."""
    return {key for name in _KEEP_THEIR_KEYS for key in editor.keymap.keys_of(name)}


def alphabet(editor: Editor, taken: Iterable[str] = ()) -> str:
    """The letters that can stand on the screen; some are taken for something else."""
    from tui.jumping import letters

    return letters({*_letters_kept(editor), *editor.label_keys, *taken})


def _offer(editor: Editor, jump: Jump) -> None:
    """Give what can be jumped to its letters, and show them."""
    pane, opened = editor.pane, editor.pane.opened
    article = opened.id if opened else ""
    place = jump.place.moved_to(article, pane.selection.head, pane.viewport.visible_text)
    jump = editor.offering.with_codes(replace(jump, place=place), alphabet(editor))
    editor.set_session(editor.session.jumping(jump))
    editor.offering.show(jump)
    if not jump.codes and not jump.by_text:
        what = f"likely to be tagged as {jump.armed_label}" if jump.armed_label else "to jump to"
        by_text = editor.key("jump.words")
        editor.say(
            f"Nothing in sight is {what}; {by_text} and its first letter take any other span"
        )
