"""The terminal: command line, screens, widgets, and the drawing of articles."""

import os
from typing import Final

_LOOKS: Final = "240"
"""How often a second Textual looks whether something is to be painted.

A screen that has just opened is not painted before the first look, nor a list before the second
that follows a letter in its filter. With Textual's 60 both are seen 17 to 33 ms later. Painting
still takes place only where something changed.
"""

os.environ.setdefault("TEXTUAL_FPS", _LOOKS)  # read once, when Textual is imported
