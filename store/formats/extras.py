"""Packages that not everybody has: imported when a format needs them, and named when missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from store.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

_MODULES: Final = {
    "cas": ("cassis",),
    "datasets": ("datasets", "pyarrow"),
    "html": ("trafilatura",),
    "parquet": ("pyarrow",),
    "pdf": ("pypdf",),
    "spacy": ("spacy",),
}
"""The modules that an optional extra brings."""


def is_installed(extra: str) -> bool:
    """Whether the modules of an extra are there; they are not imported."""
    modules = _MODULES.get(extra, (extra,)) if extra else ()
    return all(find_spec(module) is not None for module in modules)


def extra_module(name: str, extra: str) -> ModuleType:
    """A module of a package that is optional.

    Args:
        name: Of the module, with its package.
        extra: The optional extra of ours that brings the package.

    Raises:
        InputError: It is not installed, or it cannot be imported.
    """
    package = name.partition(".")[0]
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise InputError(f"{package} cannot be used: {error}") from error
        reason = f"{package} is not installed; install it with pip install 'sidelight[{extra}]'"
        raise InputError(reason) from error
    except ImportError as error:
        raise InputError(f"{package} cannot be used: {error}") from error
