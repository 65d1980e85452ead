"""What has been tagged, wherever else it stands: its forms, and how often it was tagged of all."""
