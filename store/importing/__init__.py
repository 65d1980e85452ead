"""From a dataset in any format to one edit of a story, which one `u` takes back."""
