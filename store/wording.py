"""Words that several places say alike."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number of things: "1 span", "2,000 spans"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
