"""Every command, declared once: its id, what it does, its default keys, where it applies.

Key bindings, the key bar, the help, the palette and the hints of dialogs are derived from this
table. A label's key takes its letter from the command that has it here; a few commands keep theirs
(`KEPT`).
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from tui.keys.modes import (
    LEAVE,
    MAIN_MODES,
    WRITING_MODES,
    Command,
    Mode,
    add_commands,
    document_commands,
    is_of_label,
    propose_commands,
    tag_commands,
)
from tui.keys.screen_commands import (
    ADJUDICATION_COMMANDS,
    DISCREPANCY_COMMANDS,
    MATRIX_COMMANDS,
    PRACTICE_COMMANDS,
)
from tui.keys.tie_commands import (
    CLUSTER_COMMANDS,
    RECORD_COMMANDS,
    REVIEW_COMMANDS,
    TYING_COMMANDS,
)

if TYPE_CHECKING:
    from store.labels import LabelSet

__all__ = [
    "COMMANDS", "KEPT", "LEAVE", "MAIN_MODES", "WRITING_MODES", "Command", "Mode",
    "add_commands", "all_commands", "is_of_label", "propose_commands", "tag_commands",
]  # fmt: skip

KEPT: Final = frozenset("qufynjk")
"""Letters that no label can take: they leave, undo, jump, accept and reject, and go to the next and
the previous annotation, whatever the labels are. Any other command makes room for a label."""

_BOTH: Final = frozenset({Mode.READING, Mode.RESIZING})
_CHECK: Final = frozenset({Mode.READING, Mode.CHECK})
_LIST: Final = frozenset({Mode.LIST})
_CLUSTERS: Final = frozenset({Mode.CLUSTERS})
_FILTER: Final = frozenset({Mode.FILTER})
_MATRIX: Final = frozenset({Mode.MATRIX, Mode.QUOTES})
_LIBRARY: Final = frozenset({Mode.LIBRARY})
_MARKED: Final = _LIST | _CLUSTERS
_ROWS: Final = _MARKED | _MATRIX | _LIBRARY | {Mode.DIFFERING}
_SETTLE: Final = _CHECK | {Mode.REVIEW, Mode.CONFLICTS} | _MARKED
_NOTE: Final = frozenset({Mode.NOTE})
_EXPORT: Final = frozenset({Mode.EXPORT})
_IMPORT: Final = frozenset({Mode.IMPORT})
_WELCOME: Final = frozenset({Mode.WELCOME})
_SEARCH: Final = frozenset({Mode.SEARCH})
_FINDING: Final = frozenset({Mode.PALETTE, Mode.HELP})
_CARD: Final = frozenset({Mode.CARD})
_LISTS: Final = frozenset(
    {Mode.PALETTE, Mode.PICK, Mode.EXPORT, Mode.HELP, Mode.REVIEW, Mode.CHECK, Mode.LIST,
     Mode.FILTER, Mode.WELCOME, Mode.CLUSTERS, Mode.CONFLICTS,
     Mode.LIBRARY, Mode.DIFFERING, *_MATRIX}
)  # fmt: skip
_CHOOSING: Final = _FINDING | {Mode.PICK, Mode.CHECK, Mode.WELCOME, Mode.CONFLICTS} | _ROWS
_RECORD: Final = frozenset({Mode.RECORD})
_DIALOGS: Final = WRITING_MODES | _LISTS | _CARD | _RECORD | {Mode.FIGURES}
_JUMPING: Final = frozenset({Mode.JUMPING})
_RESIZING: Final = frozenset({Mode.RESIZING})
_LEAVING: Final = frozenset({Mode.LEAVING})

_MOTIONS: Final = (
    ("left", "Go one character left", ("left",)),
    ("right", "Go one character right", ("right",)),
    ("up", "Go one row up", ("up",)),
    ("down", "Go one row down", ("down",)),
    ("row-start", "Go to the start of the row", ("home", "0")),
    ("row-text", "Go to the first letter of the row", ("^",)),
    ("row-end", "Go to the end of the row", ("end", "$")),
    ("page-up", "Go one page up", ("pageup",)),
    ("page-down", "Go one page down", ("pagedown", "space")),
    ("half-page-up", "Go half a page up", ("ctrl+u",)),
    ("half-page-down", "Go half a page down", ("ctrl+d",)),
    ("article-start", "Go to the start of the article", ("g g", "ctrl+home")),
    ("article-end", "Go to the end of the article", ("G", "g e", "ctrl+end")),
    ("next-word", "Go to the next word", ("w", "ctrl+right")),
    ("previous-word", "Go to the previous word", ("b", "ctrl+left")),
    ("word-end", "Go to the end of the word", ("e",)),
    ("next-sentence", "Go to the next sentence", (")",)),
    ("previous-sentence", "Go to the previous sentence", ("(",)),
    ("next-paragraph", "Go to the next paragraph", ("}", "alt+down")),
    ("previous-paragraph", "Go to the previous paragraph", ("{", "alt+up")),
)
_IN_A_MENU: Final = {
    "article-start": ("top", "beginning first"), "article-end": ("end", "bottom last")
}  # fmt: skip
"""What motions do, in a word, where it is said what can follow the first key of a chord, and by
what else they are found."""
_SHIFTED: Final = (
    ("left", "shift+left", "one character left"),
    ("right", "shift+right", "one character right"),
    ("up", "shift+up", "one row up"),
    ("down", "shift+down", "one row down"),
    ("row-start", "shift+home", "to the start of the row"),
    ("row-end", "shift+end", "to the end of the row"),
    ("next-word", "ctrl+shift+right", "to the next word"),
    ("previous-word", "ctrl+shift+left", "to the previous word"),
)

COMMANDS: Final[tuple[Command, ...]] = (
    *(
        Command(f"go.{name}", text, keys, "Move", _BOTH, *_IN_A_MENU.get(name, ()))
        for name, text, keys in _MOTIONS
    ),
    *(
        Command(f"select.{name}", f"Extend the selection {text}", (key,), "Select", _BOTH)
        for name, key, text in _SHIFTED
    ),
    Command("select.toggle", "Make every motion extend the selection; again ends that", ("v",),
            "Select", hint="select"),
    Command("select.grow", "Select more: the word, the name, the quotation, the clause and so on",
            ("x",), "Select", _BOTH, "more", "all expand extend larger"),
    Command("select.shrink", "Select less: what was selected before, or the next smaller thing",
            ("X",), "Select", _BOTH),
    Command("select.flip", "Go to the other end of the selection", ("o",), "Select"),
    Command("cancel", "End the selection, leave the current annotation, clear the search",
            ("escape",), "Select"),
    Command("copy", "Copy what is selected or tagged here; or else say how to leave", ("ctrl+c",),
            "Select", _BOTH, synonyms="clipboard yank"),
    Command("jump", "Show letters at the likely spans; typing one selects its span", ("f",),
            "Jump and suggestions", hint="jump", synonyms="letters goto"),
    Command("jump.keep", "The same again and again; after a label's key, each is tagged", ("F",),
            "Jump and suggestions", hint="tag many"),
    Command("jump.back", "Take back what was typed last", ("backspace",), "While jumping",
            _JUMPING),
    Command("jump.words",
            "Then the first letter of any span in sight: the only one is taken, else letters tell",
            ("space",), "While jumping", _JUMPING, "any span"),
    Command("jump.leave", "Take back what was begun, then the label, then leave", ("escape",),
            "While jumping", _JUMPING, "leave"),
    Command("suggestion.accept", "Accept the suggestion and go on; or else go to the next one",
            ("y",), "Jump and suggestions", _BOTH | _MARKED, "accept", "yes take"),
    Command("suggestion.reject",
            "Reject the suggestion for good, and go on; while a search is lit, the next match",
            ("n",), "Jump and suggestions", _BOTH | {Mode.CHECK} | _MARKED, "reject", "no drop"),
    Command("suggestion.accept-kind",
            "Accept all suggestions like this one that are in sight; again, in every article",
            ("Y",), "Jump and suggestions", _CHECK | _CLUSTERS),
    Command("suggestion.reject-kind",
            "Reject all like this one that are in sight; again, in every article; in a lit search, "
            "the previous match",
            ("N",), "Jump and suggestions"),
    Command("suggestions.toggle", "Suggest nothing, or again; what you asked for stays", ("z",),
            "Jump and suggestions", synonyms="hide show off auto ai model"),
    Command("suggestions.level",
            "How much is suggested: what saves keys, all, or only what you ask for", ("_",),
            "Jump and suggestions", synonyms="level sure more less hide show"),
    Command("consistency",
            "Check texts that are tagged in one place and not, or otherwise, in another", ("V",),
            "Jump and suggestions", synonyms="inconsistent differ missing"),
    Command("nudge.start-left", "Take in a word at the start", ("h",), "Move the ends", _BOTH),
    Command("nudge.start-right", "Leave out the first word", ("H",), "Move the ends", _BOTH),
    Command("nudge.end-right", "Take in a word at the end", (";",), "Move the ends", _BOTH),
    Command("nudge.end-left", "Leave out the last word", (":",), "Move the ends", _BOTH),
    Command("nudge.tighten", "Leave out quotation marks, a determiner, a possessive, “he said”",
            (",",), "Move the ends", _BOTH),
    Command("again", "Tag with the last label again", (".",), "Annotations",
            synonyms="repeat same"),
    Command("annotation.next", "Go to the next annotation or suggestion and make it current",
            ("j",), "Annotations", _SETTLE | _MATRIX | _LIBRARY | {Mode.DIFFERING}, "next"),
    Command("annotation.previous", "Go to the previous annotation or suggestion", ("k",),
            "Annotations", _SETTLE | _MATRIX | _LIBRARY | {Mode.DIFFERING}, "previous"),
    Command("annotation.enter", "Have keys mean the annotation here; again, the next out, then off",
            ("enter",), "Annotations"),
    Command("annotation.remove", "Remove the annotation that is meant, or reject the suggestion",
            ("d", "delete"), "Annotations", _BOTH | _MARKED | {Mode.CHECK}, "remove",
            "delete erase"),
    Command("annotation.remove-made",
            "Remove what was just tagged, or reached, or is selected; take back a number",
            ("backspace",), "Annotations", _BOTH, synonyms="delete erase"),
    Command("annotation.resize", "Move the ends of the annotation; it keeps its id and its note",
            ("r",), "Annotations", hint="resize", synonyms="extent ends longer shorter"),
    Command("annotation.note",
            "Write a note on the annotation; where there is none, on the article", ("i",),
            "Annotations", _BOTH | _LIST, "note", "comment memo"),
    Command("undo", "Undo, also edits of earlier sessions", ("u",), "Annotations",
            _SETTLE | _CARD | _RECORD | {Mode.MATRIX, Mode.DIFFERING}, "undo",
            "back revert mistake"),
    Command("redo", "Redo what was undone", ("U", "ctrl+r"), "Annotations",
            _CHECK | _MARKED | _CARD | _RECORD | {Mode.MATRIX, Mode.DIFFERING},
            synonyms="again forward"),
    Command("annotations", "List all annotations: find them, and change many at once", ("O",),
            "Annotations", hint="list",
            synonyms="table stats figures count bulk filter sort group overview"),
    Command("tie", "Tie the annotation to another, or to a cluster, by a letter or a digit", ("t",),
            "Ties", hint="tie",
            synonyms="link relation attribution source speaker said cluster coreference"),
    Command("cluster.next", "Go to the next mention of the same, through all articles", ("J",),
            "Ties", synonyms="coreference chain"),
    Command("cluster.previous", "Go to the previous mention of the same", ("K",), "Ties"),
    Command("align", "Bring what is most like this into the other panes; again: the next best",
            ("=",), "Across the articles", synonyms="compare similar same parallel"),
    Command("align.together", "Move the panes together while you read on; again: each by itself",
            ("M",), "Across the articles", synonyms="lock scroll sync bind follow"),
    Command("shared", "Mark what articles share word for word or nearly; again: no more", ("B",),
            "Across the articles", synonyms="copied quotation verbatim duplicate plagiarism twins"),
    Command("claim.record", "The record of a claim: directness, naming, certainty, grades", ("I",),
            "Annotations", synonyms="attributes hedge grade source reliability"),
    *RECORD_COMMANDS,
    *TYING_COMMANDS,
    Command("leave.put-back", "Put back what was shortened, and leave", ("q",), "While leaving",
            _LEAVING, "put back and leave"),
    Command("leave.keep", "Keep it shortened, and leave", ("enter",), "While leaving", _LEAVING,
            "keep and leave"),
    Command("leave.stay", "Stay, and keep it shortened", ("escape",), "While leaving", _LEAVING,
            "stay"),
    Command("resize.flip", "Move the other end", ("o",), "While resizing", _RESIZING, "other end"),
    Command("resize.keep", "Keep the new extent", ("enter",), "While resizing", _RESIZING, "keep"),
    Command("resize.leave", "Leave the annotation as it was", ("escape",), "While resizing",
            _RESIZING, "leave"),
    Command("search", "Search all articles of the story", ("/", "ctrl+f"), "Search", hint="find",
            synonyms="find look grep regex case"),
    Command("search.this", "Search for what is meant, and go to where it stands next", ("*",),
            "Search", synonyms="same elsewhere occurrences"),
    Command("search.next", "Go to the next match and select it", (">", "f3"), "Search"),
    Command("search.previous", "Go to the match before and select it", ("<", "shift+f3"), "Search"),
    Command("pane.next", "Go to the next pane; with one pane, to the next article", ("tab",),
            "Panes", _CHECK, "pane"),
    Command("pane.previous", "Go to the previous pane", ("shift+tab",), "Panes", _CHECK),
    Command("article.next", "Show the next article in this pane", ("]", "ctrl+pagedown"), "Panes",
            hint="article", synonyms="file"),
    Command("article.previous", "Show the previous article in this pane", ("[", "ctrl+pageup"),
            "Panes", synonyms="file"),
    Command("article.pick", "Pick an article by a part of its title or name", ("p",), "Panes",
            synonyms="file open go to document list"),
    Command("article.done", "This article is done, show the next that is not; again: not done",
            ("g d",), "Panes", hint="done", synonyms="finish complete ready mark"),
    Command("article.card", "What is said of the article: a note, labels of the whole, its outlet",
            ("g i",), "Panes", hint="card", synonyms="document labels metadata note"),
    Command("figures", "What is left to do, and what your work has come to: time, spans, answers",
            ("g s",), "Story", hint="what is left",
            synonyms="stats statistics figures count time progress speed left remaining"),
    Command("article.next-to-do", "Show the next article that is not done", ("g n",), "Panes",
            hint="next to do", synonyms="file unfinished todo remaining"),
    Command("article.previous-to-do", "Show the previous article that is not done", ("g N",),
            "Panes", hint="previous", synonyms="file unfinished"),
    Command("go.last-edit", "Go where the last edit was made", ("g l",), "Move",
            hint="last edit", synonyms="changed"),
    Command("go.back", "Go back to where you were before a search, a suggestion, or a list",
            ("ctrl+o",), "Move", synonyms="return before leap previous"),
    Command("panes.more", "Show one pane more", ("+",), "Panes", synonyms="columns split window"),
    Command("panes.fewer", "Show one pane less", ("-",), "Panes", synonyms="columns split close"),
    Command("panes.auto", "Show as many panes as the width allows", ("g 0",), "Panes",
            hint="panes that fit", synonyms="columns split"),
    Command("annotation.split", "Split the annotation in two at the caret", ("g x",),
            "Annotations", hint="split", synonyms="cut divide two"),
    Command("annotation.merge", "Merge the annotation with one of the same label that touches it",
            ("g &",), "Annotations", hint="merge", synonyms="join unite combine"),
    *REVIEW_COMMANDS,
    Command("export", "Write the annotations to a file: every format, and what each would lose",
            ("E",), "Story", frozenset({Mode.READING, Mode.MATRIX}) | _LIST, "export",
            "save as write csv json jsonl download share"),
    Command("import", "Bring in a dataset, or make articles of pages and papers", ("ctrl+e",),
            "Story", synonyms="open load read add new csv json jsonl html pdf docx"),
    Command("library", "Show the stories beside this one; there: back to the story", ("P",),
            "Story", _LIBRARY | {Mode.READING}, "library", "corpus folder stories open other"),
    Command("saved", "Say when the last edit was saved", ("ctrl+s",), "Story", _BOTH,
            synonyms="autosave"),
    Command("theme.toggle", "Change between dark and light", ("T",), "Story",
            synonyms="colours colors appearance background contrast"),
    Command("help", "Show every key and the label guidelines", ("?", "f1"), "Story",
            _BOTH | _ROWS | {Mode.CHECK}, "help",
            "manual keys shortcuts commands :help"),
    Command("guideline", "Show the guideline of the label that is meant; again, of the next",
            ("ctrl+g",), "Story", _BOTH | _CARD, "guideline",
            synonyms="codebook definition examples"),
    Command("palette", "Find a command by its name", ("ctrl+p",), "Story",
            frozenset({Mode.READING, Mode.SEARCH}), "commands"),
    Command("suspend", "Go back to the shell; fg there brings the screen back", ("ctrl+z",),
            "Story", _BOTH | _DIALOGS - _NOTE, synonyms="shell background terminal"),
    Command("quit", "Leave; everything is saved already", ("q", "Z Z", "Z Q"), "Story",
            frozenset({Mode.READING, Mode.WELCOME, Mode.LIBRARY}), "leave",
            synonyms="quit exit close :q :wq"),
    Command(LEAVE, "Leave the dialog or the line; what was begun is taken back first", ("escape",),
            "In dialogs", _DIALOGS, "leave"),
    Command("list.down", "Go down in a list or a text", ("down",), "In dialogs", _LISTS | _CARD,
            "down"),
    Command("list.up", "Go up in a list or a text", ("up",), "In dialogs", _LISTS | _CARD, "up"),
    Command("list.page-down", "Go down by a page or ten lines", ("pagedown",), "In dialogs",
            _LISTS, "page down"),
    Command("list.page-up", "Go up by a page or ten lines", ("pageup",), "In dialogs", _LISTS,
            "page up"),
    Command("list.choose", "Take what is chosen: an article, a command, a place", ("enter",),
            "In dialogs", _CHOOSING, "choose"),
    Command("pick.other-pane", "Show the article in the other pane", ("tab",),
            "In the list of articles", frozenset({Mode.PICK}), "in the other"),
    Command("list.first", "Go to the first line", ("ctrl+home",), "While finding keys", _FINDING),
    Command("list.last", "Go to the last line", ("ctrl+end",), "While finding keys", _FINDING),
    Command("list.ids", "Show what a keymap file calls the commands", ("tab",),
            "While finding keys", _FINDING, "names"),
    Command("search.go", "Go to the first match after the caret", ("enter",),
            "In the line of a search", _SEARCH, "keep"),
    Command("search.kind", "Search for plain text or by a regular expression", ("ctrl+r",),
            "In the line of a search", _SEARCH, "regex"),
    Command("search.earlier", "Search for what was searched for before that", ("up",),
            "In the line of a search", _SEARCH, "earlier"),
    Command("search.later", "Search for what was searched for after that", ("down",),
            "In the line of a search", _SEARCH),
    Command("card.note", "Write a note on the article", ("i",), "On the card", _CARD,
            "note"),
    Command("card.edit", "Change what the chosen line says: where the article is from, its note",
            ("enter",), "On the card", _CARD, "edits"),
    Command("note.keep", "Keep what is written", ("enter",), "In a note", _NOTE, "keeps it"),
    Command("note.new-line", "Begin a new line", ("alt+enter", "ctrl+j"), "In a note", _NOTE,
            "new line"),
    Command("export.next-scope", "Write more of the story, or less; in a name, go right",
            ("right",), "In the export", _EXPORT),
    Command("export.previous-scope", "The same the other way round; in a name, go left",
            ("left",), "In the export", _EXPORT),
    Command("export.text", "Write the texts of the articles too, or only offsets",
            ("ctrl+t", "ctrl+o"), "In the export", _EXPORT, "text"),
    Command("export.layers", "Put the tags of labels into other columns, in a format of tags",
            ("ctrl+l",), "In the export", _EXPORT, "layers"),
    Command("export.rows", "Make a row of a sentence, a window of several or an article",
            ("ctrl+r",), "In the export", _EXPORT, "rows"),
    Command("export.field", "Go from finding a format to naming the file, or back", ("tab",),
            "In the export", _EXPORT, "file"),
    Command("export.write", "Write it", ("enter",), "In the export", _EXPORT, "writes"),
    Command("import.go", "Look at what is there; then import it", ("enter",), "In the import",
            _IMPORT),
    Command("import.complete", "Go on with the path as far as there is one way", ("tab",),
            "In the import", _IMPORT, "completes the path"),
    Command("import.labels", "Add labels that the story lacks, or leave out what has them",
            ("ctrl+l",), "In the import", _IMPORT),
    Command("welcome.import", "Make articles of pages and papers, or bring in a dataset", ("i",),
            "In a folder without articles", _WELCOME),
    Command("welcome.practise", "Practise on two articles", ("p",), "In a folder without articles",
            _WELCOME),
    Command("check.next-text", "Go to the next text", ("right",), "In the check",
            frozenset({Mode.CHECK})),
    Command("check.previous-text", "Go to the previous text", ("left",), "In the check",
            frozenset({Mode.CHECK})),
    Command("rows.first", "Go to the first row", ("g g", "home"),
            "In the list of annotations", _ROWS | {Mode.CHECK}),
    Command("rows.last", "Go to the last row", ("G", "end"),
            "In the list of annotations", _ROWS | {Mode.CHECK}),
    Command("rows.mark", "Mark the row, or take its mark away, and go on: keys then mean all that "
            "is marked", ("space",), "In the list of annotations", _MARKED),
    Command("rows.mark-all", "Mark all that is listed, or nothing", ("*",),
            "In the list of annotations", _MARKED),
    Command("rows.mark-to", "Mark all from the marked row above to this one", ("v",),
            "In the list of annotations", _LIST),
    Command("rows.filter", "Filter while you type: by words, or a query such as label:claim "
            "said-by:none", ("/",),
            "In the list of annotations", _MARKED | {Mode.MATRIX, Mode.DIFFERING} | _LIBRARY),
    Command("rows.keep-filter", "Keep the filter; keys are for the rows again", ("enter",),
            "In the list of annotations", _FILTER),
    Command("query.take", "Take what is offered while you type a query: a field, a value, a repair",
            ("tab",), "In the line of a search", _FILTER | _SEARCH, "takes it"),
    Command("rows.group", "Group what is listed by what it says; ! where labels differ", ("#",),
            "In the list of annotations", _LIST),
    Command("rows.order", "Order by place, text, label, times, note, or the newest first; stories "
            "by last edit, name, what is to do", ("o",),
            "In the list of annotations", _LIST | _LIBRARY),
    Command("rows.article", "List only this article, or all", ("@",),
            "In the list of annotations", _LIST),
    Command("rows.kinds", "List also what is suggested, what was rejected, or has no sure place",
            ("z",), "In the list of annotations", _LIST),
    Command("rows.origin", "Say otherwise how what is marked was made: by hand, imported and so on",
            ("w",), "In the list of annotations", _LIST, synonyms="origin manual imported"),
    Command("rows.attribute", "Set an attribute of all that is marked, as name=value; no value "
            "takes it away", ("=",), "In the list of annotations", _LIST),
    Command("rows.copy", "Copy the row or all that is marked, with tabs between the columns",
            ("ctrl+c", "ctrl+y"), "In the list of annotations", _LIST),
    *CLUSTER_COMMANDS,
    *MATRIX_COMMANDS,
    *DISCREPANCY_COMMANDS,
    *ADJUDICATION_COMMANDS,
    *PRACTICE_COMMANDS,
)  # fmt: skip
"""The commands that do not depend on the label set."""


def all_commands(labels: LabelSet) -> tuple[Command, ...]:
    """Every command there is with a label set, the labels' first."""
    of_labels = (tag_commands, propose_commands, add_commands, document_commands)
    return (*chain.from_iterable(make(labels) for make in of_labels), *COMMANDS)
