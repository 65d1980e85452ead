"""What is tagged in one place and not, or otherwise, in another; and edits that resolve it."""
