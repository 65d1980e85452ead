"""Spans that a person may want to tag, found without any model, and how likely each is."""
