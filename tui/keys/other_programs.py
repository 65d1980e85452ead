"""What people know from other programs and look for here: what there is instead, in sentences."""

from __future__ import annotations

from typing import Final

from store.frozen import Frozen


class Answer(Frozen):
    """What is said to who looks for something that is no command."""

    sentence: str
    words: str
    """By which it is found, parted by blanks."""


INSTEAD: Final = {
    "%": "{key:select.grow}, pressed again and again, selects up to the whole article",
    "ctrl+a": "{key:select.grow} selects more and more; {key:annotations} lists all annotations",
    "ctrl+b": "{key:go.page-up} goes a page up, {key:go.half-page-up} half of one",
    "ctrl+n": "{key:search.next} goes to the next match, {key:article.next} to the next article",
    "ctrl+v": "Nothing can be pasted into an article; after {key:search} it is searched for",
    "ctrl+w": "{key:panes.fewer} shows one pane less; {key:quit} leaves",
    "ctrl+x": "{key:annotation.remove} removes an annotation; the text itself stays as it is",
    "ctrl+y": "{key:redo} makes again what was undone",
}
"""Sentences, by keys as a keymap names them."""

ANSWERS: Final = (
    Answer("A number before a motion repeats it: 5 {key:go.next-word} goes five words on.",
           "count repeat times"),
    Answer("Select, then press a label's key. Without a selection the word under the caret is "
           "tagged.", "highlight mark annotate code"),
    Answer("Every edit is on the disk before you see it.", "autosave crash lost"),
    Answer("The dozen keys can be learned with a teacher: sidelight practice",
           "tutorial learn training lesson guide"),
    Answer("The mouse works too: click, drag, double click a word, wheel.", "mouse trackpad"),
    Answer("Your own keys: sidelight/keymap.toml in your configuration folder, or --keymap FILE.",
           "settings preferences options configuration keymap bindings shortcuts customise"),
    Answer("Your own labels: labels.toml beside the articles.",
           "new add edit labels categories settings configuration"),
    Answer("The text of an article never changes. {key:annotations} lists its annotations, to "
           "change many at once.", "replace edit text paste insert typo correct"),
    Answer("The terminal sets the size of letters; {key:panes.fewer} and {key:panes.more} make "
           "columns wider and narrower.",
           "zoom font size bigger smaller fullscreen screen width wrap"),
    Answer("What was done, when: sidelight log STORY, which also goes back to any step.",
           "history log versions backup restore timeline"),
    Answer("To print or send: sidelight report STORY writes one web page.", "print report pdf"),
    Answer("Work with others: sidelight serve, bundle, agree, adjudicate; --annotator NAME says "
           "who you are.",
           "share send sync user name login account annotator agreement disagreement adjudicate "
           "collaborate kappa team"),
    Answer("Where you left is where you come back; {key:go.last-edit} goes to the last edit.",
           "bookmark position resume forward"),
)  # fmt: skip
"""What the help tells under the commands, and the palette to who types one of the words."""
