"""What the tree has is what a wheel would have: every module and every data file."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any, Final

from setuptools import find_packages

ROOT: Final = Path(__file__).parent.parent
SETTINGS: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
    "setuptools"
]


def files() -> set[str]:
    """What is in the two packages, but for what Python or an editor leaves there."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in ("store", "tui")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def shipped() -> set[str]:
    """Which of them setuptools takes, by what pyproject.toml says."""
    packages = find_packages(str(ROOT), **SETTINGS["packages"]["find"])
    data: dict[str, list[str]] = SETTINGS["package-data"]
    found = set()
    for name in files():
        path = PurePosixPath(name)
        if path.suffix == ".py":
            is_shipped = ".".join(path.parent.parts) in packages
        else:
            is_shipped = any(
                fnmatch(name, f"{package.replace('.', '/')}/{pattern}")
                for package, patterns in data.items()
                for pattern in patterns
                if package in packages
            )
        if is_shipped:
            found.add(name)
    return found


def test_everything_is_shipped() -> None:
    assert files() - shipped() == set()


def test_every_pattern_of_data_finds_something() -> None:
    for package, patterns in SETTINGS["package-data"].items():
        folder = ROOT / package.replace(".", "/")
        for pattern in patterns:
            assert list(folder.glob(pattern)), (package, pattern)


def test_nothing_but_what_starts_and_the_two_packages_is_shipped() -> None:
    found = find_packages(str(ROOT), **SETTINGS["packages"]["find"])
    assert {name.partition(".")[0] for name in found} == {"store", "tui"}
    assert SETTINGS["py-modules"] == ["sidelight"]
