"""Tying: letters at what an annotation may be tied to, in every visible pane; digits for clusters.

Which type of tie it is follows from the two labels, unless a sign says it. The machine of the jump
letters places and draws them (`tui.offering`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.across.mention_groups import TaggedMention
from store.across.tie_ends import ends_of
from store.across.tie_targets import digit_clusters, likely_targets
from store.across.ties import TieTarget, TieWish, fits, is_claim_label, put_into, tied
from store.across.untying import untied
from store.annotations.edits import Batch, EditOfCluster
from store.annotations.links import CONTRADICTS
from store.labels import ATTRIBUTION, CARRIER, COPIED_FROM, SAME, SPEAKER, SUPPORTS
from tui.actions import annotating, editing, following, jumping
from tui.actions.following import end_words
from tui.jumping import JumpTarget
from tui.render.tie_lines import digits_named, tie_words, verb_before
from tui.tying import Tying

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.across.mention_groups import MentionGroup
    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from tui.editor import Editor
    from tui.handlers import Handlers

_STAYS_FOR: Final = ("tie", "go.", "pane.", "article.next", "article.previous")
"""What the commands begin with after which the letters are offered again."""
_ASKS: Final = {
    "tie.same": (SAME, ""),
    "tie.contradicts": (CONTRADICTS, ""),
    "tie.supports": (SUPPORTS, ""),
    "tie.copied-from": (COPIED_FROM, ""),
    "tie.speaker": (ATTRIBUTION, SPEAKER),
    "tie.carrier": (ATTRIBUTION, CARRIER),
}
"""The type of tie that a sign asks for, and the role."""


def handlers(editor: Editor) -> Handlers:
    """The commands that tie."""
    return {
        "tie": lambda _: begin(editor),
        "cluster.next": lambda count: following.walk(editor, count or 1),
        "cluster.previous": lambda count: following.walk(editor, -(count or 1)),
        "tie.more": lambda _: _change(editor, lambda tying: tying.with_more()),
        "tie.more-clusters": lambda _: _change(editor, lambda tying: tying.with_more_clusters()),
        "tie.untie": lambda _: _ask_which_not(editor),
        "tie.leave": lambda _: _take_back(editor),
        **{name: partial(_ask, editor, *asked) for name, asked in _ASKS.items()},
    }


# Beginning and ending ----------------------------------------------------------------------


def begin(editor: Editor) -> None:
    """Show a letter at each annotation that what is meant may be tied to."""
    annotation, opened = annotating.annotation_meant(editor), editor.pane.opened
    if annotation is None or opened is None:
        return
    if editor.workspace.status.read_only:
        editor.complain(editor.workspace.status.read_only)
        return
    jumping.leave(editor)
    links = editor.workspace.now.links()
    one = TaggedMention(opened.id, annotation)
    known = editor.across.groups.of(annotation.label)
    clusters = digit_clusters(one, known, links, editor.workspace.labels)
    _offer(editor, Tying(TieWish(one), tuple(clusters)))


def leave(editor: Editor) -> None:
    """Take the letters away."""
    if editor.session.tying is not None:
        editor.set_session(editor.session.tying_with(None))
        editor.offering.hide()


def _leave_for(editor: Editor, one: TaggedMention) -> None:
    """Take the letters away, and have keys mean what was tied, if another place was looked at."""
    leave(editor)
    opened = editor.pane.opened
    is_here = opened is not None and opened.id == one.article
    if not is_here or annotating.annotation_meant(editor) != one.annotation:
        pane = editor.panes.show(one.article)
        pane.show_view(pane.view.reaching(one.annotation))


def after(editor: Editor, command_id: str) -> None:
    """A command has been run: offer again where it only shows something else, or else leave."""
    tying = editor.session.tying
    if tying is None or command_id.startswith("tie"):
        return
    if command_id.startswith(_STAYS_FOR):
        _offer(editor, tying)
    else:
        leave(editor)


def offer_again(editor: Editor) -> None:
    """Show the letters where they belong now: something else is on the screen."""
    if editor.session.tying is not None:
        _offer(editor, editor.session.tying)


# Keys --------------------------------------------------------------------------------------


def take(editor: Editor, key: str) -> bool:
    """Take a key that is a letter on the screen, a digit or a label's; whether it was."""
    tying = editor.session.tying
    if tying is None or len(key) != 1 or editor.keymap.is_pending:
        return False
    target = tying.target_of(key)
    declared = _declared_keys(editor)
    if target is not None:
        _tie_to(editor, tying, target)
    elif key in "123456789":
        _take_digit(editor, tying, int(key))
    elif key in editor.label_keys:
        _narrow(editor, tying, editor.label_keys[key])
    elif key in declared:
        _ask(editor, declared[key], "", None)
    elif key in _alphabet(editor):
        editor.say(f"Nothing has the letter {key!r}; {{key:tie.leave}} leaves")
    else:
        return False
    return True


