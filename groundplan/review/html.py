"""The review as one HTML page: it holds everything it shows and asks the network for nothing."""

from collections import Counter

from groundplan.review.architecture import Architecture, architecture
from groundplan.review.bill_tables import remarks
from groundplan.review.diagram import diagrams
from groundplan.review.forecast_lines import critical_path_line, makespan_line
from groundplan.review.html_bill import bars
from groundplan.review.html_findings import choices, finding_cards, passed_rules
from groundplan.review.html_page import environment, page
from groundplan.review.html_resources import rows
from groundplan.review.html_timeline import spans, ticks
from groundplan.review.review import Review
from groundplan.review.verdict_line import verdict_line


def html(review: Review) -> str:
    """Give the page; the same review gives the same bytes."""
    drawn = architecture(review.plan)
    wide, narrow = diagrams(drawn, environment(), _broken(review, drawn))
    cards = finding_cards(review)
    return page(
        "report.html.j2",
        review=review,
        plan=review.plan,
        bill=review.bill,
        verdict=verdict_line(review),
        drawn=drawn,
        wide=wide,
        narrow=narrow,
        cards=cards,
        choices=tuple(choices(cards)),
        passed_rules=passed_rules(review),
        bars=bars(review.bill),
        remarks=remarks(review.bill),
        makespan_line=makespan_line(review.forecast),
        critical_path_line=critical_path_line(review.forecast),
        spans=spans(review.forecast),
        ticks=ticks(review.forecast.makespan),
        rows=rows(review),
    )


def _broken(review: Review, drawn: Architecture) -> dict[int, int]:
    """Count the violations of each box; a component that holds one box lends it all its own."""
    component_of = review.bill.component_of
    holds = Counter(name for node in drawn.nodes for name in {*map(component_of, node.urns)})
    violations = [one.urn for one in review.findings if one.verdict == "violation"]
    return {
        index: sum(urn in node.urns or (component_of(urn) in alone) for urn in violations)
        for index, node in enumerate(drawn.nodes)
        for alone in [{name for name in map(component_of, node.urns) if holds[name] == 1}]
    }
