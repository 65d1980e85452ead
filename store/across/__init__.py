"""What ties several reports: likely sources and clusters, and which article says what."""
