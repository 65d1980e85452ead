"""Journals of a story in one file, to be taken to another machine or sent to somebody."""
