"""What the commands do: a module for each kind, each giving a table of command id to function."""
