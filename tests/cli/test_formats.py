"""`sidelight formats`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.formats.registry import NAMES, format_named

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_list_of_formats(run: Run) -> None:
    ran = run("formats", "--json")
    listed = json.loads(ran.out)
    assert ran.code == 0
    assert tuple(each["name"] for each in listed) == NAMES
    for each in listed:
        format_ = format_named(each["name"])
        assert each["reads"] is (format_.reads is not None)
        assert each["writes"] is (format_.writes is not None)
        assert each["holds"] == [f for f in each["holds"] if f in set(map(str, format_.holds))]
        assert {*each["holds"]}.isdisjoint(each["lacks"])
        assert each["installed"] or each["extra"]
    shown = run("formats").out.decode().splitlines()
    assert [line.split()[0] for line in shown if line[:1].strip()] == ["format", *NAMES]
    assert max(map(len, shown)) <= 100
