"""What articles share word for word or nearly: marked, walked, and tied by a key."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from store.across.shared_passages import SharedKind
from store.across.story_passages import SharedPlace
from store.across.twin_offers import accept_twin, twin_offer
from store.annotations.actions import Refusal
from store.labels import SAME
from store.wording import counted
from tui.actions import editing
from tui.actions.leaping import leaping
from tui.actions.progressing import name_of
from tui.aligned import LitShared, SharedMark
from tui.selection import Selection

if TYPE_CHECKING:
    from store.across.story_passages import StoryPassage
    from store.across.twin_offers import TwinOffer
    from tui.editor import Editor
    from tui.handlers import Handlers

_SIGNS: Final = {SharedKind.UTTERANCE: '"', SharedKind.PARAPHRASE: '"', SharedKind.COPIED: "<"}
_DOUBTFUL: Final = "?"
_SAID: Final = {
    SharedKind.UTTERANCE: "quoted each time: one utterance",
    SharedKind.PARAPHRASE: "not quoted each time: somebody’s words, in part unmarked",
    SharedKind.COPIED: "never quoted: copied prose",
}


def handlers(editor: Editor) -> Handlers:
    """The command that marks."""
    return {"shared": lambda _: _toggle(editor)}


def _toggle(editor: Editor) -> None:
    """Mark what articles share, or no more."""
    if editor.session.shared is not None:
        editor.set_session(editor.session.marking_shared(None))
        return
    if len(editor.workspace.story.articles) == 1:
        editor.say("There is no other article that could share anything")
        return
    editor.say("The articles are still being compared; what they share is marked in a moment")
    editor.across.shared.begin(lambda: _mark(editor))


def _mark(editor: Editor) -> None:
    passages = editor.across.shared.made or ()
    if not passages:
        editor.say("The articles share nothing word for word, or nearly")
    else:
        marks: dict[str, list[SharedMark]] = defaultdict(list)
        for each in passages:
            for place in each.places:
                sign = _DOUBTFUL if each.is_doubtful else _SIGNS[each.kind]
                marks[place.article].append(SharedMark(place.span, sign))
        in_order = {
            name: tuple(sorted(some, key=lambda mark: mark.span)) for name, some in marks.items()
        }
        editor.set_session(editor.session.marking_shared(LitShared(passages, in_order)))
        walk_keys = "{key:search.next}: next, {key:search.previous}: back"
        if editor.session.search is not None:  # these keys are for its matches
            walk_keys = f"once {{key:cancel}} has ended the search {walk_keys}"
        editor.say(
            f'{counted(len(passages), "shared passage")} (" quoted, < copied, ? chance) · '
            f"{walk_keys}, {{key:shared}}: hide"
        )
    editor.show_state()


# Walking -----------------------------------------------------------------------------------


def walk(editor: Editor, by: int) -> None:
    """Go to the next shared passage, or the one before, round the story."""
    shared, opened = editor.session.shared, editor.pane.opened
    if shared is None or opened is None:
        return
    number = {ref.id: place for place, ref in enumerate(editor.workspace.story.articles)}
    order = sorted(
        ((number[place.article], place.span), place, passage)
        for passage in shared.passages
        for place in passage.places
    )
    here = (number[opened.id], editor.pane.selection.span)
    find = bisect_right if by > 0 else bisect_left
    at = find(order, here, key=itemgetter(0)) + (by - 1 if by > 0 else by)
    _, place, passage = order[at % len(order)]
    _go(editor, passage, place)


def go_to_twin(editor: Editor) -> bool:
    """Go from a shared passage to where it stands next; whether the caret was in one.

    Where something is tagged keys mean that, unless the passage was walked to.
    """
    shared, opened, selection = editor.session.shared, editor.pane.opened, editor.pane.selection
    if shared is None or opened is None:
        return False
    walked = SharedPlace(opened.id, selection.span)
    found = next((each for each in shared.passages if walked in each.places), None)
    if found is not None:
        place = walked
    else:
        is_meant = editor.target.annotation is None and selection.is_empty
        here = (
            (each, place)
            for each in shared.passages
            for place in each.places
            if is_meant and place.article == opened.id and selection.head in place.span
        )
        found, place = next(here, (None, walked))
    if found is None:
        return False
    _go(editor, found, found.places[(found.places.index(place) + 1) % len(found.places)])
    return True


def _go(editor: Editor, passage: StoryPassage, place: SharedPlace) -> None:
    """Select a shared passage, and say what it means; claims in it are offered to be tied."""
    with leaping(editor):
        editor.go_to(place.article, place.span)
        editor.pane.select(Selection(place.span.start, place.span.end))
    articles = len({each.article for each in passage.places})
    number = passage.places.index(place) + 1
    chance = ", or chance" if passage.is_doubtful else ""
    said = f"{number} of {len(passage.places)} in {counted(articles, 'article')}"
    said += f" · {_SAID[passage.kind]}{chance}"
    if passage.first:
        first = "here" if passage.first == place.article else name_of(editor, passage.first)
        said += f" · first {first}"
    editor.say(f"{said}{_offer(editor, passage, place)} · {{key:annotation.enter}} its twin")


def _offer(editor: Editor, passage: StoryPassage, place: SharedPlace) -> str:
    """Offer to tie the claims that have a shared passage; what is said of that."""
    workspace = editor.workspace
    offer = twin_offer(
        passage,
        place,
        lambda article_id: workspace.article(article_id).annotations,
        workspace.now.readable_links(),
        workspace.labels,
    )
    if isinstance(offer, Refusal):
        return f"; {offer.reason}"
    editor.set_session(editor.session.offering_tie(offer))
    if offer is None:
        return ""
    as_what = "the same" if offer.kind == SAME else "copied"
    return f"; {{key:suggestion.accept}} ties the claims as {as_what}"


def take(editor: Editor, offer: TwinOffer) -> None:
    """Tie two claims that have the same words."""
    workspace = editor.workspace
    made = editing.make(editor, lambda: accept_twin(offer, workspace.now.links(), workspace.labels))
    if made is not None:
        quote = editor.quote(offer.twin.annotation.text)
        where = name_of(editor, offer.twin.article)
        as_what = "the same as" if offer.kind == SAME else "copied from"
        editor.say(f"{as_what} “{quote}” in {where}; {{key:undo}} takes it back")
