"""Jumping: letters at likely spans in every visible pane; typing one selects or tags the span.

What it takes to find and to show them is imported at the first jump, not before the first screen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from store.text.span import Span

if TYPE_CHECKING:
    from tui.handlers import Handlers
    from tui.jumping import Jump, JumpTarget
    from tui.screens.desk import Desk

_KEEP_THEIR_KEYS: Final = ("undo", "nudge.start-left", "suggestion.accept", "suggestion.reject")
"""Commands with a plain letter that are wanted while labels are shown: no code has their letter."""


def handlers(desk: Desk) -> Handlers:
    """The commands that jump."""
    return {
        "jump": lambda _: begin(desk, stays=False),
        "jump.keep": lambda _: begin(desk, stays=True),
        "jump.back": lambda _: _take_back_letter(desk),
        "jump.words": lambda _: _every_word(desk),
        "jump.leave": lambda _: _take_back(desk),
    }


# Beginning and ending ----------------------------------------------------------------------


def begin(desk: Desk, *, stays: bool) -> None:
    """Show a letter at each likely span."""
    from tui.jumping import Jump

    if not _alphabet(desk):
        desk.say("The labels have every letter: none is left to jump with")
        return
    desk.pane.show_view(replace(desk.pane.view, extending=False))
    _offer(desk, Jump(stays))


def leave(desk: Desk) -> None:
    """Take the letters away."""
    if desk.jump is not None:
        desk.jump = None
        desk.offering.hide()


def offer_again(desk: Desk) -> None:
    """Show the letters where they belong now: something else is on the screen."""
    if desk.jump is not None and not desk.jump.is_waiting:
        _offer(desk, replace(desk.jump, typed="", is_range=False))


def after(desk: Desk, command_id: str) -> None:
    """A command has been run: offer again if the jump stays, else end it."""
    jump = desk.jump
    if jump is None or command_id.startswith("jump"):
        return
    view = desk.pane.view
    busy = view.resizing is not None or desk.search_bar is not None
    if busy or not jump.stays:
        leave(desk)
    elif view.extending or not view.selection.is_empty:
        _wait_for_label(desk, jump)
    else:
        begun = jump.begun if command_id.startswith("go.") else None
        _offer(desk, replace(jump, typed="", is_range=False, begun=begun, is_waiting=False))


def _wait_for_label(desk: Desk, jump: Jump) -> None:
    """Something is selected: keys mean what they mean while reading until it has been tagged."""
    desk.offering.hide()
    desk.jump = replace(jump, typed="", is_range=False, begun=None, is_waiting=True, codes={})


# Keys --------------------------------------------------------------------------------------


def take(desk: Desk, key: str) -> bool:
    """Take a key that is a letter of a code, or a label's; whether it was one."""
    jump = desk.jump
    if jump is None or jump.is_waiting or len(key) != 1 or desk.keymap.is_pending:
        return False
    small = key.lower()
    if small in _alphabet(desk):
        desk.asked_for = None
    label = desk.label_keys.get(small)
    if label is not None:
        if jump.typed:
            _no_such(desk, jump, key)
        else:
            proposes = key != small and bool(desk.keymap.keys_of(f"propose.{label}"))
            _offer(desk, replace(jump, brush=label, proposes=proposes))
        return True
    if small not in _alphabet(desk):
        return False
    typed = jump.typed + small
    further = replace(jump, typed=typed, is_range=jump.is_range or key != small)
    matching = further.matching
    if not matching:
        _no_such(desk, jump, key)
        return True
    target = next((t for t, code in matching.items() if code == typed), None)
    if target is None:
        _show(desk, further)
    else:
        _pick(desk, further, target)
    return True


def _no_such(desk: Desk, jump: Jump, key: str) -> None:
    shown = " ".join((*jump.typed, key))
    back = desk.key("jump.leave")
    desk.say(f"No span has the letters {shown!r}; {back} takes back what was typed, or leaves")


def _take_back_letter(desk: Desk) -> None:
    jump = desk.jump
    if jump is None:
        return
    if jump.typed:
        _show(desk, replace(jump, typed="", is_range=False))
    elif jump.begun is not None:
        _offer(desk, replace(jump, begun=None))
    else:
        leave_key = desk.key("jump.leave")
        desk.say(f"No letter has been typed that could be taken back; {leave_key} leaves")


def _take_back(desk: Desk) -> None:
    jump = desk.jump
    if jump is None:
        return
    if jump.typed or jump.begun is not None:
        _take_back_letter(desk)
    elif jump.every_word:
        _offer(desk, replace(jump, every_word=False))
    elif jump.brush:
        _offer(desk, replace(jump, brush="", proposes=False))
    else:
        leave(desk)


def _every_word(desk: Desk) -> None:
    if desk.jump is not None:
        _offer(desk, replace(desk.jump, typed="", every_word=not desk.jump.every_word))


# Picking -----------------------------------------------------------------------------------


def _pick(desk: Desk, jump: Jump, target: JumpTarget) -> None:
    """A code has been typed: begin a longer span, or select or tag the span."""
    from tui.jumping import NOWHERE, Place

    if jump.is_range and jump.begun is None:
        _offer(desk, replace(jump, typed="", is_range=False, begun=target))
        return
    start = target.start if jump.begun is None else jump.begun.start
    pane = desk.panes.show(target.article)
    jump = replace(jump, typed="", is_range=False, begun=None, place=NOWHERE)
    if jump.brush:
        _tag(desk, jump, Span(start, target.end))
        # What stands within a claim that was just tagged is still ahead.
        place = Place(target.article, start, pane.selection.head, pane.visible_text)
        jump = replace(jump, place=place)
    else:
        pane.show_view(pane.view.selecting(Span(start, target.end)))
    if not jump.stays:
        leave(desk)
    elif jump.brush:
        _offer(desk, jump)
    else:
        _wait_for_label(desk, jump)


def _tag(desk: Desk, jump: Jump, span: Span) -> None:
    desk.pane.show_view(desk.pane.view.selecting(span))
    desk.do(f"{'propose' if jump.proposes else 'tag'}.{jump.brush}")


def _kept(desk: Desk) -> set[str]:
    """The keys that mean what they mean while reading."""
    return {key for name in _KEEP_THEIR_KEYS for key in desk.keymap.keys_of(name)}


def _alphabet(desk: Desk) -> str:
    from tui.jumping import letters

    return letters({*_kept(desk), *desk.label_keys})


def _offer(desk: Desk, jump: Jump) -> None:
    """Give what can be jumped to its letters, and show them."""
    pane, opened = desk.pane, desk.pane.opened
    article = opened.id if opened else ""
    place = jump.place.moved_to(article, pane.selection.head, pane.visible_text)
    jump = desk.offering.offered(replace(jump, place=place), _alphabet(desk))
    _show(desk, jump)
    if not jump.codes:
        what = f"likely to be tagged as {jump.brush}" if jump.brush else "to jump to"
        every = desk.key("jump.words")
        desk.say(f"Nothing on the screen is {what}; {every} shows a letter at each word")


def _show(desk: Desk, jump: Jump) -> None:
    desk.jump = jump
    desk.offering.show(jump)
