"""A change as Markdown, for a pull request: one line first, the rest folded."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from groundplan.cost import signed_usd
from groundplan.diff.change_group import grouped
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.summary import SIGNS, summary
from groundplan.review.verdict_line import verdict_line
from groundplan.review.words import count, resource_label

MOST_CHARACTERS = 60_000
"""GitHub refuses comments of more than 65,536 characters."""


def diff_markdown(diff: ReviewDiff, most_characters: int = MOST_CHARACTERS) -> str:
    """Give the report, cut where it is too long; the same change gives the same bytes."""
    text = (
        _environment()
        .get_template("diff.md.j2")
        .render(
            diff=diff,
            plan=diff.head.plan,
            groups=grouped(diff.resources.changes),
            verdict=verdict_line(diff.head),
            signs=SIGNS,
        )
    )
    return shortened(text, most_characters)


def shortened(text: str, most_characters: int) -> str:
    """The text, or as many whole lines of it as fit, with a word on what is missing."""
    if len(text) <= most_characters:
        return text
    ending = "\n</details>\n\n*Cut here: the artefacts of the run hold the whole report.*\n"
    kept = text[: most_characters - len(ending)].rpartition("\n")[0]
    return kept + (ending if kept.count("<details>") > kept.count("</details>") else ending[12:])


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown: `cell` escapes what a table needs
        loader=PackageLoader("groundplan.diff", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "cell": _cell,
        "count": count,
        "resource_label": resource_label,
        "signed": signed_usd,
        "summary": summary,
    }
    return environment


def _cell(text: str) -> str:
    """Text that cannot end its table cell or open an HTML tag."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
