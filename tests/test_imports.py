"""What a module loads when it is imported, which a static graph cannot see in full."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import store

MODULES = sorted(m.name for m in pkgutil.walk_packages(store.__path__, "store."))
TERMINAL = ("textual", "rich", "tui", "click")

LOADED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*modules: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *modules], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_every_module_of_the_store_is_found() -> None:
    assert {"store.story.workspace", "store.text.span", "store.annotations.model"} <= set(MODULES)


def test_the_store_is_true_without_a_terminal() -> None:
    assert loaded("store", *MODULES).isdisjoint(TERMINAL)


@pytest.mark.parametrize("package", ["store.text", "store.annotations", "store.articles"])
def test_only_the_database_loads_tinydb(package: str) -> None:
    modules = [name for name in MODULES if name == package or name.startswith(f"{package}.")]
    assert len(modules) > 2
    assert loaded(*modules).isdisjoint({"tinydb", *TERMINAL})


def test_what_is_slow_to_load_is_loaded_when_it_is_needed() -> None:
    slow = {"sentencex", "charset_normalizer", "filelock"}
    assert loaded("store", *MODULES).isdisjoint(slow)
