"""What rows make of a story: annotation by annotation, with the place of each checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import Batch, EditOfCluster, EditOfRelation
from store.annotations.model import Annotation, Mention, Origin, is_id, new_id, timestamp
from store.errors import InputError
from store.formats.features import Feature
from store.formats.rows import split_parts, text_sha256
from store.formats.tokens import is_ours
from store.importing.additions import Additions, extent_of
from store.importing.assessing import Assessments
from store.importing.drifting import find_drift, stable_id
from store.importing.finding import Finder
from store.importing.linking import Linker, RowIds
from store.importing.reporting import ImportPlan
from store.importing.spanning import SpanChecker
from store.importing.wholes import whole_of, wholes_of
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.formats.format import Format
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow, Placed, SpanRow
    from store.importing.arriving import Arrivals
    from store.importing.spanning import Checked, Extent, Place, PlanOptions
    from store.story.open_article import OpenArticle
    from store.story.workspace import Workspace


class Planner:
    """Takes row after row; `finish` gives the plan."""

    def __init__(
        self,
        workspace: Workspace,
        options: PlanOptions,
        source: Input,
        format_: Format,
        arrivals: Arrivals,
    ) -> None:
        """Take the story, and how its dataset is taken.

        Args:
            workspace: The story.
            options: How.
            source: Where the rows come from: told what is left out or at fault.
            format_: Of what format they were.
            arrivals: Takes the articles that the story lacks.
        """
        self._workspace = workspace
        self._arrivals = arrivals
        self._losses = source.losses
        self._take = source.take
        self._finder = Finder(workspace, format_.endings, arrivals, source.losses, self._note_ids)
        self._checker = SpanChecker(workspace.labels, options, source.losses, source.take)
        self._now = timestamp()
        self._additions = Additions(workspace.folder)
        self._articles: set[str] = set()
        links = workspace.now.links()
        self._used = {value.id for value in links}
        """Ids that the story has, as far as its articles have been read."""
        self._kept_ids: dict[str, str] = {}
        """The article of each id that was taken over from the dataset."""
        self._clashes: set[Mention] = set()
        """Those of which an article that was read later has the id as well."""
        self._counts: Counter[str] = Counter()
        """How much of everything there is, by the names that `ImportPlan` has for it."""
        self._row = 0
        self._cuts: dict[str, bytes] = {}
        """How texts are cut in files of tokens, where we would cut them otherwise."""
        self._texts: dict[str, bytes] = {}
        """Texts in which annotations that are adrift were made."""
        self._assessments = Assessments(links, self._losses, self._now)
        self._linker = Linker(
            links,
            lambda label: options.names.get(label, label),
            source.losses,
            source.take,
            self._kept_ids,
            crosses=Feature.CROSSING in format_.holds and not format_.has_local_ids,
        )

    # Rows ----------------------------------------------------------------------------------

    def add(self, placed: Placed) -> None:
        """Take a row.

        Raises:
            InputError: Something in it is at fault, and that is not to be passed over.
        """
        try:
            placed = replace(placed, row=split_parts(placed.row))
            found = self._finder.find(placed)
            if found is None:
                return
            opened, text = found
            spans, gone = self._checker.check(placed, text)
            if opened.article.text != text and spans:
                opened, spans = self._drift(placed, opened, text, spans)
        except InputError as error:
            self._take(error)
            self._linker.leave_out({span.id for span in placed.row.spans if span.id})
            return
        self._row += 1
        self._articles.add(opened.id)
        added = self._counts["added"] - self._counts["waiting"]
        mentions = self._take_in(opened, spans, placed.row, text)
        cut = placed.row.own_cut
        if cut is not None and opened.article.text == text and not is_ours(cut, text):
            self._cuts[text_sha256(text)] = msgspec.json.encode(cut)
        if opened.article.text != text:
            self._counts["placed"] += self._counts["added"] - self._counts["waiting"] - added
        self._linker.leave_out(gone)
        self._linker.add(self._row, placed, RowIds(mentions, gone))
        self._assessments.add(self._row, placed.row, opened.article)

    def _note_ids(self, opened: OpenArticle) -> None:
        """Take note of the ids that an article has."""
        if opened.id in self._articles:
            return
        for annotation in opened.everything:
            self._used.add(annotation.id)
            other = self._kept_ids.get(annotation.id)
            if other is not None:
                self._clashes.add(Mention(other, annotation.id))

    # Texts that differ ---------------------------------------------------------------------

    def _drift(
        self, placed: Placed, opened: OpenArticle, text: str, spans: list[Checked]
    ) -> tuple[OpenArticle, list[Checked]]:
        """The spans of a row with another version of the text, where they are in ours."""
        made = [self._annotation(span, extent, text, "") for span, extent in spans]
        try:
            found = find_drift(opened.article, made, text, self._workspace.now.old_texts.read)
        except InputError as error:
            raise placed.error("text", error.reason) from error
        if found is None:
            other = self._finder.by_text(placed)
            if other is not None:
                return self._finder.open(placed, other), spans
            new = self._finder.another(placed)
            if new is not None:
                return new, spans
            at = _first_difference(text, opened.article.text)
            reason = (
                f"it is not the text of {opened.article.name}, and hardly anything of it is "
                f"there: they differ from character {at} on"
            )
            raise placed.error("text", reason)
        if any(annotation.adrift for annotation in found.annotations):
            self._texts[found.sha256] = found.data
        return opened, [
            (span, (each.start, each.end, each.label, each.adrift))
            for (span, _), each in zip(spans, found.annotations, strict=True)
        ]

    # Into the edit -------------------------------------------------------------------------

    def _take_in(
        self, opened: OpenArticle, spans: list[Checked], row: ArticleRow, text: str
    ) -> dict[str, Mention]:
        """Make the edits that add annotations.

        Args:
            opened: The article.
            spans: Where they are in the article, or adrift.
            row: The row.
            text: Of the row.

        Returns:
            Where each span of the row is then, by its id in the file.
        """
        mentions: dict[str, Mention] = {}
        earlier = self._additions.of(opened.id)
        new: dict[Place, Annotation] = {}
        repeated = present = waiting = 0
        is_new = not opened.annotations and not opened.orphaned
        wholes, links = wholes_of(row, spans), self._workspace.now.links()
        for span, extent in spans:
            place = (*extent, wholes.get(span.id, ""))
            twin = new.get(place) or earlier.get(place)
            if twin is not None:
                self._compare(twin, span)
                known = twin.id
                repeated += 1
            else:
                wanted = self._wanted_id(opened.id, span, extent)
                there = None if is_new else _present(opened, place, wanted, links)
                if there is not None:
                    known = there
                    present += 1
                else:
                    said = text if extent[3] else opened.article.text
                    known = self._free_id(wanted, opened.id)
                    new[place] = self._annotation(span, extent, said, known)
                    waiting += bool(extent[3])
            if span.id:
                mention = mentions[span.id] = Mention(opened.id, known)
                self._linker.note(span.id, mention)
        self._additions.add(opened.id, new)
        self._counts.update(added=len(new), repeated=repeated, present=present, waiting=waiting)
        return mentions

    def _annotation(self, span: SpanRow, extent: Extent, text: str, own_id: str) -> Annotation:
        start, end, label, adrift = extent
        created = span.created or self._now
        return Annotation(
            id=own_id,
            start=start,
            end=end,
            label=label,
            text=text[start:end],
            origin=span.origin or Origin.IMPORTED,
            created=created,
            # One text for both times saves much where there are a million of them.
            updated=created if span.updated in ("", created) else span.updated,
            note=span.note,
            adrift=adrift,
            attributes=tuple(sorted(span.attributes.items())) if span.attributes else (),
        )

    def _compare(self, twin: Annotation, span: SpanRow) -> None:
        """Take note of what is said of a span the second time, if it is anything else."""
        if (twin.note, dict(twin.attributes)) != (span.note, span.attributes):
            what = "notes or attributes of a span that stands there twice"
            self._losses.lose(what, f"{twin.label} “{twin.text[:40]}”")

    def _wanted_id(self, article_id: str, span: SpanRow, extent: Extent) -> str:
        return stable_id(article_id, extent) if extent[3] and not is_id(span.id) else span.id

    def _free_id(self, wanted: str, article_id: str = "") -> str:
        if not is_id(wanted) or wanted in self._kept_ids or wanted in self._used:
            return new_id()
        self._kept_ids[wanted] = article_id
        return wanted

    # The plan ------------------------------------------------------------------------------

    def finish(self) -> ImportPlan:
        """What all rows make of the story together.

        Raises:
            InputError: There are labels that the story lacks, or links to what is not there.
        """
        new_labels = self._checker.added_labels()
        links = list(self._linker.edits(self._free_id))
        said = list(self._assessments.edits(self._linker.clusters_like, self._free_id))
        relations = sum(isinstance(link, EditOfRelation) for link in links)
        rest: tuple[SingleEdit, ...] = (*links, *said)
        if self._clashes:
            ids = {each: new_id() for each in self._clashes}
            self._additions.rename(ids)
            rest = tuple(_links_renamed(rest, ids))
        return ImportPlan(
            edit=Batch(self._additions.edits(rest), "import"),
            articles=len(self._articles),
            added=self._counts["added"],
            present=self._counts["present"],
            repeated=self._counts["repeated"],
            relations=relations,
            clusters=len(links) - relations,
            said_of_articles=len(said),
            placed=self._counts["placed"],
            waiting=self._counts["waiting"],
            with_blanks=self._checker.with_blanks,
            within_words=self._checker.within_words,
            new_articles=tuple(self._arrivals.ids),
            new_labels=new_labels,
            texts=self._texts,
            cuts=self._cuts,
        )


def _links_renamed(edits: Iterable[SingleEdit], ids: Mapping[Mention, str]) -> Iterator[SingleEdit]:
    """Edits that add links, with other ids for some of the annotations."""

    def now(mention: Mention) -> Mention:
        return Mention(mention.article, ids.get(mention, mention.id))

    for edit in edits:
        if isinstance(edit, EditOfRelation) and edit.after is not None:
            after = edit.after
            yield EditOfRelation(
                None, msgspec.structs.replace(after, head=now(after.head), tail=now(after.tail))
            )
        elif isinstance(edit, EditOfCluster) and edit.after is not None:
            members = tuple(sorted(map(now, edit.after.members)))
            yield EditOfCluster(edit.before, msgspec.structs.replace(edit.after, members=members))
        else:
            yield edit


def _present(opened: OpenArticle, place: Place, wanted: str, links: Links) -> str | None:
    """The id of an annotation that the story has already; none if it has it not."""
    start, end, label, adrift, whole = place
    if not adrift:
        here = [a for a in opened.annotations.exactly(Span(start, end)) if a.label == label]
        same = (a for a in here if whole_of(a.id, opened, links) == whole)
        # What the story has as a part of a span it need not have once more as a span.
        known = next(same, None) or (here[0] if here and not whole else None)
        return known.id if known else None
    # Once a person has said where it belongs, only its id tells that it is the same.
    same = (a for a in (*opened.orphaned, *opened.annotations) if a.id == wanted)
    waiting = (a for a in opened.orphaned if extent_of(a) == place[:4])
    found = next(same, None) or next(waiting, None)
    return found.id if found else None


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
