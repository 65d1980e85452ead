"""Which keys there are, and what they do."""
