"""Values that differ: what articles say of one thing, in numbers, dates and places."""
