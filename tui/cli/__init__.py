"""The command line: a module for each command; Textual is imported only to open the screen."""
