"""How the page looks: light and dark, on paper, and without colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.colours import OTHER_DARK_PAGE, OTHER_LIGHT_PAGE, SHADES
from store.formats.marking import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.colours import PageShades

_GAP: Final = 4
"""Pixels from the line of one lane to that of the next."""


def _lanes() -> str:
    return "".join(f".d{lane}{{padding-bottom:{1 + lane * _GAP}px}}" for lane in range(DEEPEST + 1))


def _rules(shades: Mapping[str, PageShades]) -> str:
    return "".join(f".{name}{{--tint:{s.tint};--line:{s.line}}}" for name, s in shades.items())


_LIGHT: Final = _rules(
    {name: shades.light_page for name, shades in SHADES.items()} | {"grey": OTHER_LIGHT_PAGE}
)
_DARK: Final = _rules(
    {name: shades.dark_page for name, shades in SHADES.items()} | {"grey": OTHER_DARK_PAGE}
)
STYLE: Final = f"""
:root{{--page:#fff;--ink:#1b1b1b;--soft:#595959;--rule:#d0d0d0;color-scheme:light dark}}
{_LIGHT}
@media (prefers-color-scheme:dark){{
:root{{--page:#161616;--ink:#e9e9e9;--soft:#a9a9a9;--rule:#3d3d3d}}
{_DARK}
}}
*{{box-sizing:border-box}}
body{{margin:0;padding:1.2rem;background:var(--page);color:var(--ink);
font:1rem/1.5 Georgia,"Noto Serif","Times New Roman",serif}}
h1,h2,.about,.legend,.said,footer{{font-family:system-ui,"Noto Sans",sans-serif}}
h1{{font-size:1.35rem;margin:0}}
h2{{font-size:1.05rem;line-height:1.3;margin:0;overflow-wrap:anywhere}}
.about{{color:var(--soft);font-size:.85rem;margin:.15rem 0 .6rem}}
header{{position:sticky;top:0;z-index:1;background:var(--page);padding:.3rem 0;
border-bottom:1px solid var(--rule);margin-bottom:1rem}}
.legend{{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:0;padding:0 0 .3rem;
font-size:.9rem}}
.legend span{{color:var(--soft);margin-left:.25rem}}
main{{display:grid;gap:1.2rem 2rem;align-items:start;
grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr))}}
article{{min-width:0;border-top:2px solid var(--rule);padding-top:.6rem;scroll-margin-top:7rem}}
.text{{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;line-height:2.1}}
mark{{background:none;color:inherit;border-bottom:2px solid var(--line);
-webkit-box-decoration-break:slice;scroll-margin-top:8rem}}
mark.fill{{background:var(--tint);background-clip:content-box}}
mark.underline{{border-bottom-style:solid}}
mark.bar{{border-bottom-style:dotted}}
{_lanes()}
mark.from{{border-left:2px solid var(--line);padding-left:1px}}
mark.from::before{{content:attr(data-sign);font:bold .62em system-ui,sans-serif;
vertical-align:super;color:var(--line);margin-right:1px;unicode-bidi:isolate}}
mark:target{{outline:3px solid var(--line);outline-offset:2px}}
.said,footer{{font-size:.88rem}}
.said{{border-top:1px dotted var(--rule);margin:1rem 0 0;padding:.5rem 0 0 1.1rem}}
footer{{border-top:2px solid var(--rule);margin-top:1.5rem;padding-top:.6rem}}
footer dt{{font-weight:bold;margin-top:.4rem}}
footer i,.said i{{color:var(--soft);font-weight:normal}}
a{{color:inherit;overflow-wrap:anywhere}}
@media print{{
:root{{--page:#fff;--ink:#000;--soft:#444;--rule:#999}}
{_LIGHT}
body{{padding:0;font-size:10.5pt}}
header{{position:static}}
main{{grid-template-columns:repeat(auto-fit,minmax(min(8.5cm,100%),1fr))}}
.text{{line-height:1.9;orphans:3;widows:3}}
h2,.about{{break-after:avoid}}
mark{{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
}}
"""
