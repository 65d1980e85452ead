"""The parts of the screen that draw themselves."""
