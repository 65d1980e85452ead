"""Runs the bench: `python -m bench [PART…] [--quick] [--all] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import (
    adjudicating,
    agreeing,
    aligning,
    anchoring,
    busy,
    edits,
    exporting,
    freezing,
    importing,
    keys,
    memory,
    opening,
    queries,
    serving,
    startup,
    streams,
)
from bench.machine import machine
from bench.programs import Scratch
from bench.terminal import SMAPS, NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.figures import Table

_PARTS: Final[dict[str, Callable[..., Table]]] = {
    "startup": startup.run,
    "open": opening.run,
    "memory": memory.run,
    "keys": keys.run,
    "jumping": keys.run_jumping,
    "busy": busy.run,
    "dialogs": keys.run_dialogs,
    "tied": keys.run_tied,
    "aligning": aligning.run,
    "edits": edits.run,
    "links": edits.run_links,
    "freezing": freezing.run,
    "queries": queries.run,
    "serving": serving.run,
    "export": exporting.run,
    "formats": exporting.run_formats,
    "streams": streams.run,
    "importing": importing.run,
    "anchoring": anchoring.run,
    "adjudicating": adjudicating.run,
    "agreeing": agreeing.run,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that are named, or all; a figure never makes it fail, only a crash does."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(_PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer cases and samples")
    parser.add_argument("--all", action="store_true", help="every text size in every terminal")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # folders are removed
    unknown = [part for part in options.parts if part not in _PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(_PARTS)}")
    about = machine()
    print(", ".join(f"{name} {value}" for name, value in about.items()), end="\n\n", flush=True)
    results: dict[str, Any] = {"machine": about, "parts": {}}
    crashed = False
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-") as folder:
        for name in options.parts or _PARTS:
            if name == "memory" and not Path(SMAPS.format(pid="self")).exists():
                print("Memory\n  Not measured: this system does not tell it.\n", flush=True)
                continue
            started = time.perf_counter()
            extra = {"everything": True} if name == "keys" and options.all else {}
            part_folder = Path(folder) / name
            part_folder.mkdir()
            try:
                table = _PARTS[name](Scratch(part_folder), quick=options.quick, **extra)
            except NoAnswerError as error:
                print(f"{name}\n  NOT MEASURED: {error}\n", flush=True)
                crashed = True
                continue
            print(table)
            print(f"  ({time.perf_counter() - started:.0f} s)\n", flush=True)
            results["parts"][name] = asdict(table)
    about["load after"] = f"{os.getloadavg()[0]:.2f}"
    print(f"load after: {about['load after']}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(crashed)


if __name__ == "__main__":
    sys.exit(main())
