"""How values become JSON, in the journal and in the TinyDB files alike."""

from __future__ import annotations

from typing import Final

import msgspec

_ENCODER: Final = msgspec.json.Encoder()
_USUAL: Final = (b',"attributes":[]}', b',"rejected":false}')
"""Fields at the end of an annotation with the value that nearly all have, the last one first. They
never stand within a text of the document: there the quotation marks have backslashes before them.
"""


def encoded(value: object) -> bytes:
    """A value as JSON, without what is not worth a word: that an annotation is no rejected
    suggestion, and that nothing else is said of it."""
    data = _ENCODER.encode(value)
    for field in _USUAL:
        data = data.replace(field, b"}")
    return data
