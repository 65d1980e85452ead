"""Following ties: to the other ends of what is meant, and through the mentions of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.tie_ends import ends_of, ids_by_article, others_of
from store.annotations.links import CONTRADICTS
from store.annotations.model import Mention
from store.wording import counted
from tui.actions.leaping import leaping
from tui.actions.progressing import name_of
from tui.render.lines import shorten_middle
from tui.render.tie_lines import kind_words
from tui.tied import Followed, LitEnd, LitEnds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.across.tie_ends import TieEnd
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Cluster
    from tui.editor import Editor

_MOST_NAMED: Final = 3
"""Ends that are named."""
_QUOTED: Final = 44
"""Cells of each."""


# What is said of them ------------------------------------------------------------------------


def named(editor: Editor, focus: Mention, ends: Sequence[TieEnd]) -> LitEnds:
    """What is said of the other ends of what is meant."""
    return LitEnds(focus, tuple(_named(editor, end) for end in ends[:_MOST_NAMED]))


def end_words(editor: Editor, end: TieEnd) -> str:
    """What something is to one of its ends, as it is said: "said by “Reuters”"."""
    named = _named(editor, end)
    where = named.where if end.cluster is None else ""
    return " ".join(filter(None, (named.words, f"“{named.quote}”", where)))


def _named(editor: Editor, end: TieEnd) -> LitEnd:
    is_tail = end.is_tail and not editor.workspace.labels.relation_type(end.kind).is_symmetric
    what = kind_words(end.kind, end.role, is_tail=is_tail)
    if end.cluster is not None:
        members = end.cluster.members
        articles = len({each.article for each in members})
        many = f"{len(members)} in {counted(articles, 'article')}"
        return LitEnd("=", shorten_middle(end.cluster.name, _QUOTED), many)
    assert end.other is not None
    annotation = editor.workspace.now.annotation(end.other)
    if annotation is None:
        return LitEnd(what, "what is not there any more")
    what = "!" if end.kind == CONTRADICTS else what
    quote = shorten_middle(annotation.text, _QUOTED)
    return LitEnd(what, quote, _where(editor, end.other, annotation), end.other)


def _where(editor: Editor, mention: Mention, annotation: Annotation) -> str:
    """Where something is that is out of sight; empty for what is in sight."""
    panes = editor.panes.panes_with(mention.article)
    if not panes:
        return name_of(editor, mention.article)
    viewport, layout = panes[0].viewport, panes[0].wrapped
    row = layout.row_of(annotation.start)
    if viewport.is_visible(row):
        return ""
    arrow = "↓" if row >= viewport.top else "↑"
    article = "" if panes[0] is editor.pane else f" {name_of(editor, mention.article)}"
    return f"{arrow}{article} line {layout.line_of(annotation.start)}"


# Going there ---------------------------------------------------------------------------------


def tied_here(editor: Editor, links: Links) -> Mention | None:
    """What is meant, if it is tied to anything, or else the innermost around it that is."""
    return _first_here(editor, lambda mention: bool(ends_of(links, mention)))


def follow(editor: Editor) -> None:
    """Go to the first other end of what is meant; from there to the next, and back at last."""
    here, session = _meant(editor), editor.session
    if here is None:
        return
    followed = session.followed
    if followed is not None and followed.here == here:
        followed = followed.next
    else:
        links = editor.workspace.now.links()
        ends = ends_of(links, here)
        order = _in_order(editor, (here, *others_of(ends, here)))
        at = order.index(here)
        first = dict.fromkeys(end.other for end in ends if end.other in order)
        round_story = (*order[at + 1 :], *order[:at])
        followed = Followed(here, tuple(filter(None, dict.fromkeys((*first, *round_story)))))
        if not followed.ends:
            editor.say("What it was tied to is not there any more")
            return
    _go(editor, followed.here)
    editor.set_session(editor.session.following(followed))
    _say_which(editor, followed)


def _say_which(editor: Editor, followed: Followed) -> None:
    count = len(followed.ends)
    if followed.here == followed.start:
        editor.say("Back where it began")
    elif count > 1:
        keys = "{key:annotation.enter} the next, {key:cancel} back"
        editor.say(f"{followed.at + 1} of {count} it is tied to; {keys}")
    else:
        editor.say("{key:annotation.enter} or {key:cancel} goes back")


def go_back(editor: Editor) -> bool:
    """Go back to where ties were followed from; whether any were."""
    followed = editor.session.followed
    editor.set_session(editor.session.following(None))
    if followed is None or _meant(editor) != followed.here or followed.here == followed.start:
        return False
    _go(editor, followed.start)
    return True


def walk(editor: Editor, by: int) -> None:
    """Go to the next mention of the cluster of what is meant, through all articles, or back."""
    links = editor.workspace.now.links()
    here = _first_here(editor, lambda mention: bool(_gathered(links, mention)))
    if here is None:
        editor.say("What is here is in no cluster; {key:tie} and a letter or a digit put it in one")
        return
    gathered = _gathered(links, here)
    order = _in_order(editor, gathered[0].members)
    at = (order.index(here) + by) % len(order)
    _go(editor, order[at])
    name = editor.quote(gathered[0].name)
    editor.say(f"{at + 1} of {len(order)} of “{name}”")


def _gathered(links: Links, mention: Mention) -> list[Cluster]:
    """The clusters of something through which one can walk."""
    return [each for each in links.clusters_of(mention) if each.relation != CONTRADICTS]


def _meant(editor: Editor) -> Mention | None:
    return _first_here(editor, lambda _: True)


def _first_here(editor: Editor, is_so: Callable[[Mention], bool]) -> Mention | None:
    """The first of what is meant and what is around it of which something is so."""
    opened = editor.pane.opened
    if opened is None:
        return None
    here = (Mention(opened.id, each.id) for each in editor.target.here)
    return next(filter(is_so, here), None)


def _go(editor: Editor, mention: Mention) -> None:
    """Bring an annotation on screen, in whichever pane it is or else in this one; keys mean it."""
    annotation = editor.workspace.now.annotation(mention)
    if annotation is None:
        return
    with leaping(editor):
        pane = editor.panes.show(mention.article)
        pane.show_view(pane.view.reaching(annotation))


def _in_order(editor: Editor, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of some mentions that are there, in the order of the story."""
    wanted = ids_by_article(mentions)
    return [
        Mention(ref.id, each.id)
        for ref in editor.workspace.story.articles
        if ref.id in wanted
        for each in editor.workspace.now.article(ref.id).annotations.with_ids(wanted[ref.id])
    ]
