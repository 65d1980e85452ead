"""Rules of the house that no linter knows: one name, one class; nothing imports in a circle; the
map agrees with the tree; and nothing stands at the top that nobody put there."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).parent.parent
LONGEST_MODULE: Final = 400
"""Lines."""
LONGEST_CLASS: Final = 250
AT_THE_TOP: Final = {
    ".ci", ".gitattributes", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "CITATION.cff",
    "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "Makefile", "README.md", "SECURITY.md", "bench",
    "constraints.txt", "docs", "mkdocs.yml", "pyproject.toml", "seeds", "sidelight.py", "store",
    "tests", "tools", "tui",
}  # fmt: skip
"""What git keeps there."""


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("store", "tui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


PATHS: Final = dict(modules())


def parsed(name: str) -> ast.Module:
    return ast.parse(PATHS[name].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Every module, parsed; kept no longer than it is needed, as it is millions of objects."""
    return {name: parsed(name) for name in PATHS}


def test_a_class_name_stands_for_one_class(trees: dict[str, ast.Module]) -> None:
    found = defaultdict(list)
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(name)
    assert found
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def test_nothing_in_the_terminal_has_a_name_of_the_store(trees: dict[str, ast.Module]) -> None:
    found: dict[str, set[str]] = {"store": set(), "tui": set()}
    for name, tree in trees.items():
        classes = (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        found[name.split(".")[0]].update(classes)
    assert found["store"]
    assert found["store"] & found["tui"] == set()


@pytest.mark.parametrize("name", PATHS)
def test_what_is_long_is_several_things(name: str) -> None:
    tree = parsed(name)
    assert max((node.end_lineno or 0 for node in tree.body), default=0) <= LONGEST_MODULE
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 <= LONGEST_CLASS, node.name


def imports_of(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports anywhere: at its head, for types, or in a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = [f"{node.module}.{each.name}" for each in node.names]
            yield from (each if each in PATHS else node.module for each in inner)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


@pytest.mark.parametrize(
    "room", ["store.formats", "store.importing", "store.datasets", "store.practice", "tui"]
)
def test_no_module_of_a_room_comes_back_to_itself(room: str, trees: dict[str, ast.Module]) -> None:
    inside = {name: tree for name, tree in trees.items() if f"{name}.".startswith(f"{room}.")}
    graph = {name: set(imports_of(tree)) & inside.keys() for name, tree in inside.items()}
    assert any(graph.values())
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"they import each other: {' <- '.join(error.args[1])}")


def rooms_of_the_map() -> dict[str, str]:
    """What the map of ARCHITECTURE.md says of each room of the store, from above to below."""
    drawn = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1]
    store = drawn.partition("store/\n")[2].partition("\ntui/")[0]
    entries = re.split(r"^  (?=\S)", store, flags=re.MULTILINE)
    said = (entry.split(maxsplit=1) for entry in entries if entry)
    return {name.removesuffix(".py").removesuffix("/"): text for name, text in said}


def room_of(module: str, rooms: Mapping[str, str]) -> str:
    """The room in which a module of the store stands, by the map; empty if the map lacks it."""
    name = module.split(".")[1]
    return name if name in rooms else next((r for r in rooms if named(name, rooms[r])), "")


def named(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){word}(?!\w)", text) is not None


def test_the_map_names_every_module_of_the_store_but_those_of_formats() -> None:
    rooms = rooms_of_the_map()
    inside = {name for name in PATHS if name.startswith("store.") and name.count(".") < 3}
    unnamed = {
        name
        for name in inside
        if not (room := room_of(name, rooms))
        or (room != "formats" and not named(name.rpartition(".")[2], f"{room} {rooms[room]}"))
    }
    assert unnamed == set()


def test_in_the_store_a_room_imports_only_from_rooms_above_it_on_the_map(
    trees: dict[str, ast.Module],
) -> None:
    rooms = rooms_of_the_map()
    below = {room: number for number, room in enumerate(rooms)}
    wrong = {
        (name, imported)
        for name, tree in trees.items()
        for imported in imports_of(tree)
        if name.startswith("store.") and imported.startswith("store.")
        and below[room_of(imported, rooms)] > below[room_of(name, rooms)]
    }  # fmt: skip
    assert wrong == set()


def test_nothing_lies_at_the_top_that_a_test_or_a_person_left_there() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: only git knows what is kept")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert {path.split("/")[0] for path in listed.stdout.splitlines()} == AT_THE_TOP
