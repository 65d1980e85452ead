"""Adjudication: what several people annotated in one article, side by side, to be decided."""
