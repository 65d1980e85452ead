"""The report: what a story says, as one page for people without a terminal."""
