"""The review as Markdown, for a pull request: the verdict first, long tables folded."""

from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined

from groundplan.cost import LineItem, usd, usd_range
from groundplan.review.bill_tables import remarks
from groundplan.review.forecast_lines import critical_path_line, long_step_lines, makespan_line
from groundplan.review.outline import outline
from groundplan.review.review import Review
from groundplan.review.verdict_line import verdict_line
from groundplan.review.words import count, resource_label, resource_name


def markdown(review: Review) -> str:
    """Give the report; the same review gives the same bytes."""
    groups = (
        ("Mandatory", review.blocking),
        ("Advisory", review.advisory),
        ("Undecided until the cloud computes a value", review.undecided),
        ("Exempt", review.exempt),
    )
    return (
        _environment()
        .get_template("report.md.j2")
        .render(
            review=review,
            plan=review.plan,
            bill=review.bill,
            verdict=verdict_line(review),
            built=count(sum(one.custom for one in review.plan.resources), "resource"),
            entries=outline(review),
            groups=[(title, findings) for title, findings in groups if findings],
            remarks=remarks(review.bill),
            makespan=makespan_line(review.forecast),
            critical_path=critical_path_line(review.forecast),
            long_steps=long_step_lines(review.forecast),
        )
    )


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown: `cell` escapes what a table needs
        loader=PackageLoader("groundplan.review", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "usd": usd,
        "usd_range": usd_range,
        "resource_label": resource_label,
        "resource_name": resource_name,
        "cell": _cell,
        "figure": _figure,
        "monthly": _monthly,
    }
    return environment


def _cell(text: str) -> str:
    """Text that cannot end its table cell or open an HTML tag."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"


def _monthly(line: LineItem) -> str:
    """Unpriced and open lines say so; they are never shown as nothing."""
    if line.kind == "unpriced":
        return "**unpriced**"
    return "by usage" if line.monthly is None else usd_range(line.money)
