"""The pages of the site that are made from the code: commands, keys, formats, Python, licences."""

from __future__ import annotations

import dataclasses
import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from store.formats.registry import every_fact
from store.labels import DEFAULT_LABELS
from tools import licences, manual
from tui.keys.commands import all_commands
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.keys.commands import Command

PROMISED: Final = (
    "store.ledger.tables:open_tables",
    "store.articles:find_story",
    "store.story.workspace:Workspace",
    "store.story.open_story:OpenStory",
    "store.annotations.model:Annotation",
    "store.text.span:Span",
)
"""What `docs/scripting.md` builds on."""


def _cell(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
    return re.sub(r"([*_<\[])", r"\\\1", escaped)


def _code(text: str) -> str:
    """Code within a table: a bar would part the cells, and a backquote end the code."""
    fence = "``" if "`" in text else "`"
    inner = f" {text} " if fence == "``" else text
    return f"{fence}{inner}{fence}".replace("|", "\\|")


def commands() -> str:
    """Every command with its options."""
    page = ["# Commands\n", "Made from the command line itself; also `man sidelight`.\n"]
    for name, command in manual.commands():
        page += [f"## {name}\n", f"```\nsidelight {manual.usage_of(name, command)}\n```\n"]
        page += [f"{_prose(command.help or '')}\n", "| option | does |", "|---|---|"]
        for written, does in manual.options_of(command):
            page.append(f"| {_code(written)} | {_cell(does)} |")
        page.append("")
    return "\n".join(page)


def _prose(text: str) -> str:
    """A docstring with click's marks taken out, and `<` as it is."""
    return "\n".join(line.strip() for line in text.replace("\b", "").splitlines())


def keys() -> str:
    """Every command of the keymap by group, with its keys and the id it has in a keymap file."""
    known = all_commands(DEFAULT_LABELS)
    keymap = keymap_for(known)
    groups: dict[str, list[Command]] = {}
    for command in known:
        groups.setdefault(command.group, []).append(command)
    page = [
        "# Keys\n",
        "Every command with the keys it has with the usual labels, and its id in a keymap file"
        " ([customising.md](../customising.md)).\n",
    ]
    for group, members in groups.items():
        page += [f"## {group}\n", "| keys | does | id |", "|---|---|---|"]
        for command in members:
            named = keymap.names_of(command.id)
            said = _code(named) if named else ""
            page.append(f"| {said} | {_cell(command.help)} | `{command.id}` |")
        page.append("")
    return "\n".join(page)


def formats() -> str:
    """Every format with what it can hold."""
    facts = list(every_fact())
    features = list(dict.fromkeys(feature for fact in facts for feature in fact.holds))
    page = [
        "# What formats hold\n",
        "What each is, and how it is read and written: [formats.md](../formats.md).\n",
        "| format | read | written | extra | " + " | ".join(features) + " |",
        "|---" * (len(features) + 4) + "|",
    ]
    for fact in facts:
        holds = " | ".join("●" if feature in fact.holds else "" for feature in features)
        does = " | ".join("●" if can else "" for can in (fact.reads, fact.writes))
        extra = f"`[{fact.extra}]`" if fact.extra else ""
        page.append(f"| `{fact.name}` | {does} | {extra} | {holds} |")
    return "\n".join(page) + "\n"


def python() -> str:
    """What of the library is promised, from its docstrings."""
    page = [
        "# Python\n",
        "What scripts may build on ([promises.md](../promises.md)); worked examples are in"
        " [scripting.md](../scripting.md).\n",
    ]
    for place in PROMISED:
        module, _, name = place.partition(":")
        page += _described(module, name, getattr(import_module(module), name))
    return "\n".join(page)


def _described(module: str, name: str, found: object) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"`from {module} import {name}`\n"
    if not inspect.isclass(found):
        assert callable(found)
        yield _signature(name, found)
        yield _docstring(found)
        return
    yield _docstring(found)
    fields = getattr(found, "__annotations__", {})
    if fields and (dataclasses.is_dataclass(found) or hasattr(found, "__struct_fields__")):
        yield "| field | type |\n|---|---|"
        yield from (f"| `{field}` | {_code(str(kind))} |" for field, kind in fields.items())
        yield ""
    for member, value in vars(found).items():
        function = getattr(found, member)
        if member.startswith("_") or not (callable(function) or isinstance(value, property)):
            continue
        if isinstance(value, property):
            yield f"### {name}.{member}\n"
        else:
            yield f"### {name}.{member}()\n"
            yield _signature(f"{name}.{member}", function)
        yield _docstring(value if isinstance(value, property) else function)


def _signature(name: str, function: Callable[..., object]) -> str:
    return f"```python\n{name}{inspect.signature(function)}\n```\n"


def _docstring(found: object) -> str:
    text = inspect.getdoc(found) or ""
    parts = re.split(r"^(Args|Returns|Raises|Yields):\n", text, flags=re.M)
    page = [parts[0].strip(), ""]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        page += [f"**{title}**\n", f"```text\n{inspect.cleandoc(body)}\n```\n"]
    return "\n".join(page)


def licence_page() -> str:
    """The licences of all that is needed."""
    lines = [
        f"| {name} | {version} | {_cell(licence)} | {f'`[{group}]`' if group else 'the program'} |"
        for name, version, licence, group in licences.needed()
    ]
    head = [
        "# Licences\n",
        "Of all that Sidelight needs, and needs for its extras, as installed where this page was "
        "made. Each goes with the MIT licence of Sidelight; `python -m tools.licences` checks.\n",
        "| package | version | licence | needed for |",
        "|---|---|---|---|",
    ]
    return "\n".join((*head, *lines)) + "\n"


PAGES: Final = {
    "reference/commands.md": commands,
    "reference/keys.md": keys,
    "reference/formats.md": formats,
    "reference/python.md": python,
    "reference/licences.md": licence_page,
}
"""The pages by where they stand in the site."""
