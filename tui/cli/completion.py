"""The command that prints what completes commands and options in a shell."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what has SHELL complete commands, options, their values, and paths.

    bash: put `eval "$(sidelight completion bash)"` into ~/.bashrc. zsh: the same with zsh, into
    ~/.zshrc, below compinit. fish: `sidelight completion fish >
    ~/.config/fish/completions/sidelight.fish`. What is offered is asked of the program, so it is
    never older than that.
    """
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    known = get_completion_class(shell)
    assert known is not None
    click.echo(known(root.command, {}, "sidelight", "_SIDELIGHT_COMPLETE").source())
