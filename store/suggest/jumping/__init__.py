"""What somebody may want to jump to, and how likely each is for a label: learned as they tag."""
