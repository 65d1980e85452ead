r"""White space as a file of tokens says it, with the escapes of UDPipe: `\s \t \r \n \p \\`.

What has no escape there is `\u00a0` here where it would part columns.
"""

from __future__ import annotations

from typing import Final

import regex

_ESCAPES: Final = {"\\": "\\\\", "|": "\\p", " ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n"}
_MEANT: Final = {escape[1]: character for character, escape in _ESCAPES.items()}
_ESCAPE: Final = regex.compile(r"\\(?:([\\pstrn])|u([0-9a-f]{4}))")
_ESCAPED: Final = str.maketrans(_ESCAPES)
_OTHER: Final = regex.compile(r"[\s\x1c-\x1f]")


def escape_spaces(space: str) -> str:
    """White space as UDPipe writes it."""
    return space.translate(_ESCAPED)


def escape_every_space(space: str) -> str:
    """White space as UDPipe writes it, without any in it, so that it is one column."""
    return _OTHER.sub(lambda match: f"\\u{ord(match[0]):04x}", escape_spaces(space))


def spaces(escaped: str) -> str:
    """The white space that is written so."""
    return _ESCAPE.sub(lambda m: _MEANT[m[1]] if m[1] else chr(int(m[2], 16)), escaped)


def space_after(said: dict[str, str]) -> str | None:
    """What stands after a word of which a file says these things; none if it does not say that."""
    if "SpacesAfter" in said:
        return spaces(said["SpacesAfter"])
    return "" if said.get("SpaceAfter") == "No" else None
