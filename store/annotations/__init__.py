"""Annotations as values: the model, the collection by position, and edits with their inverses."""
