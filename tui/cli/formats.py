"""The command that lists the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tui.cli.options import AS_JSON
from tui.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.registry import FormatFacts

_WIDTH: Final = 98
_NAME: Final = 13
_DOES: Final = 14


@click.command()
@AS_JSON
def formats(*, as_json: bool) -> None:
    """List the formats of datasets: what is read, what is written, what each can hold."""
    from store.formats.registry import every_fact

    facts = list(every_fact())
    if as_json:
        print_json(facts)
        return
    click.echo("format".ljust(_NAME) + "does".ljust(_DOES) + "what it is, and what it holds")
    for fact in facts:
        for line in _lines(fact):
            click.echo(line)


def _lines(fact: FormatFacts) -> Iterator[str]:
    from textwrap import wrap

    does = " ".join(word for word, can in (("read", fact.reads), ("write", fact.writes)) if can)
    said = [fact.title]
    if not fact.lacks:
        said.append("holds everything")
    elif len(fact.lacks) < len(fact.holds):
        said.append(f"holds all but {', '.join(fact.lacks)}")
    else:
        said.append(f"holds {', '.join(fact.holds) or 'spans'}")
        said.append(f"but no {', '.join(fact.lacks)}")
    if fact.extra:
        state = "installed" if fact.installed else f"pip install 'sidelight[{fact.extra}]'"
        said.append(f"needs {fact.extra} ({state})")
    head = fact.name.ljust(_NAME) + does.ljust(_DOES)
    for sentence in said:
        for line in wrap(sentence, _WIDTH - len(head), subsequent_indent="  "):
            yield head + line
            head = " " * len(head)