def _tie_to(editor: Editor, tying: Tying, target: TieTarget) -> None:
    links, labels = editor.workspace.now.links(), editor.workspace.labels
    what = tie_words(target, tying.wish.one, labels)
    _make(editor, lambda: tied(tying.wish, target, links, labels), what)


def _take_digit(editor: Editor, tying: Tying, digit: int) -> None:
    number = tying.chosen(digit)
    if number is None:
        is_behind = tying.choices > tying.passed + tying.named
        other = "{key:tie.more-clusters} names the next" if is_behind else "a letter ties it too"
        other = "{key:tie.leave} leaves" if tying.ends is not None and not is_behind else other
        editor.say(f"Nothing here has the digit {digit}; {other}")
    elif tying.ends is not None:
        _untie(editor, tying, number)
    else:
        _take_cluster(editor, tying, tying.clusters[number])


def _take_cluster(editor: Editor, tying: Tying, group: MentionGroup) -> None:
    wish = tying.wish
    if wish.kind not in ("", SAME):
        _tie_to(editor, tying, TieTarget(group.members[0], wish.kind, wish.role))
        return
    links, labels = editor.workspace.now.links(), editor.workspace.labels
    edit = put_into(wish, group, links, labels)
    _make(editor, lambda: edit, _place_words(editor, edit))


def _untie(editor: Editor, tying: Tying, number: int) -> None:
    """Take a tie away."""
    assert tying.ends is not None
    one, end = tying.wish.one, tying.ends[number]
    groups = editor.across.groups.of(end.cluster.label).groups if end.cluster is not None else ()
    group = next((each for each in groups if each.cluster == end.cluster), None)
    links = editor.workspace.now.links()
    what = f"{verb_before(end.kind)}no longer {tying.told[number]}"
    _make(editor, lambda: untied(one, end, group, links), what)


def _place_words(editor: Editor, edit: Batch | Refusal) -> str:
    """Which cluster something will be in, said of it."""
    made = tuple(edit.edits)[-1] if isinstance(edit, Batch) else None
    cluster = made.after if isinstance(made, EditOfCluster) else None
    if cluster is None:
        return ""
    return f"is one of {len(cluster.members)} in “{editor.quote(cluster.name)}”"


def _make(editor: Editor, build: Callable[[], Edit | Refusal], what: str) -> None:
    """Make the tie and leave; where it is refused the letters stay, and why is said."""
    tying = editor.session.tying
    if editing.make(editor, build) is None or tying is None:
        return
    _leave_for(editor, tying.wish.one)
    one = tying.wish.one.annotation
    editor.say(f"“{editor.quote(one.text)}” {what}; {{key:undo}} takes it back")


def _narrow(editor: Editor, tying: Tying, label: str) -> None:
    """Offer only what has a label; the same label again offers all."""
    wish = tying.wish
    asked = "" if wish.label == label else label
    own = wish.one.annotation.label
    if asked and wish.kind and not fits(editor.workspace.labels, wish.kind, own, asked):
        wish = replace(wish, kind="", role="", is_apart=False)
    _offer(editor, tying.wishing(replace(wish, label=asked)))


