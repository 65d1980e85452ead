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

_OF_LABELS: Final = frozenset(("add", "propose", "tag"))
CALLED: Final = {
    "add": "second both multi overlap overlapping nested multilabel",
    "again": "dot macro",
    "align": "side-by-side peek",
    "annotation.merge": "boundary",
    "annotation.next": "arrow event",
    "annotation.note": "discussion description flag toggle line mode",
    "annotation.resize": "boundary boundaries edge trim adjust",
    "annotations": "order grid dashboard batch multiple multicursor multi cursors view everywhere "
    "outline symbol",
    "article.card": "classification author byline copy link permalink url",
    "article.done": "submit finish validate task",
    "article.next": "document task window buffer tab tabulator",
    "article.next-to-do": "task skip queue submit",
    "article.pick": "tabs explorer quick buffer switch",
    "article.previous": "document task window buffer tab",
    "cancel": "deselect reset interrupt escape normal notifications dismiss",
    "claim.record": "modality negation feature uncertainty factuality epistemic layer",
    "clusters": "linking wikidata ids knowledge normalization normalisation entities people person",
    "conflicts": "sync",
    "consistency": "errors lint validate problems quality",
    "discrepancies": "discrepancy errors",
    "export": "bio cas conll huggingface output parquet spacy tei xmi xml",
    "figures": "metrics dashboard monitoring timer wpm keystrokes quota",
    "go.row-start": "line",
    "go.row-text": "line",
    "go.row-end": "line",
    "guideline": "tagset explain why reason scheme ontology go",
    "help": "hotkeys keybindings keyboard cheatsheet docs documentation",
    "import": "upload preannotation prediction bio conll spacy tei",
    "jump": "hop ace easymotion avy hint",
    "jump.keep": "quick fast",
    "library": "project workspace explorer dashboard",
    "matrix": "support dispute map",
    "nudge.end-left": "boundary boundaries edge trim adjust shorter",
    "nudge.end-right": "boundary boundaries edge adjust longer",
    "nudge.start-left": "boundary boundaries edge adjust longer",
    "nudge.start-right": "boundary boundaries edge trim adjust shorter",
    "nudge.tighten": "boundary boundaries edge trim adjust shorter",
    "panes.fewer": "vsplit toggle sidebar minimap zen",
    "panes.more": "vsplit sidebar editor",
    "propose": "propagate everywhere batch apply all",
    "quit": "logout kill buffer window",
    "review": "validate problems",
    "search": "query wildcard regex fuzzy i-search isearch whole word sensitive files",
    "search.this": "references everywhere quote",
    "select.toggle": "visual rectangle",
    "shared": "quote",
    "suggestion.accept": "confirm approve correct right good",
    "suggestion.accept-kind": "everything batch everywhere",
    "suggestion.reject": "ignore skip decline wrong bad",
    "suggestions.level": "threshold confidence score probability percent quiet recommender",
    "suggestions.toggle": "recommender recommendation prediction active learning automation quiet",
    "tag": "entity entities ner category class underline create event layer",
    "tie": "arc support dispute event dependency connect edge said layer",
    "undo": "reset recover start over",
}
"""What commands are called there besides, by their ids, or what those of all labels begin with."""


def called(command_id: str) -> str:
    """What a command is called elsewhere, in words parted by blanks."""
    kind = command_id.partition(".")[0]
    return CALLED.get(command_id) or (CALLED.get(kind, "") if kind in _OF_LABELS else "")


