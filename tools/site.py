"""What the site has beside docs/: pages made from the code, and those that lie above docs/.

MkDocs calls the functions here by their names (`hooks` in mkdocs.yml).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by itself

from mkdocs.structure.files import File  # noqa: E402  # below what makes `tools` found

from tools.reference import PAGES  # noqa: E402  # likewise

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ABOVE: Final = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "ARCHITECTURE.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "SECURITY.md": "SECURITY.md",
}
"""Pages above docs/, and where they stand in the site."""
_LINK: Final = re.compile(r"(?<=\]\()(?:\.\./)?(?:docs/)?([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that docs/ lacks."""
    for name, target in ABOVE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, target, content=text))
    for target, make in PAGES.items():
        files.append(File.generated(config, target, content=make()))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Have links lead to where pages stand in the site."""
    if page.file.src_uri.startswith("reference/"):
        return markdown

    def moved(match: re.Match[str]) -> str:
        if "://" in match[0]:
            return match[0]
        return ABOVE.get(match[1], match[1])

    return _LINK.sub(moved, markdown)
