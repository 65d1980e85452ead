"""Web annotations brought together as the articles that they are about."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import ArticleState
from store.formats.fields import WITHOUT_WIDTH
from store.formats.json_files import NAMES
from store.formats.native import unit_named
from store.formats.offsets import Text, Unit
from store.formats.rows import ArticleRow, Meta, Placed, SpanRow, free_id, text_sha256
from store.formats.w3c.gathered import Aimed, Gathered
from store.formats.w3c.kept import attributes_of, source_of
from store.formats.w3c.linking import origin_of, stance_of, tie
from store.formats.w3c.model import items_of, selectors_of, types_of
from store.formats.w3c.names import STANCE, article_in, id_in, same_source
from store.formats.w3c.places import (
    TargetPlace,
    find,
    is_textual,
    kinds_of,
    place_without_text,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.fields import Fields
    from store.formats.reading import Input
    from store.formats.w3c.model import WebAnnotation

_PART: Final = "annotations of "


class Collected:
    """The annotations of a file, by the articles that they are about."""

    def __init__(self, source: Input) -> None:
        self.source = source
        self._articles: dict[str, Gathered] = {}
        self._links: list[WebAnnotation] = []
        self._unit: Unit | None = source.options.unit
        self._owners: dict[str, tuple[str, str]] = {}
        """By the names of annotations: the article, and the id of the span there."""

    # Taking --------------------------------------------------------------------------------

    def count_in(self, page: Fields) -> None:
        """Take the unit that one of our pages names.

        Raises:
            InputError: There is no such unit.
        """
        if name := page.text("sidelight:offset_unit", ""):
            field = page.where("sidelight:offset_unit")
            unit = unit_named(name, self.source, page.line, field)
            self._unit = self._unit or unit

    def add_article(self, fields: Fields) -> None:
        """Take what one of our pages says of an article.

        Raises:
            InputError: It has not the fields that it must have.
        """
        article = self._article(article_in(fields.text("id")))
        article.text = fields.text("value") if "value" in fields.values else None
        article.sha256 = fields.text("sidelight:text_sha256", "")
        if article.text is not None and article.sha256 not in ("", text_sha256(article.text)):
            raise fields.fault("sidelight:text_sha256", "it is not that of the text")
        said = {name: fields.text(f"sidelight:{name}", "") for name in NAMES}
        labels = [str(label) for label in fields.items("sidelight:labels")]
        article.meta = msgspec.convert({**said, "labels": labels}, Meta)
        state = fields.text("sidelight:state", "")
        article.state = ArticleState(state) if state in list(ArticleState) else ArticleState.OPEN
        article.note = fields.text("sidelight:note", "")
        article.updated = fields.text("sidelight:updated", "")
        article.labels = _texts_in(fields, "sidelight:article_labels")
        article.byline = _texts_in(fields, "sidelight:byline")

    def add(self, annotation: WebAnnotation) -> None:
        """Take an annotation; what is not of a text is counted.

        Raises:
            InputError: It is not clear of which article it is.
        """
        if "linking" in annotation.motivations:
            self._links.append(annotation)
            return
        if annotation.fields.values.get("sidelight:kind") == STANCE:
            self._article_of(annotation.targets[0]).stances.append(stance_of(annotation))
            return
        by_article: dict[str, list[Fields]] = {}
        targets = [item for target in annotation.targets for item in items_of(target)]
        losses, example = self.source.losses, annotation.id
        if annotation.fields.values.get("references"):
            losses.lose("replies to annotations", example)
            return
        if not targets:
            losses.lose("annotations of nothing", example)
        left_out: set[str] = set()
        for target in targets:
            selectors = selectors_of(target)
            if any(map(is_textual, selectors)):
                by_article.setdefault(self._article_of(target).id, []).append(target)
            elif selectors:
                left_out.add(f"parts that are no text ({kinds_of(selectors)})")
            else:
                left_out.add("whole resources")
        for what in sorted(left_out):
            losses.lose(_PART + what, example)
        is_one = len(annotation.targets) == 1 and "Composite" in types_of(annotation.targets[0])
        for id_, some in by_article.items():
            self._article(id_).aimed.append(Aimed(annotation, some, is_one and len(some) > 1))

    def _article(self, id_: str) -> Gathered:
        return self._articles.setdefault(id_, Gathered(id_))

    def _article_of(self, target: Fields) -> Gathered:
        """The article of a target: by the file's own word, else by the name of the source."""
        source = source_of(target)
        told = target.text("sidelight:article", "")
        if told:
            id_ = told
        elif not source:
            id_ = self.source.path.stem
        elif self._gives_text(source):
            id_ = source
        else:
            id_ = article_in(source)
        if not id_:
            raise target.fault("source", f"“{source[:60]}” names no article")
        article = self._article(id_)
        others = [s for key, s in article.sources.items() if key != same_source(source)]
        if others and not told:
            reason = f"this and {others[0][:80]} would both be the article {id_!r}"
            raise target.fault("source", reason)
        article.sources[same_source(source)] = source
        embedded = target.values.get("source")
        if article.text is None and isinstance(embedded, dict):
            value = embedded.get("value")
            article.text = value if isinstance(value, str) else None
        return article

    def _gives_text(self, id_: str) -> bool:
        texts = self.source.options.texts
        return texts is not None and texts(id_) is not None

    # Giving --------------------------------------------------------------------------------

    def articles(self) -> Iterator[Placed]:
        """The articles with their spans, and with what ties these."""
        for article in self._articles.values():
            self._place(article)
        for link in self._links:
            with self.source.passing_over():
                tie(link, self._owners, self._articles, self.source.losses)
        for article in self._articles.values():
            row = ArticleRow(
                article.id,
                article.spans,
                article.text,
                article.sha256,
                meta=article.meta,
                relations=article.relations,
                clusters=list(article.clusters.values()),
                stances=article.stances,
                state=article.state,
                note=article.note,
                labels=article.labels,
                byline=article.byline,
                updated=article.updated,
            )
            yield Placed(row, self.source.path)

    def _place(self, article: Gathered) -> None:
        text, texts = article.text, self.source.options.texts
        if text is None and texts is not None:
            text = texts(article.id)
        view: Text | None = None
        if text is not None:
            targets = [selectors_of(t) for aimed in article.aimed for t in aimed.targets]
            unit = self._unit or unit_of(text, targets)
            if unit is not self._unit and unit is not Unit.CODEPOINT:
                what = "articles whose places count UTF-16 units, as their quotes show"
                self.source.losses.change(what, article.id)
            view = Text.of(text, unit)
        taken: set[str] = set()
        for aimed in article.aimed:
            with self.source.passing_over():
                spans = [
                    msgspec.structs.replace(span, id=free_id(span.id, taken) if span.id else "")
                    for span in list(self._spans(aimed, article, view))
                ]
                article.spans += spans
                if spans and aimed.annotation.id:
                    self._owners.setdefault(aimed.annotation.id, (article.id, spans[0].id))

    def _spans(self, aimed: Aimed, article: Gathered, view: Text | None) -> Iterator[SpanRow]:
        found = []
        for target in aimed.targets:
            selectors = selectors_of(target)
            place = place_without_text(selectors) if view is None else find(selectors, view)
            if place is None:
                self.source.losses.lose(WITHOUT_WIDTH, aimed.annotation.id)
                continue
            if place.is_by_quote:
                what = "places that are not those of their quotes, which were followed"
                self.source.losses.change(what, aimed.annotation.id)
            if place.is_otherwise:
                what = "quotes with other white space or shapes of characters than the text"
                self.source.losses.change(what, aimed.annotation.id)
            found.append((place, target))
        if aimed.is_one:
            found.sort(key=lambda each: each[0].start)
        apart = all(a.end <= b.start for (a, _), (b, _) in pairwise(found))
        if aimed.is_one and len(found) > 1 and apart:
            yield self._span(aimed, article, [place for place, _ in found], None)
            return
        if len(found) > 1:
            what = "annotations of several targets, each of which is a span now"
            self.source.losses.change(what, aimed.annotation.id)
        for place, target in found:
            yield self._span(aimed, article, [place], target)

    def _span(
        self, aimed: Aimed, article: Gathered, places: list[TargetPlace], target: Fields | None
    ) -> SpanRow:
        annotation = aimed.annotation
        values = annotation.fields.values
        label = annotation.tag.value if annotation.tag else self._label(annotation)
        return SpanRow(
            places[0].start,
            places[-1].end,
            label,
            id_in(annotation.id),
            " ".join(place.said for place in places),
            origin_of(annotation),
            str(values.get("created") or ""),
            str(values.get("modified") or ""),
            annotation.comment.value if annotation.comment else "",
            attributes_of(annotation, article.meta.annotator, target, label),
            [(place.start, place.end) for place in places] if len(places) > 1 else [],
        )

    def _label(self, annotation: WebAnnotation) -> str:
        """What an annotation without a tag is for."""
        what = "annotations without a tag, labelled by what they are for"
        self.source.losses.change(what, annotation.id)
        default = "commenting" if annotation.comment or annotation.bodies else "highlighting"
        return next((m for m in annotation.motivations if m != "tagging"), default)


def _texts_in(fields: Fields, name: str) -> dict[str, str]:
    """The texts of an object in a field, by their names; none where it has none."""
    if not fields.has(name):
        return {}
    given = fields.inner(name)
    return {each: given.text(each) for each in given.values}
