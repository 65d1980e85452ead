"""How far one is: articles that are done, the next that is not; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import place_of
from store.annotations.model import ArticleState
from store.errors import SidelightError
from store.story.progress import count_done, next_to_do, state_of
from store.text.span import Span
from store.wording import counted
from tui.actions import editing
from tui.actions.leaping import leaping

if TYPE_CHECKING:
    from tui.editor import Editor
    from tui.handlers import Handlers


def handlers(editor: Editor) -> Handlers:
    """The commands on progress, and those that lead back."""
    return {
        "article.done": lambda _: _done(editor),
        "article.next-to-do": lambda _: _go_to_undone(editor, 1),
        "article.previous-to-do": lambda _: _go_to_undone(editor, -1),
        "go.last-edit": lambda _: _go_to_last_edit(editor),
        "go.back": lambda _: _go_back(editor),
    }


def name_of(editor: Editor, article_id: str) -> str:
    """Which article of how many one is, as in `2/5`."""
    articles = editor.workspace.story.articles
    number = next(n for n, ref in enumerate(articles, 1) if ref.id == article_id)
    return f"{number}/{len(articles)}"


def _done(editor: Editor) -> None:
    """Say that the article is done, and show the next that is not; or that it is not done."""
    from store.annotations.assessing import mark  # read when it is first needed

    opened, workspace = editing.editable(editor), editor.workspace
    if opened is None:
        return
    name = name_of(editor, opened.id)
    was_done = state_of(workspace.now, opened) is ArticleState.DONE
    state = ArticleState.OPEN if was_done else ArticleState.DONE
    if editing.make(editor, mark(workspace.now.links(), opened.article, state)) is None:
        return
    if was_done:
        editor.say(f"{name} is not done any more")
        return
    following = next_to_do(workspace.now, opened.id)
    if not following:
        editor.say(f"{_all_done(editor)}; {{key:export}} writes the annotations to a file")
        return
    editor.panes.show(following)
    done = f"{count_done(workspace.now)} of {len(workspace.story.articles)} done"
    editor.say(f"{name} is done, {{key:undo}} takes it back · {done}")


def _all_done(editor: Editor) -> str:
    count = len(editor.workspace.story.articles)
    return f"All {counted(count, 'article')} are done" if count > 1 else "The article is done"


def _go_to_undone(editor: Editor, by: int) -> None:
    opened = editor.pane.opened
    if opened is None:
        return
    following = next_to_do(editor.workspace.now, opened.id, by)
    if following:
        editor.pause.write()
        editor.panes.show(following)
    elif state_of(editor.workspace.now, opened) is ArticleState.DONE:
        editor.say(_all_done(editor))
    else:
        editor.say("Every other article is done; {key:article.done}: this one too")


# The way back ------------------------------------------------------------------------------


def _go_back(editor: Editor) -> None:
    """Go back to where the last leap began: a search, a suggestion, a place in a list."""
    session = editor.session
    if not session.leaps:
        editor.say("There is nowhere to go back to yet")
        return
    place = session.leaps[-1]
    editor.set_session(session.gone_back())
    editor.go_to(place.article, Span(place.offset, place.offset))


def _go_to_last_edit(editor: Editor) -> None:
    """Go where the last edit was made, also in an earlier session."""
    workspace = editor.workspace
    try:
        record = workspace.ledger.to_undo()
    except SidelightError as error:
        editor.complain(str(error))
        return
    place = None if record is None else place_of(record.edit)
    if place is None or workspace.story.ref(place.article) is None:
        editor.say("There is no edit yet" if record is None else "The last edit was not in a text")
        return
    with leaping(editor):
        editor.go_to(place.article, Span(place.start, place.end))
