"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Final

_PACKAGES: Final = ("textual", "rich", "tinydb", "msgspec")


def machine() -> dict[str, str]:
    """The machine and the versions, in words."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "kernel": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()
