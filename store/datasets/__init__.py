"""Datasets made of stories: those of a corpus, divided into parts, and what is said of them."""
