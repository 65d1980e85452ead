"""The commands of the list of clusters."""

from __future__ import annotations

from typing import Final

from tui.keys.modes import Command, Mode

_CLUSTERS: Final = frozenset({Mode.CLUSTERS})
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
