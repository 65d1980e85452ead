"""The matrix of a story as files: a table, CSV, JSON, Markdown, and a web page."""
