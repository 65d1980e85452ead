"""What an import did and what it left out, for a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.errors import SidelightError
    from store.formats.reading import Input
    from store.importing.dataset import ImportPlan


def import_report(
    source: Input,
    format_: str,
    sure: float,
    done: ImportPlan | None,
    refused: SidelightError | None,
) -> dict[str, object]:
    """All of it, as JSON has it.

    Args:
        source: What was read.
        format_: The name of its format.
        sure: How sure that is, from 0 to 1.
        done: What was imported, if it was.
        refused: Why nothing was.
    """
    report: dict[str, object] = {
        "file": str(source.path),
        "format": format_,
        "sure": round(sure, 2),
        "imported": done is not None,
    }
    if refused is not None:
        report["refused"] = fault_fields(refused)
    if done is not None:
        report |= {
            "articles": done.articles,
            "new_articles": list(done.new_articles),
            "new_labels": [label.name for label in done.new_labels],
            "annotations": done.added,
            "present": done.present,
            "placed": done.placed,
            "waiting": done.waiting,
            "relations": done.relations,
            "clusters": done.clusters,
        }
    faults = [fault_fields(fault) for fault in source.faults]
    return report | source.losses.as_json() | {"faults": faults}


def fault_fields(error: SidelightError) -> dict[str, object]:
    """Where something is at fault, and why; what is not known is left out."""
    path = getattr(error, "path", None)
    fields = {
        "file": None if path is None else str(path),
        "line": getattr(error, "line", None),
        "field": getattr(error, "field", None),
        "reason": getattr(error, "reason", str(error)),
    }
    return {name: value for name, value in fields.items() if value is not None}