ANSWERS: Final = (
    Answer("A number before a motion repeats it: 5 {key:go.next-word} goes five words on.",
           "count prefix repeat times number"),
    Answer("Select, then press a label's key. Without a selection the word under the caret is "
           "tagged.", "highlight mark annotate code"),
    Answer("Every edit is on the disk before you see it.", "autosave crash lost"),
    Answer("The dozen keys can be learned with a teacher: sidelight practice",
           "tutorial learn training train me lesson guide demo example welcome"),
    Answer("The mouse works too: click, drag, double click a word, wheel; hints and titles can be "
           "pressed.", "mouse trackpad touch drag scroll"),
    Answer("Your own keys: sidelight/keymap.toml in your configuration folder, or --keymap FILE.",
           "settings preferences options configuration keymap bindings shortcuts customise"),
    Answer("Your own labels: labels.toml beside the articles.",
           "new add create edit delete rename labels color colour categories settings "
           "configuration tagset layers features scheme ontology"),
    Answer("The text of an article never changes. {key:annotations} lists its annotations, to "
           "change many at once.", "replace query all edit text paste insert typo correct"),
    Answer("The terminal sets the size of letters; {key:panes.fewer} and {key:panes.more} make "
           "columns wider and narrower.",
           "zoom font size bigger smaller fullscreen screen width wrap bold"),
    Answer("What was done, when: sidelight log STORY, which also goes back to any step.",
           "history log versions backup restore recover timeline git commit branch blame track "
           "changes diff revert undo redo all"),
    Answer("To print or send: sidelight report STORY writes one web page.",
           "print preview report pdf"),
    Answer("Work with others: sidelight serve, bundle, agree, adjudicate; --annotator NAME says "
           "who you are.",
           "share send sync user name login logout account annotator agreement disagreement "
           "adjudicate adjudication gold curation curate monitoring workload assign collaborate "
           "kappa iaa team server web browser remote"),
    Answer("Where you left is where you come back; {key:go.last-edit} goes to the last edit.",
           "bookmark position resume forward"),
    Answer("How an annotation came to be, by hand, suggested, imported, stands in the list "
           "({key:annotations}); {key:rows.origin} there says it otherwise.",
           "origin provenance manual automatic"),
    Answer("There is nothing to reload: a changed article is shown anew within seconds, a new one "
           "when the story is opened again.", "refresh reload update rescan watch"),
    Answer("The terminal's own cursor stands on the caret; --cursor show shows it.",
           "cursor caret pointer blink"),
    Answer("A letter in the margin is the label of what is tagged beside it; it can be pressed "
           "with the mouse.", "margin gutter letters legend"),
    Answer("What is suggested by rules is for English texts; in others it is what you tag. All "
           "else works in every script.",
           "language english german french arabic hebrew chinese unicode rtl translation locale"),
    Answer("The line of the caret stands below each article; {key:annotations} tells the line of "
           "each annotation.", "line numbers row position status bar"),
    Answer("Nothing has a password: whoever can read the folder can read the story.",
           "password login encryption security access permission"),
    Answer("Nothing leaves this machine, unless you serve a story with sidelight serve.",
           "offline internet cloud privacy network proxy upload telemetry"),
    Answer("There is no mode to be in: letters are commands, and text is typed into a field alone; "
           "{key:cancel} leads back.",
           "mode modes normal insert visual zen vim emacs modal command hjkl :"),
    Answer("For screen readers: --speak FILE writes what a key means, line by line.",
           "screen reader accessibility speak voice sound blind speech"),
    Answer("Letters of other scripts count by their place, and what needs AltGr has a second key: "
           "{key:help} names them; a keymap file has the rest.",
           "keyboard layout cyrillic azerty qwertz dvorak brackets altgr alt"),
    Answer("An article is a file in the story's folder: put one there, rename it or take it away. "
           "What is annotated goes along.",
           "new add create delete remove rename articles files documents"),
    Answer("Articles stand in the order of their names.",
           "order sort reorder random shuffle sample"),
    Answer("What takes long can be stopped with {key:cancel}; the first line says if the disk is "
           "slow.", "slow frozen hang stuck interrupt stop performance memory"),
    Answer("From Python, and with models of your own: sidelight --help, and the folder docs.",
           "api python script scripting plugin extensions spacy gliner train llm gpt"),
    Answer("sidelight --version says which one this is; it is free, under the MIT licence.",
           "version about license licence buy update bug feedback support"),
    Answer("Sidelight reads and labels text, and does nothing else with it.",
           "translate spelling spell summary summarize chat image picture video audio format print "
           "debug snippet fold emmet"),
    Answer("What Label Studio, doccano, brat, INCEpTION, WebAnno and Prodigy write is read by "
           "{key:import}, and {key:export} writes it.",
           "label studio doccano brat inception webanno prodigy convert migrate switch"),
    Answer("Articles are UTF-8; other encodings are recognised.", "encoding utf8 utf-8 latin1"),
    Answer("What a command is called elsewhere finds it here too.",
           "command palette minibuffer m-x"),
    Answer("It runs in any terminal, also over ssh and in tmux, with few colours or none.",
           "ssh tmux screen terminal emulator colours colors"),
)  # fmt: skip
"""What the help tells under the commands, and the palette to who types one of the words."""
