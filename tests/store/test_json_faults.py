"""Which field of JSON is at fault, where it is JSON at all."""

from __future__ import annotations

import msgspec
import pytest

from store.frozen import Frozen
from store.json_faults import field_at_fault


class Row(Frozen):
    id: str
    spans: tuple[dict[str, int], ...] = ()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'{"id": 12}', ("expected `str`, got `int`", "id")),
        (b'{"id": "a", "spans": [{"start": "x"}]}', ("expected `int`, got `str`", "spans[0][...]")),
        (b"[1]", ("expected `object`, got `array`", None)),
        ('{"id": 12}', ("expected `str`, got `int`", "id")),
        (b'{"id": 12, "text": "ab', msgspec.DecodeError),
        (b'{"id": 12} x', msgspec.DecodeError),
        (b'{"id": 12, "x": ' + b"[" * 100_000, RecursionError),
        (b'{"id": 12, "text": "\xff"}', UnicodeDecodeError),
    ],
)
def test_the_field_is_named_where_the_rest_is_json(
    data: bytes | str, fault: tuple[str, str | None] | type[Exception]
) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(data, type=Row)
    if isinstance(fault, tuple):
        assert field_at_fault(data, caught.value) == fault
        return
    with pytest.raises(fault):
        field_at_fault(data, caught.value)
