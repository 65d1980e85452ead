"""Learns from what was tagged, left untagged and rejected, in a process of its own."""