def _ask(editor: Editor, kind: str, role: str, _: int | None) -> None:
    """Have the tie be of a type; the same again has it follow from the labels.

    What is the same has a step between: the two are to be in a cluster of their own.
    """

    def asked(tying: Tying) -> Tying:
        wish = tying.wish
        is_again = (wish.kind, wish.role) == (kind, role)
        if is_again and kind == SAME and not wish.is_apart:
            return tying.wishing(replace(wish, is_apart=True))
        if is_again:
            return tying.wishing(replace(wish, kind="", role="", is_apart=False))
        return tying.wishing(replace(wish, kind=kind, role=role, label="", is_apart=False))

    _change(editor, asked)


def _ask_which_not(editor: Editor) -> None:
    """Have digits take away what it is tied to; the same again has it tied once more."""
    tying = editor.session.tying
    if tying is None:
        return
    one = tying.wish.one
    ends = tuple(ends_of(editor.workspace.now.links(), one.mention))
    if tying.ends is not None:
        _offer(editor, tying.wishing(TieWish(one)))
    elif not ends:
        editor.say("It is tied to nothing yet; a letter ties it")
    else:
        _offer(editor, tying.untying(ends, tuple(end_words(editor, each) for each in ends)))


def _take_back(editor: Editor) -> None:
    tying = editor.session.tying
    if tying is None:
        return
    if tying.ends is None and not (tying.wish.kind or tying.wish.label):
        _leave_for(editor, tying.wish.one)
    else:
        _offer(editor, tying.wishing(TieWish(tying.wish.one)))


def _change(editor: Editor, change: Callable[[Tying], Tying]) -> None:
    if editor.session.tying is not None:
        _offer(editor, change(editor.session.tying))


# Letters -----------------------------------------------------------------------------------


def _declared_keys(editor: Editor) -> dict[str, str]:
    """The types of relations that `labels.toml` gives a key, by it."""
    declared = editor.workspace.labels.declared_relations
    return {each.key: each.name for each in declared if each.key}


def _alphabet(editor: Editor) -> str:
    return jumping.alphabet(editor, _declared_keys(editor))


def _offer(editor: Editor, tying: Tying) -> None:
    """Give what is in sight and fits its letters, and show them."""
    wish, labels = tying.wish, editor.workspace.labels
    own = wish.one.annotation.label
    has_digits = fits(labels, wish.kind or SAME, own, own)
    targets = _targets(editor, tying) if tying.ends is None else {}
    tying = replace(tying.offering(targets), has_digits=has_digits)
    tying = replace(tying, jump=editor.offering.with_codes(tying.jump, _alphabet(editor)))
    named = digits_named(tying, editor.keymap, editor.palette, editor.size.width)
    editor.set_session(editor.session.tying_with(replace(tying, named=named)))
    editor.offering.show(tying.jump)
    if not tying.jump.codes and tying.ends is None:
        what = "claim or source" if is_claim_label(labels, own) and not wish.label else "annotation"
        editor.say(f"No {wish.label or what} in sight to tie it to")


def _targets(editor: Editor, tying: Tying) -> dict[JumpTarget, TieTarget]:
    """What is in sight and fits, the likeliest first."""
    workspace = editor.workspace
    near = [
        TaggedMention(pane.opened.id, each)
        for pane in editor.panes.panes
        if pane.opened is not None
        for each in pane.annotations.overlapping(pane.viewport.visible_text)
    ]
    found: dict[JumpTarget, TieTarget] = {}
    links, labels = workspace.now.links(), workspace.labels
    for target in likely_targets(tying.wish, near, links, labels, _text_of(editor)):
        found.setdefault(_jump_target(target.other), target)
    return found


def _text_of(editor: Editor) -> Callable[[str], str]:
    return lambda article_id: editor.workspace.article(article_id).article.text


def _jump_target(one: TaggedMention) -> JumpTarget:
    return JumpTarget(one.article, one.annotation.start, one.annotation.end)
