"""Web annotations as they stand in a file: what they must be, and what of them is a span.

W3C Web Annotation Data Model, 2017.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.fields import Fields, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator


CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
OWN: Final = "sidelight:"
"""What the names begin with that are ours and not the recommendation's."""
KEPT: Final = "w3c."
"""What the names of attributes begin with that hold what a file says beyond spans."""
GROUPS: Final = ("Composite", "List", "Independents", "Choice")
SIMPLE_BODY: Final = "TextualBody"
_IS_PART: Final = "FragmentSelector"
_CHARACTERS: Final = regex.compile(r"char=([0-9]{1,15}),([0-9]{1,15})(?:;.*)?")
_DEEPEST: Final = 50
"""How often a selector may refine another, and a group of targets be part of another."""
_IRI: Final = regex.compile(r'[^\s<>"{}|\\^`\p{Cc}]+')
_TIME: Final = regex.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
HANDLED: Final = ("@context", "id", "type", "body", "bodyValue", "target", "created", "modified")


@dataclass(frozen=True, slots=True)
class Textual:
    """A body that is a text: a tag or a comment."""

    value: str
    rest: dict[str, object]
    """What else it says."""


@dataclass(slots=True)
class WebAnnotation:
    """One annotation, checked."""

    fields: Fields
    id: str
    motivations: list[str]
    targets: list[Fields]
    """Objects and, as objects that have only an id, IRIs."""
    tag: Textual | None = None
    comment: Textual | None = None
    bodies: list[object] = field(default_factory=list)
    """The other bodies, as they are."""

    @property
    def kept(self) -> dict[str, object]:
        """What else the annotation says."""
        return {
            name: value
            for name, value in self.fields.values.items()
            if name not in HANDLED and not name.startswith(OWN)
        }


# Checks ------------------------------------------------------------------------------------


def check_context(fields: Fields) -> None:
    """Refuse what does not say that it is in the language of the recommendation.

    Raises:
        InputError: It does not.
    """
    context = fields.values.get("@context")
    contexts = context if isinstance(context, list) else [context]
    if not any(isinstance(c, str) and c.replace("https:", "http:") == CONTEXT for c in contexts):
        given = "it is missing" if context is None else "it is another"
        raise fields.fault("@context", f"{given}; a web annotation has {CONTEXT}")


def types_of(fields: Fields, name: str = "type") -> list[str]:
    """What something is; none if it does not say.

    Raises:
        InputError: It is no text and no list of texts.
    """
    value = fields.values.get(name)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    texts = [each for each in values if isinstance(each, str)]
    if len(texts) < len(values):
        raise fields.fault(name, f"it must be a text or a list of texts, not {kind_of(value)}")
    return texts


def one_text(fields: Fields, name: str, what: str = "text") -> str:
    """A field that must be one text; empty if it is not there.

    Raises:
        InputError: It is none, or several.
    """
    value = fields.values.get(name)
    if value is not None and not isinstance(value, str):
        # A resource that is nothing but an IRI stands in the file as that.
        place = "" if set(fields.values) == {"id"} else name
        raise fields.fault(place, f"it must be one {what}, not {kind_of(value)}")
    return value or ""


def iri(fields: Fields, name: str) -> str:
    """A field that must be one IRI; empty if it is not there.

    Raises:
        InputError: It is none, or several.
    """
    value = one_text(fields, name, "IRI")
    if fields.values.get(name) is not None and not _IRI.fullmatch(value):
        place = "" if set(fields.values) == {"id"} else name
        raise fields.fault(place, f"it must be an IRI, not {kind_of(value)}")
    return value


def decode_annotation(fields: Fields, *, is_strict: bool) -> WebAnnotation:
    """An annotation of a file.

    Args:
        fields: As it stands there.
        is_strict: Whether it must say of itself that it is one.

    Raises:
        InputError: It is none.
    """
    if is_strict and "Annotation" not in types_of(fields):
        raise fields.fault("type", "it must be Annotation")
    id_ = iri(fields, "id") if is_strict else fields.name("id", "")
    for name in ("created", "modified", "generated"):
        moment = one_text(fields, name)
        if moment and not _TIME.fullmatch(moment):
            reason = f"it must be a date and time such as 2015-01-28T12:00:00Z, not “{moment[:40]}”"
            raise fields.fault(name, reason)
    iri(fields, "canonical")
    for name in ("creator", "generator", "via"):
        for resource in _each(fields, name):
            iri(resource, "id")
    annotation = WebAnnotation(
        fields, id_, types_of(fields, "motivation"), list(_each(fields, "target"))
    )
    if not annotation.targets and is_strict:
        raise fields.fault("target", "it is missing; an annotation must have a target")
    for target in annotation.targets:
        _check_resource(target)
    _take_bodies(annotation)
    return annotation


