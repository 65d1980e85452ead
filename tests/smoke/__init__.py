"""The program as anybody would start it: installed, in a terminal, with no option at all.

`make smoke` runs this alone, in full; `make test` runs it with fewer quits. Nothing here may turn
anything off, patch anything, or call anything of the program but its commands.
"""
