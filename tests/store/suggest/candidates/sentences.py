from __future__ import annotations

from store.labels import DEFAULT_LABELS, LabelSet
from store.suggest.candidates.rules import suggest_by_rules

WHOLE = "The mayor closed the bridge on Friday, according to Radio Lomé."


def suggested(text: str, label: str, labels: LabelSet = DEFAULT_LABELS) -> dict[str, float]:
    found = suggest_by_rules(text, labels)
    return {one.text: one.score for one in found if one.label == label}
