"""A shell with one job: `python -m tests.shell_like command …`, as the leader of a terminal.

It says when the job has stopped and whether the terminal's settings are as they were, answers each
line with what was typed, lets the job go on at `fg` and `bg`, and ends with the job.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from contextlib import suppress


def to_foreground(group: int) -> None:
    """Give the terminal to a process group; who is in the background may do so too."""
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, group)
    signal.signal(signal.SIGTTOU, before)


def start(command: list[str]) -> int:
    """Start the job in a process group of its own, in the foreground."""
    job = os.fork()
    with suppress(PermissionError):  # the job has done this itself, and is another program by now
        os.setpgid(job, 0)
    if job == 0:
        to_foreground(os.getpid())
        os.execvp(command[0], command)
    return job


def main() -> int:
    settings = termios.tcgetattr(0)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    job = start(sys.argv[1:])
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        to_foreground(os.getpgrp())
        same = "as before" if termios.tcgetattr(0) == settings else "changed"
        if not os.WIFSTOPPED(status):
            print(f"job ended, settings {same}", flush=True)
            return os.waitstatus_to_exitcode(status)
        print(f"job stopped, settings {same}", flush=True)
        for line in sys.stdin:
            if line == "fg\n":
                to_foreground(job)
            elif line.startswith("kill "):
                os.killpg(job, signal.Signals[line.split()[1]])
            elif line != "bg\n":
                print(f"you said {line}", end="", flush=True)
                continue
            os.killpg(job, signal.SIGCONT)
            break


if __name__ == "__main__":
    sys.exit(main())
