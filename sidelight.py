"""What `sidelight` and `python -m sidelight` start: the packages that lie beside this file.

The names `store` and `tui` are nobody's alone. Neither the folder that one stands in nor
`PYTHONPATH` may put others in their place, and where another package is installed over them that
is said.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Final, NoReturn

_FOLDER: Final = Path(__file__).resolve().parent
_MARKS: Final = {"store": "frozen.py", "tui": "gc_policy.py"}
"""Our packages, each with a file that only ours has."""


def _take(name: str, mark: str) -> None:
    """Import a package from beside this file, wherever else one of its name stands."""
    folder = _FOLDER / name
    if not (folder / mark).is_file():
        sys.exit(
            f"sidelight: the package {name!r} beside {__file__} is not Sidelight's: another one "
            "has been installed over it; install Sidelight by itself, "
            "as with pipx install sidelight"
        )
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


def main() -> NoReturn:
    """Run the command line with our own packages."""
    for name, mark in _MARKS.items():
        _take(name, mark)
    from tui.cli.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
