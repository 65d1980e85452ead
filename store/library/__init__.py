"""Which stories there are, who has annotated them, and how far they are."""
