"""Spans, boundaries and inert display text: what an article's text is made of."""
