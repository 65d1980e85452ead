"""A folder of stories: what is known of each of them, and in which order they are listed."""
