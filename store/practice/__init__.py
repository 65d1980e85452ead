"""Practice with a teacher that knows the gold: what is right, what was asked for, what it cost."""
