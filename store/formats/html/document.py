"""What every page begins with: no script, nothing fetched, and a policy that forbids both."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from store.text.inert import inert_line

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERATOR: Final = "Sidelight"


def document_head(title: str, style: str, language: str = "") -> Iterator[str]:
    """The lines up to the start of the body.

    Args:
        title: Escaped.
        style: The one style sheet, which alone the policy allows.
        language: Of the page, such as "en"; empty if nobody knows.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f'<meta name="generator" content="{GENERATOR}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{title}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield "<body>"


@lru_cache(1_024)
def escape_line(text: str) -> str:
    """A text in one line as it stands in a page: escaped, and nothing hidden in it."""
    return escape(inert_line(text))
