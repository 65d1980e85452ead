"""Keys that hands know from other programs and that do nothing here: what to press instead."""

from __future__ import annotations

from typing import Final

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
