"""Bring the rows of a dataset onto the articles of a story: one edit, or none at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from store.annotations.edits import Batch, EditOfAnnotation, EditOfCluster, EditOfRelation
from store.annotations.model import (
    Annotation,
    Cluster,
    Mention,
    Origin,
    Relation,
    is_id,
    new_id,
    timestamp,
)
from store.errors import InputError
from store.formats.native import ArticleRow, ClusterRow, RelationRow, SpanRow, text_sha256
from store.text.boundaries import floor_grapheme
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from store.annotations.edits import SingleEdit
    from store.articles import Article
    from store.workspace import OpenArticle, Workspace


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    edit: Batch
    articles: int
    """Articles that the file speaks of."""
    added: int
    """Annotations that are new."""
    present: int
    """Annotations that the story has already."""
    relations: int
    clusters: int


def plan_import(
    workspace: Workspace, path: Path, rows: Sequence[tuple[int, ArticleRow]]
) -> ImportPlan:
    """Check every row against the story, and build the one edit that brings them in.

    An id that is a ULID and free is kept; any other is replaced, and what refers to it follows.

    Raises:
        InputError: A row does not fit; the sentence names file, line and field.
    """
    planner = _Planner(workspace, path)
    for line, row in rows:
        planner.reserve_ids(line, row)
    for line, row in rows:
        planner.add_article(line, row)
    for line, row in rows:
        planner.add_links(line, row)
    return planner.plan(len(rows))


@dataclass(slots=True)
class _ClusterParts:
    row: ClusterRow
    members: list[Mention] = field(default_factory=list)


class _Planner:
    def __init__(self, workspace: Workspace, path: Path) -> None:
        self._workspace = workspace
        self._path = path
        self._now = timestamp()
        self._used = {r.id for r in workspace.relations} | {c.id for c in workspace.clusters}
        self._annotations: list[SingleEdit] = []
        self._present = 0
        self._by_line: dict[int, dict[str, Mention]] = {}
        self._by_id: dict[str, set[Mention]] = {}
        self._planned: dict[str, dict[tuple[int, int, str], str]] = {}
        self._relations: dict[tuple[Mention, Mention, str, str], Relation] = {}
        self._known_relations = {(r.head, r.tail, r.type, r.role) for r in workspace.relations}
        self._clusters: dict[str, _ClusterParts] = {}

    # Annotations ---------------------------------------------------------------------------

    def reserve_ids(self, line: int, row: ArticleRow) -> None:
        opened = self._opened(line, row)
        self._used |= {a.id for a in (*opened.annotations, *opened.displaced)}

    def add_article(self, line: int, row: ArticleRow) -> None:
        opened = self._opened(line, row)
        mentions = self._by_line.setdefault(line, {})
        planned = self._planned.setdefault(opened.id, {})
        for number, span in enumerate(row.spans):
            where = f"spans[{number}]"
            self._check_span(line, where, span, opened.article)
            if span.id and span.id in mentions:
                self._fault(line, f"{where}.id", f"there are two spans with the id {span.id!r}")
            known = opened.annotations.find(Span(span.start, span.end), span.label)
            extent = (span.start, span.end, span.label)
            if known is not None or extent in planned:
                self._present += 1
                annotation_id = known.id if known else planned[extent]
            else:
                annotation = self._annotation(span, opened.article)
                annotation_id = annotation.id
                self._annotations.append(EditOfAnnotation(opened.id, None, annotation))
                planned[extent] = annotation_id
            if span.id:
                mention = Mention(opened.id, annotation_id)
                mentions[span.id] = mention
                self._by_id.setdefault(span.id, set()).add(mention)

    def _opened(self, line: int, row: ArticleRow) -> OpenArticle:
        story = self._workspace.story
        if story.ref(row.id) is None:
            some = ", ".join(ref.id for ref in story.articles[:3])
            more = ", …" if len(story.articles) > 3 else ""
            self._fault(line, "id", f"the story has no article {row.id!r}; it has {some}{more}")
        opened = self._workspace.article(row.id)
        if opened.problem and (row.spans or row.text):
            self._fault(line, "id", opened.problem)
        text = opened.article.text
        if row.text is not None and row.text != text:
            at = next(
                (i for i, (a, b) in enumerate(zip(row.text, text, strict=False)) if a != b),
                min(len(row.text), len(text)),
            )
            reason = (
                f"it is not the text of {opened.article.path.name}: they differ at character {at}"
            )
            self._fault(line, "text", reason)
        if row.text is None and row.text_sha256 and row.text_sha256 != text_sha256(text):
            self._fault(line, "text_sha256", f"{opened.article.path.name} has another text")
        return opened

    def _check_span(self, line: int, where: str, span: SpanRow, article: Article) -> None:
        text = article.text
        if not 0 <= span.start < span.end <= len(text):
            reason = f"{span.start}-{span.end} is no range of a text of {len(text)} characters"
            self._fault(line, f"{where}.start", reason)
        said = text[span.start : span.end]
        if span.text and span.text != said:
            reason = f"it is “{span.text[:60]}”, but the article says “{said[:60]}” there"
            self._fault(line, f"{where}.text", reason)
        for edge in (span.start, span.end):
            if floor_grapheme(text, edge) != edge:
                self._fault(line, f"{where}.start", f"offset {edge} lies inside a character")
        if self._workspace.labels.named(span.label) is None:
            known = ", ".join(self._workspace.labels.names)
            self._fault(
                line,
                f"{where}.label",
                f"the label set has no {span.label!r}, only {known}; add it to labels.toml",
            )

    def _annotation(self, span: SpanRow, article: Article) -> Annotation:
        return Annotation(
            id=self._free_id(span.id),
            start=span.start,
            end=span.end,
            label=span.label,
            text=article.text[span.start : span.end],
            origin=span.origin or Origin.IMPORTED,
            created=span.created or self._now,
            updated=span.updated or span.created or self._now,
            note=span.note,
        )

    def _free_id(self, wanted: str) -> str:
        chosen = wanted if is_id(wanted) and wanted not in self._used else new_id()
        self._used.add(chosen)
        return chosen

    # Links ---------------------------------------------------------------------------------

    def add_links(self, line: int, row: ArticleRow) -> None:
        for number, relation in enumerate(row.relations):
            self._add_relation(line, f"relations[{number}]", relation)
        for number, cluster in enumerate(row.clusters):
            self._add_cluster(line, f"clusters[{number}]", cluster)

    def _add_relation(self, line: int, where: str, row: RelationRow) -> None:
        head = self._mention(line, f"{where}.head", row.head)
        tail = self._mention(line, f"{where}.tail", row.tail)
        key = (head, tail, row.type, row.role)
        if key not in self._known_relations and key not in self._relations:
            self._relations[key] = Relation(self._free_id(row.id), row.type, head, tail, row.role)

    def _add_cluster(self, line: int, where: str, row: ClusterRow) -> None:
        parts = self._clusters.setdefault(row.id, _ClusterParts(row))
        if (parts.row.label, parts.row.name) != (row.label, row.name):
            self._fault(line, f"{where}.id", f"two different clusters have the id {row.id!r}")
        for number, member in enumerate(row.members):
            mention = self._mention(line, f"{where}.members[{number}]", member)
            if mention not in parts.members:
                parts.members.append(mention)

    def _mention(self, line: int, where: str, span_id: str) -> Mention:
        here = self._by_line[line].get(span_id)
        if here is not None:
            return here
        elsewhere = self._by_id.get(span_id, set())
        if len(elsewhere) != 1:
            reason = f"no span has the id {span_id!r}"
            if elsewhere:
                reason = f"spans in several articles have the id {span_id!r}"
            self._fault(line, where, reason)
        return next(iter(elsewhere))

    # The edit ------------------------------------------------------------------------------

    def plan(self, articles: int) -> ImportPlan:
        relations = [EditOfRelation(None, relation) for relation in self._relations.values()]
        clusters = list(self._cluster_edits())
        edits: Iterable[SingleEdit] = (*self._annotations, *relations, *clusters)
        return ImportPlan(
            edit=Batch(tuple(edits), "import"),
            articles=articles,
            added=len(self._annotations),
            present=self._present,
            relations=len(relations),
            clusters=len(clusters),
        )

    def _cluster_edits(self) -> Iterable[EditOfCluster]:
        existing = self._workspace.clusters
        for parts in self._clusters.values():
            row, members = parts.row, tuple(sorted(parts.members))
            same = next((c for c in existing if c.id == row.id), None)
            content = (row.label, row.name, row.relation, members)
            if any((c.label, c.name, c.relation, c.members) == content for c in existing):
                continue
            if same is not None and (same.label, same.name) == (row.label, row.name):
                merged = tuple(sorted({*same.members, *members}))
                yield EditOfCluster(
                    same, Cluster(same.id, row.label, row.name, merged, row.relation)
                )
            else:
                cluster_id = self._free_id(row.id)
                yield EditOfCluster(
                    None, Cluster(cluster_id, row.label, row.name, members, row.relation)
                )

    def _fault(self, line: int, where: str, reason: str) -> NoReturn:
        raise InputError(reason, path=self._path, line=line, field=where)
