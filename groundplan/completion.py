"""What the shell offers where Tab is pressed; with nothing to offer, shells offer files."""

from pathlib import Path

import typer

from groundplan.plan import ProgramInvalid, Project

_WORDS = "words"


def stacks(context: typer.Context, incomplete: str) -> list[str]:
    """The stacks of the folder that a word before names, or of this one."""
    named = (Path(word) for word in context.params.get(_WORDS) or ())
    folder = next((word for word in named if word.is_dir()), Path())
    try:
        return [one for one in Project.read(folder).stacks if one.startswith(incomplete)]
    except ProgramInvalid:
        return []


def stacks_after_base(context: typer.Context, incomplete: str) -> list[str]:
    """The stacks, after a first word that is a file or a revision."""
    return stacks(context, incomplete) if context.params.get(_WORDS) else []


def rules(incomplete: str) -> list[str]:
    """The names of the rules of every installed pack."""
    from groundplan.review.judge import installed_packs

    names = (rule.name for pack in installed_packs() for rule in pack.rules)
    return sorted(name for name in names if name.startswith(incomplete))
