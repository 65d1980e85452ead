"""The commands that take work from one machine to another: bundle and unbundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from store.wording import counted
from tui.cli.options import STORY, WHOSE, PathType, Whose, find_named_story, protection_of
from tui.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.bundles.unpacking import Unpacked


@click.command()
@STORY
@WHOSE
@click.option("--output", "-o", metavar="FILE", type=PathType(), required=True,
              help="The bundle that is written.")  # fmt: skip
def bundle(path: Path, whose: Whose, output: Path) -> None:
    """Put the journals of a story into one file, for another machine; of everybody, or one
    --annotator."""
    from store.bundles.packing import pack
    from store.destination import Destination
    from store.errors import InputError, unwritable
    from store.library.scanning import annotators
    from tui.cli.options import name_given

    story = find_named_story([path], whose)
    place = Destination.at(output, protection_of([path], whose), hint="name another file")
    named = name_given(whose)
    people = [named] if named is not None else annotators(story, whose.data)
    if not people:
        raise InputError("nobody has annotated anything here", path=path)
    packed = pack(story, people, whose.data)
    try:
        place.write(packed.data)
    except OSError as error:
        raise InputError(unwritable(error), path=output) from error
    for each in packed.manifest.journals:
        tell(f"{each.annotator}: {counted(each.number, 'line')}")
    tell(f"{counted(len(people), 'journal')} of {story.name} in {output}")


@click.command()
@click.argument("file", type=PathType())
@STORY
@WHOSE
def unbundle(file: Path, path: Path, whose: Whose) -> None:
    """Take the journals of a bundle into a story; of everybody, or one --annotator.

    A longer history is added; where both have parted they are put together line by line. The same
    bundle twice changes nothing.
    """
    from store.bundles.bundle import Bundle
    from store.bundles.unpacking import other_texts, unpack
    from tui.cli.options import name_given

    story = find_named_story([path], whose)
    named = name_given(whose)
    with Bundle(file) as opened:
        for each in unpack(opened, story, () if named is None else (named,), whose.data):
            for sentence in _said_of(each):
                tell(f"{each.annotator}: {sentence}")
        changed, lacking = other_texts(opened, story)
    if changed:
        what = "has another text" if len(changed) == 1 else "have other texts"
        tell(
            f"{_some(changed)} {what} than where the bundle was made; annotations follow the words"
        )
    if lacking:
        are, them = ("is", "it") if len(lacking) == 1 else ("are", "them")
        files = "file is" if len(lacking) == 1 else "files are"
        tell(
            f"{_some(lacking)} {are} not in the story here; what was annotated in {them} is there "
            f"once the {files}"
        )


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if names[3:] else "")


def _said_of(each: Unpacked) -> list[str]:
    taken = each.taken
    if not taken.added and not taken.copies:
        return ["nothing in it is new here"]
    if not taken.copies:
        return [f"{counted(taken.added, 'edit')} added"]
    again = f"{counted(taken.remade, 'edit')} of what was" if taken.remade else "nothing that was"
    said = [
        f"{counted(taken.added, 'edit')} added, and {again} done here meanwhile made again behind "
        f"them; what was there before is kept in {each.folder / taken.copies}"
    ]
    if taken.conflicts:
        is_one = taken.conflicts == 1
        what = "thing is said differently" if is_one else "things are said differently"
        stays = "stays as it came in" if is_one else "stay as they came in"
        it = "it" if is_one else "them"
        said.append(
            f"{taken.conflicts:,} {what}, and {stays}; {{key:review}} in the story settles {it}"
        )
    return said
