"""What an import would do, line by line, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.importing.labelling import UnknownLabelsError
from store.wording import counted
from tui.render.export_table import loss_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.errors import InputError
    from store.formats.losses import Losses
    from store.importing.reporting import ImportPlan

_NAMED: Final = 3
"""Articles and faults that are named; the others are counted."""


def import_facts(
    plan: ImportPlan, losses: Losses, faults: Sequence[InputError]
) -> Iterator[tuple[str, str]]:
    """What becomes of articles, spans, ties and labels, and what is refused or left out.

    Yields:
        What it is about, and what is said of it; keys by the ids of commands.
    """
    new = len(plan.new_articles)
    known = plan.articles - new
    named = ", ".join(plan.new_articles[:_NAMED]) + (", …" if new > _NAMED else "")
    articles = [f"{new:,} new ({named})"] if new else []
    articles += [f"{known:,} that the story has"] if known else []
    yield "articles", " · ".join(articles)
    yield "spans", " · ".join(_spans(plan)) or "none"
    ties = [counted(plan.relations, "tie")] if plan.relations else []
    ties += [counted(plan.clusters, "cluster")] if plan.clusters else []
    if ties:
        yield "ties", " · ".join(ties)
    if plan.new_labels:
        added = ", ".join(f"{label.name} (key {label.key})" for label in plan.new_labels)
        yield "labels", f"added to the label set: {added}"
    for fault in faults:
        if isinstance(fault, UnknownLabelsError):
            yield "labels", _unknown(fault)
    yield from refusals(faults)
    if losses.content:
        yield "left out", loss_words(losses)


def refusals(faults: Sequence[InputError]) -> Iterator[tuple[str, str]]:
    """How much is refused, and why the first of that is; nothing if nothing is."""
    refused = [fault for fault in faults if not isinstance(fault, UnknownLabelsError)]
    if refused:
        yield "refused", f"{len(refused):,}, such as {refused[0].sentences[0]}"


def _spans(plan: ImportPlan) -> Iterator[str]:
    if plan.added:
        yield f"{plan.added:,} new"
    if plan.present:
        yield f"{plan.present:,} there already"
    if plan.placed:
        yield f"{plan.placed:,} of the new at the same words in another text"
    if plan.waiting:
        yield f"{plan.waiting:,} of the new whose place you settle ({{key:review}})"


def _unknown(fault: UnknownLabelsError) -> str:
    named = [f"{name} ({counted(number, 'span')})" for name, number in fault.counts.items()]
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    are = "is" if len(named) == 1 else "are"
    return (
        f"{', '.join(named[:_NAMED])}{more} {are} not in the label set: left out; "
        "{key:import.labels} adds"
    )
