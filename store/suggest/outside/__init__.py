"""Suggestions from outside: spaCy, GLiNER, a command of one's own, a file; only when asked for.

`choosing` makes suggesters of what the command line asks for; `background.Background` asks them in
threads of their own. What cannot be used is said in sentences (`take_notices`) and never raised.
"""
