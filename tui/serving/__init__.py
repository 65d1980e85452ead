"""The program in a browser: a page with a terminal in it, and a process for each tab."""
