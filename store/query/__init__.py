"""Queries: what somebody types to find annotations, rows of the matrix, or paragraphs."""
