"""The terminal: command line, screens, widgets, and the drawing of articles."""
