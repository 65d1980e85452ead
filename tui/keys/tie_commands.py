"""The commands that tie annotations, of the record of a claim, of the list of clusters, and of what
waits to be settled."""

from __future__ import annotations

from typing import Final

from tui.keys.modes import Command, Mode

_CLUSTERS: Final = frozenset({Mode.CLUSTERS})
_TYING: Final = frozenset({Mode.TYING})
_KEYS: Final = (
    ("join", "Join what is marked, or the only marked one with this row", ("J",)),
    ("split", "Split what is marked off its cluster, as one of its own", ("O",)),
    ("rename", "Give the cluster a name; an empty one is that of its mentions", ("i",)),
    ("ids", "Say by which ids or addresses it is known elsewhere, such as Q1065", ("#",)),
    ("open", "Show the mentions of the cluster or the offer", ("right",)),
    ("close", "Go back to the clusters", ("left",)),
    ("next-label", "Go to the next label, or to what of it is in no cluster", ("@",)),
    *(
        (f"likely-{digit}", f"Put it into the cluster that stands below as {digit}", (str(digit),))
        for digit in range(1, 10)
    ),
    ("more-likely", "Show the next clusters that it may belong to, with the digits", ("0",)),
)

CLUSTER_COMMANDS: Final = (
    Command("clusters", "Who is who: put together what is one thing, by offers and by hand", ("W",),
            "Annotations", hint="who is who", synonyms="cluster coreference entity merge same"),
    *(
        Command(f"clusters.{name}", help_, keys, "In the list of clusters", _CLUSTERS)
        for name, help_, keys in _KEYS
    ),
)  # fmt: skip

TYING_COMMANDS: Final = (
    Command("tie.same", "They are the same, in one cluster; again: in one of their own, beside "
            "those they are in", ("=", "S"), "While tying", _TYING, "same"),
    Command("tie.contradicts", "They contradict each other", ("!", "X"), "While tying", _TYING,
            "contradicts"),
    Command("tie.supports", "It backs the other, which says something else", ("+", "P"),
            "While tying", _TYING, "supports"),
    Command("tie.copied-from", "Its words are taken from there", ("<", "C"), "While tying", _TYING,
            "copied from"),
    Command("tie.speaker", "The source has said it", ("@", "W"), "While tying", _TYING, "said by"),
    Command("tie.carrier", "The source was told it, or has printed it", (">", "V"), "While tying",
            _TYING, "carried by"),
    Command("tie.untie", "Take one of its ties away: a digit says which", ("-", "N"),
            "While tying", _TYING, "untie", "remove unlink detach"),
    Command("tie.more", "Letters at the next of what fits, where it is more than there are letters",
            ("space",), "While tying", _TYING, "more"),
    Command("tie.more-clusters", "Show the next of what digits take, whatever article it is in; "
            "after the last the first again", ("0",), "While tying", _TYING, "next digits"),
    Command("tie.leave", "Take back what was asked of the tie, then leave", ("escape", "backspace"),
            "While tying", _TYING, "leave"),
)  # fmt: skip

_RECORD: Final = frozenset({Mode.RECORD})
_VALUES: Final = {
    "quotation": "q", "paraphrase": "p", "own-voice": "o", "named": "n", "anonymous": "a",
    "document": "d", "nobody": "z", "certain": "c", "likely": "l", "hedged": "h", "denied": "x",
}  # fmt: skip
_GRADES: Final = (
    ("source", "The source", "ABCDEF", "A (completely reliable) to F"),
    ("information", "The claim", "123456", "1 (confirmed) to 6"),
)

RECORD_COMMANDS: Final = (
    *(
        Command(f"record.{said}", f"It is {said.replace('-', ' ')}; again takes that off", (key,),
                "In the record of a claim", _RECORD)
        for said, key in _VALUES.items()
    ),
    *(
        Command(f"record.{name}-{grade}",
                f"{what} is {grade}, of {scale} (cannot be judged); again takes that off", (grade,),
                "In the record of a claim", _RECORD)
        for name, what, grades, scale in _GRADES
        for grade in grades
    ),
    Command("record.speaker", "Tie the claim to who said it", ("s",), "In the record of a claim",
            _RECORD, "source"),
    Command("record.carrier", "Tie it to who was told it, or printed it", ("v",),
            "In the record of a claim", _RECORD, "carrier"),
    Command("record.cue", "Keep the word that says that it is said; again takes that off", ("w",),
            "In the record of a claim", _RECORD),
    Command("record.next", "Go on to the next claim without a record", ("enter",),
            "In the record of a claim", _RECORD, "next without one"),
    Command("record.clear", "Say nothing of the claim any more", ("backspace",),
            "In the record of a claim", _RECORD, "none"),
)  # fmt: skip

REVIEW_COMMANDS: Final = (
    Command("review", "Settle what two machines say differently; else where annotations belong "
            "whose article has changed", ("R",), "Story", synonyms="conflicts orphans"),
    Command("review.accept", "Put the annotation where it is proposed", ("enter", "y"),
            "In the review", frozenset({Mode.REVIEW}), "accept the proposed place"),
    Command("review.move", "Choose another place for it in the article", ("m",), "In the review",
            frozenset({Mode.REVIEW}), "choose another"),
    Command("review.drop", "Remove it", ("d",), "In the review", frozenset({Mode.REVIEW}), "drop"),
    Command("conflicts", "Settle what two machines say differently", ("g R",), "Story",
            hint="two machines", synonyms="conflicts merge diverged"),
    Command("conflicts.keep", "Keep what stands", ("1", "y"), "Where two machines differ",
            frozenset({Mode.CONFLICTS}), "keep what stands"),
    Command("conflicts.take", "Take what the other says", ("2",), "Where two machines differ",
            frozenset({Mode.CONFLICTS}), "take the other"),
)  # fmt: skip
