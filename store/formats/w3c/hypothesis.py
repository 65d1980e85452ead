"""Annotations of the Hypothes.is service, brought into the form of the recommendation."""

from __future__ import annotations

from store.formats.fields import Fields
from store.formats.w3c.model import SIMPLE_BODY


def from_hypothesis(row: Fields) -> Fields:
    """An annotation of the Hypothes.is service in the form of the recommendation.

    Raises:
        InputError: It has not the fields that it must have.
    """
    values = dict(row.values)
    tags = [Fields({"tag": tag}, row.path, row.line, row.where("tags")).text("tag")
            for tag in row.items("tags")]  # fmt: skip
    comment = row.text("text", "")
    bodies: list[object] = [
        *({"type": SIMPLE_BODY, "purpose": "tagging", "value": tag} for tag in tags),
        *([{"type": SIMPLE_BODY, "purpose": "commenting", "value": comment}] if comment else []),
    ]
    for name in ("tags", "text"):
        values.pop(name, None)
    for old, new in (("updated", "modified"), ("user", "creator")):
        if old in values:
            values[new] = values.pop(old)
    if bodies:
        values["body"] = bodies
    address = values.pop("uri", None)
    if address and not values.get("target"):
        values["target"] = [{"source": address}]
    elif address:
        values["target"] = [{"source": address, **each.values} for each in row.each("target")]
    return Fields(values, row.path, row.line, row.place)
