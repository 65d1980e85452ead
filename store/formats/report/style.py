"""How the report looks: on a wide screen, on a telephone, on paper, light and dark."""

from __future__ import annotations

from typing import Final

from store.formats.html.style import STYLE

REPORT_STYLE: Final = (
    STYLE
    + """
body{max-width:76rem;margin:0 auto}
header{position:static}
main{display:block}
h2{font-size:1.25rem;margin:2.2rem 0 .5rem;border-top:2px solid var(--rule);padding-top:.8rem}
h3{font:bold 1.02rem/1.35 system-ui,"Noto Sans",sans-serif;margin:1.4rem 0 .3rem;
overflow-wrap:anywhere}
nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.6rem 0;padding:0;
font:.95rem system-ui,"Noto Sans",sans-serif}
nav a,td a,th a,li a,blockquote a{display:inline-block;min-height:1.5rem}
.skip{position:absolute;left:-100rem}
.skip:focus{position:static}
.wide{overflow-x:auto;margin:.4rem 0 1rem}
.wide:focus-visible,a:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
table{border-collapse:collapse;font:.92rem/1.4 system-ui,"Noto Sans",sans-serif;min-width:50%}
caption{text-align:left;color:var(--soft);padding:.2rem 0}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
thead th{border-bottom:2px solid var(--ink)}
thead th,thead a{overflow-wrap:normal}
tbody th{font-weight:normal;min-width:12rem;overflow-wrap:anywhere}
td.number{text-align:right}
td.sign{white-space:nowrap;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
td.person{font-weight:bold}
tr.disputed th{border-left:.3rem double var(--ink);padding-left:.5rem}
.sides{display:grid;gap:.4rem 1.4rem;
grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr))}
.sides h4{font:.88rem system-ui,"Noto Sans",sans-serif;margin:.2rem 0;color:var(--soft)}
blockquote{margin:0 0 .6rem;padding-left:.7rem;border-left:3px solid var(--rule);
overflow-wrap:anywhere}
blockquote.contrary{border-left-style:dashed;border-left-color:var(--ink)}
blockquote p{margin:0}
.by,figcaption{font:.86rem system-ui,"Noto Sans",sans-serif;color:var(--soft)}
figure{margin:.6rem 0}
svg{width:100%;max-width:46rem;height:auto;font:14px system-ui,"Noto Sans",sans-serif}
svg text{fill:var(--ink)}
svg text.in{fill:var(--page);font-weight:bold;font-size:12px}
svg circle{fill:var(--ink)}
svg .rule{stroke:var(--rule);stroke-width:1}
.articles{display:grid;gap:1.2rem 2rem;align-items:start;
grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr))}
article,mark{scroll-margin-top:1rem}
mark.from::before{color:var(--ink)}
@media (max-width:40rem){body{padding:.8rem}tbody th{min-width:9rem}}
@page{margin:1.5cm}
@media print{
nav,.skip{display:none}
.wide{overflow:visible}
h2,h3,h4,caption{break-after:avoid}
blockquote,figure,tr{break-inside:avoid}
thead{display:table-header-group}
.articles{display:block}
article{break-inside:auto;margin-bottom:1.5rem}
}
"""
)
