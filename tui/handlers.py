"""The type of what a command does."""

from __future__ import annotations

from collections.abc import Callable

Handlers = dict[str, Callable[[int | None], None]]
"""Command id to a function of the count that was typed before it, if one was."""
