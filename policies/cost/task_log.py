"""What is demanded of the log groups that containers write to."""

from groundplan.plan import UNKNOWN
from policies.container import containers
from policies.kinds import LOG_GROUP, TASK_DEFINITION
from policies.properties import Properties, is_true
from policies.rule import PROD_FIRST, Rule
from policies.subject import Facts, Subject
from policies.verdict import Undecided, Verdict, all_of, demand


def _group_names(facts: Facts) -> tuple[frozenset[str], bool]:
    """The names of this plan's log groups, and whether all of them are known."""
    names = [one.read("name") for one in facts.plan.of_kind(LOG_GROUP)]
    return frozenset(one for one in names if isinstance(one, str)), UNKNOWN not in names


def _groups_are_ours(task: Subject) -> Verdict | None:
    return all_of(
        lambda one=one: _group_is_ours(task, one)
        for one in containers(task)
        if one.get("logConfiguration.logDriver", "") == "awslogs"
    )


def _group_is_ours(task: Subject, container: Properties) -> Verdict:
    options = container.sub("logConfiguration.options")
    name = options.get("awslogs-group", "")
    names, complete = task.fact(_group_names)
    known = name in names or bool(task.uses("containerDefinitions", LOG_GROUP))
    created = is_true(options.get("awslogs-create-group"))
    if not known and not created and not complete:
        raise Undecided(options.at("awslogs-group"))
    return demand(known and not created, options.at("awslogs-group"))


RULES = (
    Rule(
        name="task-log-group-in-stack",
        control="X-12",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        graph=True,
        check=_groups_are_ours,
        problem="a container logs to a group that nobody manages",
        why="a group that ECS creates never expires",
        fix="aws.cloudwatch.LogGroup(name=..., retention_in_days=...), its name as awslogs-group",
    ),
)
