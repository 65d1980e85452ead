"""One story of one annotator: read, edited, followed where articles change, checked."""
