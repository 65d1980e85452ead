"""What comes from a terminal: cut into what was typed, pasted and replied, before it is a key."""
