"""Everything about stories and their annotations that is true without a terminal."""
