"""The man page, made from the commands as the command line has them."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import click

from tui.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTRODUCTION: Final = """\
.TH SIDELIGHT 1 "" "sidelight {version}" "User Commands"
.SH NAME
sidelight \\- read reports of one event side by side, tag spans, export a dataset
.SH SYNOPSIS
.B sidelight
.IR PATH \\&...
.br
.B sidelight
.I COMMAND
.RI [ ARGUMENT \\&...]
.SH DESCRIPTION
"""
_END: Final = """\
.SH EXIT STATUS
0: done. 1: the input or the data is at fault, said in one sentence on standard error. 2: usage.
128 and the number of a signal that ended it.
.SH ENVIRONMENT
.TP
.B SIDELIGHT_ANNOTATOR
Whose work, where \\-\\-annotator does not say.
.TP
.B SIDELIGHT_SUGGESTIONS
How much is suggested, where \\-\\-suggestions does not say.
.TP
.B NO_COLOR
Draw without colours of our own.
.SH FILES
.TP
.I annotations/NAME/
Beside the articles: the journal of each annotator and the files made from it.
.TP
.I labels.toml
Beside the articles: the label set.
.TP
.I ~/.config/sidelight/keymap.toml
Your own keys.
.SH KEYS
Press ? in the program: every key, found as one types.
"""


def _root() -> click.Context:
    """What every command is asked in: commands remember which options for help it gave them."""
    return click.Context(cli, info_name="sidelight", **cli.context_settings)


def commands() -> Iterator[tuple[str, click.Command]]:
    """All commands by name, in their order."""
    root = _root()
    for name in cli.list_commands(root):
        command = cli.get_command(root, name)
        assert command is not None
        yield name, command


def options_of(command: click.Command) -> Iterator[tuple[str, str]]:
    """How each option of a command is written, with what it wants, and what it does."""
    with click.Context(command, parent=_root(), info_name=command.name) as context:
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            if isinstance(parameter, click.Option) and record is not None:
                yield record


def usage_of(name: str, command: click.Command) -> str:
    """A command with its arguments, as it is typed."""
    with click.Context(command, parent=_root(), info_name=name) as context:
        return " ".join((name, *command.collect_usage_pieces(context)))


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def manual() -> str:
    """The page, in the macros of man."""
    page = [_INTRODUCTION.format(version=version("sidelight")), _escaped(_paragraph(cli)), "\n"]
    page.append(".SH OPTIONS\n")
    page += map(_option, options_of(cli))
    page.append(".SH COMMANDS\n")
    for name, command in commands():
        page.append(f".SS {_escaped(usage_of(name, command))}\n{_escaped(_paragraph(command))}\n")
        page += map(_option, options_of(command))
    return "".join((*page, _END))


def _paragraph(command: click.Command) -> str:
    return " ".join((command.help or "").split())


def _option(record: tuple[str, str]) -> str:
    written, does = record
    return f".TP\n.B {_escaped(written)}\n{_escaped(' '.join(does.split()))}\n"


if __name__ == "__main__":
    sys.stdout.write(manual())
