"""Rules of the house that no linter knows: one name, one class; nothing imports in a circle; and
nothing stands at the top that nobody put there."""

from __future__ import annotations

import ast
import subprocess
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_nothing_lies_at_the_top_that_a_test_or_a_person_left_there() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: only git knows what is kept")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert {path.split("/")[0] for path in listed.stdout.splitlines()} == AT_THE_TOP
