"""How annotations leave and enter: one module for each file format."""
