"""Stories with a gold of ties and clusters, as the store has them: native JSONL, an article a line.

Third-party corpora are read in place, from `corpora` in the folder named by `SIDELIGHT_CORPORA`,
else in `../shared`; one that is not there is left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.golds import CORPORA, SEEDS, natural
from store.annotations.model import Annotation, Cluster, Mention, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TiedGold:
    """A story with what ties its annotations."""

    name: str
    corpus: str
    texts: dict[str, str]
    """By the id of the article."""
    annotations: dict[Mention, Annotation]
    clusters: tuple[Cluster, ...]
    relations: tuple[Relation, ...]
    strict: frozenset[str]
    """Ids of the clusters whose members are one and the same thing; of others they only belong
    together."""

    def of_label(self, *labels: str) -> dict[Mention, Annotation]:
        """The annotations with one of some labels."""
        return {each: a for each, a in self.annotations.items() if a.label in labels}


def load_tied(path: Path, corpus: str = "") -> TiedGold:
    """Read a gold file."""
    texts: dict[str, str] = {}
    annotations: dict[Mention, Annotation] = {}
    members: dict[str, list[Mention]] = {}
    first: dict[str, dict[str, str]] = {}
    relations = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        article = row["id"]
        texts[article] = row["text"]
        for each in row["spans"]:
            annotations[Mention(article, each["id"])] = Annotation(
                each["id"], each["start"], each["end"], each["label"], each["text"]
            )
        for each in row["clusters"]:
            first.setdefault(each["id"], each)
            members.setdefault(each["id"], []).extend(Mention(article, m) for m in each["members"])
        for each in row["relations"]:
            head, tail = Mention(article, each["head"]), Mention(article, each["tail"])
            known = f"{article} {each['id']}"
            relations.append(Relation(known, each["type"], head, tail, each.get("role", "")))
    clusters = tuple(
        Cluster(i, c["label"], c["name"], tuple(sorted(members[i])), c.get("relation", ""))
        for i, c in first.items()
    )
    strict = frozenset(i for i, c in first.items() if c.get("strict", True))
    name = path.parent.name if path.stem.startswith("gold") else path.stem
    return TiedGold(name, corpus, texts, annotations, clusters, tuple(relations), strict)


def tied_corpora() -> Iterator[TiedGold]:
    """The seeds, and what is there of NewsWCL50 and ECB+."""
    yield load_tied(SEEDS, "seeds")
    for path in sorted(CORPORA.glob("newswcl50/*/gold_actor_location.jsonl")):
        yield load_tied(path, "NewsWCL50")
    found = CORPORA.glob("ecbplus/*/gold.jsonl")
    for path in sorted(found, key=lambda each: natural(each.parent.name)):
        yield load_tied(path, "ECB+")
