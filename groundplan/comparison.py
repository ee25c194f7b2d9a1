"""What `groundplan diff` compares: plans in files, or a stack at two git revisions."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from groundplan.plan import ProgramInvalid
from groundplan.plan_file import STANDARD_INPUT
from groundplan.revision import project_at
from groundplan.target import Running, Target

RANGE = ".."


@contextmanager
def sides(words: list[str], running: Running) -> Iterator[tuple[Target, Target]]:
    """Base and head of `BASE [HEAD]`, `BASE [PATH] [STACK]` or `A..[B] [PATH] [STACK]`.

    Raises ProgramInvalid where that names nothing.
    """
    first, rest = words[0], words[1:]
    if RANGE in first and not Path(first).exists():
        with _at_revisions(first, rest, running) as found:
            yield found
        return
    file = Path(first)
    if not (file == STANDARD_INPUT or file.exists()):
        raise ProgramInvalid(
            f"{first}: cannot be read: there is no such file. Name a plan, a preview or an "
            f"exported stack in a file, or what to compare with: `groundplan diff main.. {first}`"
        )
    base = Target.of(None, file)
    if len(rest) == 1 and Path(rest[0]).is_file():
        yield base, Target.of(None, Path(rest[0]))
        return
    yield base, Target.of(rest, None, running)


@contextmanager
def _at_revisions(text: str, words: list[str], running: Running) -> Iterator[tuple[Target, Target]]:
    before, _, after = text.partition(RANGE)
    if not before:
        raise ProgramInvalid(f"{text}: name the revision to compare with, such as main..")
    head = Target.of(words, None, running)
    folder = head.folder or Path()
    with ExitStack() as taken_out:
        base_folder = taken_out.enter_context(project_at(folder, before))
        if after:
            then = taken_out.enter_context(project_at(folder, after))
            head = replace(head, folder=then, is_other_revision=True)
        yield replace(head, folder=base_folder, is_other_revision=True), head
