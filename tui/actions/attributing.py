"""Offering who said a claim, once that or the source was tagged: one key ties them, any other
passes the offer by and means what it always means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.attribution import OfferReason
from store.across.attribution_offers import accept_offer, attribution_offer
from store.across.twin_offers import TwinOffer
from store.annotations.model import Mention
from store.labels import ATTRIBUTION
from store.wording import counted
from tui.actions import editing, sharing
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.across.attribution_offers import AttributionOffer
    from store.annotations.links import Links
    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from tui.editor import Editor

_BY_WHOM: Final = {
    OfferReason.SENTENCE: "said by {}, in its sentence",
    OfferReason.HEADING: "said by {}, in the line before",
    OfferReason.QUOTATION: "said by {}, as the quotation goes on",
    OfferReason.PRONOUN: "said by a pronoun: {} spoke last",
}


def offer(editor: Editor, article_id: str, made: Annotation) -> None:
    """Offer the attribution of what was just tagged, if there is one that is no guess.

    Not where keys go on to what is suggested, or proposed elsewhere: there the key that would take
    it has another meaning.
    """
    is_answering = editor.target.kind in (TargetKind.SUGGESTED, TargetKind.OFFERED)
    if is_answering or editor.session.last_proposed is not None:
        return
    workspace = editor.workspace
    links = workspace.now.readable_links()
    opened = workspace.article(article_id)
    found = attribution_offer(opened, made, links, workspace.labels)
    if found is not None:
        editor.set_session(editor.session.offering_tie(found))
        editor.say(_question(editor, found, made))
    elif editor.session.jump is not None:
        _tell_tied(editor, opened, links, made)


def _tell_tied(editor: Editor, opened: OpenArticle, links: Links, made: Annotation) -> None:
    """Say what was tied in the same edit, as what was tagged was suggested with who said it.

    Among letters nothing else would say it: what is tied to what is meant is not lit there.
    """
    here = Mention(opened.id, made.id)
    ties = [each for each in links.relations_of(here) if each.type == ATTRIBUTION]
    by_id = {each.id: each for each in opened.annotations}
    heads = [by_id[each.head.id] for each in ties if each.head.id in by_id]
    tails = [by_id[each.tail.id] for each in ties if each.tail.id in by_id]
    if heads and tails:
        _tell(editor, heads, tails[0])


def _tell(editor: Editor, claims: Sequence[Annotation], source: Annotation) -> None:
    said = f"“{editor.quote(claims[0].text)}”"
    said = said if len(claims) == 1 else counted(len(claims), "claim")
    editor.say(f"{said} said by “{editor.quote(source.text)}”; {{key:undo}} takes it back")


def _question(editor: Editor, found: AttributionOffer, made: Annotation) -> str:
    quote = f"“{editor.quote(found.source.text)}”"
    by_whom = _BY_WHOM[found.reason].format(quote)
    if made == found.source:
        claims = counted(len(found.claims), "claim")
        by_whom = f"who said “{editor.quote(found.claims[0].text)}”"
        by_whom = by_whom if len(found.claims) == 1 else f"who said {claims} here"
    return f"{{key:suggestion.accept}}: {by_whom}; any other key goes on"


def take(editor: Editor) -> None:
    """Tie what is offered."""
    found, workspace = editor.session.offered_tie, editor.workspace
    if found is None:
        return
    editor.set_session(editor.session.offering_tie(None))
    if isinstance(found, TwinOffer):
        sharing.take(editor, found)
        return
    made = editing.make(
        editor, lambda: accept_offer(found, workspace.now.links(), workspace.labels)
    )
    if made is not None:
        _tell(editor, found.claims, found.source)
