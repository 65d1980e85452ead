"""Find title, outlet, date, author and link where an article's text shows them."""

from __future__ import annotations

from typing import Final

from store.articles.model import Byline
from store.text.boundaries import late

_HEAD_LINES: Final = 14
"""How many lines with words are looked at: a byline stands near the top."""
_MONTHS: Final = frozenset(
    (
        *("Jan", "January", "Feb", "February", "Mar", "March", "Apr", "April", "May"),
        *("Jun", "June", "Jul", "July", "Aug", "August", "Sep", "Sept", "September"),
        *("Oct", "October", "Nov", "November", "Dec", "December"),
    )
)
_DATE: Final = (
    r"\b(?:(\p{L}+)\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+(\p{L}+)\.?,?\s+\d{4}|\d{4}-\d{2}-\d{2})\b"
)
"""Any word may stand for the month: a pattern with all of them takes a millisecond to compile."""
_AUTHOR: Final = (
    r"^\s*[Bb][Yy]:?\s+(\p{Lu}[\p{L}.'\u2019-]*(?:,?\s+(?:and\s+)?\p{Lu}[\p{L}.'\u2019-]*){0,8})"
    r"\s*(?:$|[|,/(\u2014\u2013-])"
)
_AGENCIES: Final = frozenset(
    (
        *("Reuters", "AP", "AFP", "UPI", "dpa", "Xinhua", "TASS", "ANSA", "EFE", "BBC", "CNN"),
        *("IRNA", "SANA", "Bloomberg"),
    )
)
_CREDITED: Final = frozenset(
    ("Reuters", "AP", "AFP", "UPI", "dpa", "Xinhua", "TASS", "Getty Images")
)
"""What stands after a slash at the end of a line, beside a photographer's name."""
_LINK: Final = r"(?i)^(?:\p{L}+:\s+)?(https?://\S+)$"
"""A line that is an address, or a word and one: "Source: https://…"."""
_IN_BRACKETS: Final = r"\((\w+)\)"
_OUTLET_IN_TITLE: Final = r"^(.{12,}?)\s+[|]\s+([^|]{2,40})$"
_LONGEST_TITLE: Final = 200
"""A longer first line is a paragraph, not a title."""
_DATE_LINE_LENGTH: Final = 120
"""A date in a longer line is part of the story, not of the byline."""


def find_byline(text: str, fallback_title: str) -> Byline:
    """Read the first lines of an article for what it says of itself.

    Args:
        text: The article's text.
        fallback_title: The title where the text does not begin with one.

    Returns:
        What was found; every field but `title` may be empty.
    """
    lines = _head(text)
    title = lines[0].lstrip("#").strip() if lines else ""
    if not title or len(title) > _LONGEST_TITLE:
        title = fallback_title
    outlet = ""
    if "|" in title and (match := late(_OUTLET_IN_TITLE).match(title)):
        outlet = match[2].strip()
    date = author = link = ""
    for line in lines[1:]:
        if not author and line[:2].lower() == "by" and (match := late(_AUTHOR).match(line)):
            author = " ".join(match[1].split())
        if len(line) <= _DATE_LINE_LENGTH and not date:
            date = _date_in(line)
        if "://" in line:
            link = link or ((match := late(_LINK).match(line)) and match[1]) or ""
        else:
            outlet = outlet or _agency_in(line)
    return Byline(title, outlet, date, author, link)


def _date_in(line: str) -> str:
    """The first date in a line; empty if there is none."""
    if not any(map(str.isdecimal, line)):
        return ""
    for match in late(_DATE).finditer(line, overlapped=True):
        month = match[1] or match[2]
        if month is None or month in _MONTHS:
            return str(match[0])
    return ""


def _agency_in(line: str) -> str:
    """The first news agency that a line names as its own are named; empty if there is none."""
    if "(" in line:
        for match in late(_IN_BRACKETS).finditer(line):
            if match[1] in _AGENCIES:
                return str(match[1])
    credit = line.rpartition("/")
    return credit[2].strip() if credit[1] and credit[2].strip() in _CREDITED else ""


def _head(text: str) -> list[str]:
    lines = (line.strip() for line in text[:8_000].splitlines())
    return [line for line in lines if line][:_HEAD_LINES]
