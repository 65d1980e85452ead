"""The licences of all that Sidelight needs, and needs for its extras: `python -m tools.licences`.

It fails where one is unknown, or may not be combined with the MIT licence in what people install.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
ALLOWED: Final = re.compile(
    r"\b(0BSD|Apache|Artistic|BSD|CC0|HPND|ISC|MIT|MIT-0|MPL|Mozilla|PSF|Python|Unlicense|ZPL|Zlib"
    r"|LGPL|Lesser General Public)",
    re.IGNORECASE,
)
"""They ask for their own notices, and nothing of a program that imports them."""
REFUSED: Final = re.compile(
    r"(?<!L)(AGPL|GPL)|(?<!Lesser )General Public|SSPL|BUSL|Commons Clause|NonCommercial|-NC-",
    re.IGNORECASE,
)
KNOWN: Final = {
    "sentencex": "MIT",  # its metadata says nothing; its LICENSE file does
}
NOT_INSTALLED: Final = "not installed"


def wanted() -> dict[str, list[Requirement]]:
    """What pyproject.toml names: for the program, and for each extra that people install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    groups = {"": project["dependencies"], **extras}
    return {
        name: [Requirement(line) for line in lines if not line.startswith("sidelight[")]
        for name, lines in groups.items()
        if name not in ("all", "dev")
    }


def licence_of(name: str, found: Distribution) -> str:
    """What the metadata of a distribution say of its licence."""
    if name in KNOWN:
        return KNOWN[name]
    metadata = found.metadata
    if expressions := metadata.get_all("License-Expression"):
        return str(expressions[0])
    classified = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    if classified:
        return ", ".join(classified)
    said = str((metadata.get_all("License") or ["unknown"])[0])
    return said.strip().splitlines()[0][:60]


def needed() -> Iterator[tuple[str, str, str, str]]:
    """Each distribution: its name, version, licence, and the first extra for which it is needed."""
    told: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    for group, requirements in wanted().items():
        waiting = [(one, "") for one in requirements]
        while waiting:
            requirement, extra = waiting.pop()
            name = canonicalize_name(requirement.name)
            marker = requirement.marker
            key = (str(name), frozenset(requirement.extras))
            if key in seen or (marker and not marker.evaluate({"extra": extra})):
                continue
            seen.add(key)
            try:
                found = distribution(name)
            except PackageNotFoundError:
                yield name, "", NOT_INSTALLED, group
                continue
            if name not in told:
                told.add(name)
                yield name, found.version, licence_of(name, found), group
            lines = [Requirement(line) for line in found.requires or ()]
            for extra in ("", *requirement.extras):
                waiting += [(line, extra) for line in lines]


def fault_of(licence: str) -> str:
    """What is wrong with a licence; empty if nothing is."""
    if licence == NOT_INSTALLED:
        return ""
    choices = re.split(r"\bOR\b", licence)
    if any(ALLOWED.search(choice) and not REFUSED.search(choice) for choice in choices):
        return ""
    return f"its licence is {licence}"


def main() -> None:
    """Write them as a table, and fail where one does not do."""
    sys.stdout.write("| package | version | licence | needed for |\n|---|---|---|---|\n")
    faults = []
    for name, version, licence, group in sorted(needed(), key=lambda each: (each[3], each[0])):
        purpose = f"`[{group}]`" if group else "the program"
        sys.stdout.write(f"| {name} | {version} | {licence} | {purpose} |\n")
        if fault := fault_of(licence):
            faults.append(f"{name}: {fault}")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
