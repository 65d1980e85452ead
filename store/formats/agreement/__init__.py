"""How far annotators agree, as a page."""
