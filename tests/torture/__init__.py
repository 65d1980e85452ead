"""Whether an acknowledged edit can be lost: faults done on purpose, and what is left after them.

Each fault is a module with a function `run(subject, seed, share)` that gives a `Tally`. The same
harness is run over Sidelight and over TinyDB as it comes, so that a figure of ours stands beside
one that shows that the fault is a real one.
"""
