"""What `sidelight` and `python -m tui.cli` start."""

from __future__ import annotations

from typing import NoReturn

from tui import gc_policy


def main() -> NoReturn:
    """Import the command line, in which no garbage is worth a collection, and run it."""
    gc_policy.pause()
    from tui.cli.main import main as run

    gc_policy.go_on()
    run()


if __name__ == "__main__":
    main()