def _each(fields: Fields, name: str) -> Iterator[Fields]:
    """One or several resources; an IRI is an object that has only an id."""
    value = fields.values.get(name)
    if value is None:
        return
    values = value if isinstance(value, list) else [value]
    for number, each in enumerate(values):
        place = fields.where(name) + (f"[{number}]" if isinstance(value, list) else "")
        if isinstance(each, str):
            each = {"id": each}
        if not isinstance(each, dict):
            at = Fields({}, fields.path, fields.line, place)
            raise at.fault("", f"it must be an IRI or an object, not {kind_of(each)}")
        yield Fields(each, fields.path, fields.line, place)


def _check_resource(fields: Fields, depth: int = 0) -> None:
    """Check a target or a body: an IRI, a part of a resource, or a group of such."""
    _check_depth(fields, depth)
    iri(fields, "id")
    types = set(types_of(fields))
    items = list(_each(fields, "items"))
    if "items" in fields.values and not types & set(GROUPS):
        raise fields.fault("type", f"what has items must be one of {', '.join(GROUPS)}")
    for item in items:
        _check_resource(item, depth + 1)
    if not items and "SpecificResource" in types and "source" not in fields.values:
        raise fields.fault("source", "it is missing; it must be the IRI of a resource")
    for source in _each(fields, "source"):
        iri(source, "id")
    for selector in selectors_of(fields):
        _check_selector(selector)
    for name in ("processingLanguage", "textDirection"):
        one_text(fields, name)
    for name in ("language", "format"):
        types_of(fields, name)


def selectors_of(target: Fields, name: str = "selector") -> list[Fields]:
    """The selectors of a target: other ways to say the same.

    Raises:
        InputError: One is no object and no IRI.
    """
    found = [
        _position(each, str(each.values.get("value")) if _IS_PART in types_of(each) else "") or each
        for each in _each(target, name)
    ]
    if found or name != "selector":
        return found
    address = target.values.get("source", target.values.get("id"))
    if isinstance(address, dict):
        address = address.get("id")
    named = _position(target, str(address).partition("#")[2])
    return [named] if named else []


def _position(part: Fields, fragment: str) -> Fields | None:
    """A selector of the characters that the fragment of an IRI names, as RFC 5147 has it."""
    match = _CHARACTERS.fullmatch(fragment)
    if match is None:
        return None
    ends = {"type": "TextPositionSelector", "start": int(match[1]), "end": int(match[2])}
    refined = {name: part.values[name] for name in ("refinedBy",) if name in part.values}
    return Fields(ends | refined, part.path, part.line, part.place)


def items_of(target: Fields) -> list[Fields]:
    """The targets that one stands for: itself, or those of a group, however deep."""
    items = list(_each(target, "items"))
    return [deeper for item in items for deeper in items_of(item)] if items else [target]


def _check_depth(fields: Fields, depth: int) -> None:
    if depth > _DEEPEST:
        raise fields.fault("", "it is nested too deeply")


def _check_selector(selector: Fields, depth: int = 0) -> None:
    _check_depth(selector, depth)
    kind = types_of(selector)
    if "FragmentSelector" in kind:
        one_text(selector, "value")
    if "TextQuoteSelector" in kind:
        selector.text("exact")
        one_text(selector, "prefix")
        one_text(selector, "suffix")
    if "TextPositionSelector" in kind:
        selector.number("start")
        selector.number("end")
    for name in ("refinedBy", "startSelector", "endSelector"):
        for inner in selectors_of(selector, name):
            _check_selector(inner, depth + 1)


# Bodies ------------------------------------------------------------------------------------


def _take_bodies(annotation: WebAnnotation) -> None:
    fields = annotation.fields
    if fields.values.get("bodyValue") is not None:
        annotation.comment = Textual(fields.text("bodyValue"), {})
        if fields.values.get("body") is not None:
            raise fields.fault("bodyValue", "there must not be a body and a bodyValue as well")
    for body in _each(fields, "body"):
        _check_resource(body)
        purposes = types_of(body, "purpose")
        if SIMPLE_BODY not in types_of(body):
            is_iri = set(body.values) == {"id"}
            annotation.bodies.append(body.values["id"] if is_iri else dict(body.values))
            continue
        value = body.text("value")
        is_tag = "tagging" in purposes or (not purposes and "tagging" in annotation.motivations)
        is_comment = "commenting" in purposes or (not purposes and not is_tag)
        rest = {
            name: each
            for name, each in body.values.items()
            if name not in ("type", "value")
            and (name, each) not in (("purpose", "tagging"), ("purpose", "commenting"))
        }
        if not purposes:
            rest["purpose"] = None
        if is_tag and annotation.tag is None and value:
            annotation.tag = Textual(value, rest)
        elif is_comment and not is_tag and annotation.comment is None and value:
            annotation.comment = Textual(value, rest)
        else:
            annotation.bodies.append(dict(body.values))


# Hypothes.is -------------------------------------------------------------------------------


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
