"""The budget: for this stack alone, and somebody is told in time."""

from components.budget import Budget, BudgetArgs
from components.labels import Labels
from tests.components.recorded import only, recorded

BUDGET = "aws:budgets/budget:Budget"


def build(labels: Labels) -> None:
    Budget("budget", BudgetArgs(labels, 400, ("lead@example.com",)))


def test_the_budget_counts_what_carries_the_tags_of_the_stack() -> None:
    budget = only(recorded(build), BUDGET)

    assert (budget.read("limitAmount"), budget.read("limitUnit")) == ("400", "USD")
    assert budget.read("timeUnit") == "MONTHLY"
    assert budget.read("filterExpression") == {
        "ands": [
            {"tags": {"key": "service", "values": ["shop"]}},
            {"tags": {"key": "stack", "values": ["test"]}},
        ]
    }


def test_receivers_hear_of_money_that_is_spent_and_of_money_that_will_be() -> None:
    notifications = only(recorded(build), BUDGET).read("notifications")

    assert {(one["notificationType"], one["threshold"]) for one in notifications} == {
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    }
    assert all(one["subscriberEmailAddresses"] == ["lead@example.com"] for one in notifications)
