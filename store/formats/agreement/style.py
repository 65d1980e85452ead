"""How the page looks: as the report does, with figures under their heads."""

from __future__ import annotations

from typing import Final

from store.formats.report.style import REPORT_STYLE

AGREEMENT_STYLE: Final = (
    REPORT_STYLE
    + """
.figures thead th:not(:first-child){text-align:right}
svg .ends{stroke:var(--ink);stroke-width:2}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.4rem 0}
dt{font-weight:bold}
dd{margin:0}
td p{margin:0 0 .2rem}
"""
)
