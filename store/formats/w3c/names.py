"""How articles and annotations are named in web annotations: by IRIs."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote, urlsplit

import regex

ARTICLE: Final = "urn:sidelight:article/"
"""What our names of articles begin with; those of annotations are fragments of them."""
LINK: Final = "urn:sidelight:link"
"""What our names of relations and clusters are fragments of."""
STANCE: Final = "stance"
"""The kind of annotations that say what an article does with a cluster."""
_ABSOLUTE: Final = regex.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>"{}|\\^`\p{Cc}]+')


def article_iri(article: str) -> str:
    """The name of an article by its id."""
    return ARTICLE + quote(article, safe="/", errors="surrogatepass")


def annotation_iri(id_: str, base: str) -> str:
    """The name of an annotation by its id: an IRI stays as it is.

    Args:
        id_: Unique among those of the base.
        base: The name of its article, or `LINK`.
    """
    if _ABSOLUTE.fullmatch(id_) and not id_.startswith((ARTICLE, LINK)):
        return id_
    return f"{base}#{quote(id_, safe='', errors='surrogatepass')}"


def id_in(iri: str) -> str:
    """The id that a name stands for."""
    if iri.startswith((ARTICLE, LINK)) and "#" in iri:
        return unquote(iri.partition("#")[2], errors="surrogatepass")
    return iri


def article_in(source: str) -> str:
    """The id of the article that a source is: the end of its path, without what follows a point.

    Returns:
        The id; empty where there is none to be had.
    """
    if source.startswith(ARTICLE):
        return unquote(source.removeprefix(ARTICLE), errors="surrogatepass")
    try:
        parts = urlsplit(source)
    except ValueError:
        return ""
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    stem, point, _ = last.rpartition(".")
    return (stem if point and stem else last) or parts.netloc


def same_source(source: str) -> str:
    """What two names of one page have in common."""
    return source.partition("#")[0].partition("://")[2].rstrip("/") or source
