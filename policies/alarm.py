"""Alarms: which resource and metric each watches, and whether anybody hears it."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from groundplan.plan import PlannedResource
from policies.kinds import ALARM, COMPOSITE_ALARM, TARGET_GROUP, TOPIC, TOPIC_SUBSCRIPTION
from policies.subject import Facts, Subject


@dataclass(frozen=True)
class Watch:
    """An alarm that watches a resource."""

    alarm: Subject

    def watches(self, metric: str) -> bool:
        """Whether the alarm is about the metric, alone or in an expression."""
        if self.alarm.get("metricName", "") == metric:
            return True
        queries = self.alarm.get("metricQueries", [])
        return bool(queries) and f'"{metric}"' in json.dumps(queries, default=str)


def _by_resource(facts: Facts) -> Mapping[str, list[PlannedResource]]:
    """The alarms whose dimensions are made from a resource, by that resource's URN."""
    found: dict[str, list[PlannedResource]] = defaultdict(list)
    for alarm in facts.plan.of_kind(ALARM):
        for name in ("dimensions", "metricQueries"):
            for one in facts.plan.uses(alarm, name):
                found[one.urn].append(alarm)
    return found


def alarms_on(resource: Subject) -> list[Watch]:
    """The alarms that watch a resource; for a load balancer also those on its target groups."""
    known = resource.fact(_by_resource)
    urns = [resource.resource.urn]
    urns += [
        one.urn
        for found in known.get(urns[0], ())
        for one in resource.plan.uses(found, "dimensions")
        if one.kind == TARGET_GROUP
    ]
    alarms = {one.urn: one for urn in urns for one in known.get(urn, ())}
    return [Watch(resource.other(one)) for one in alarms.values()]


def acting(alarm: Subject) -> list[Subject]:
    """The alarm itself, or the composite alarms that act for it: those with actions."""
    composites = alarm.users(COMPOSITE_ALARM, "alarmRule")
    return [one for one in (alarm, *composites) if one.has("alarmActions")]


def is_heard(alarm: Subject) -> bool:
    """Whether an action reaches a topic with a subscriber, or something beyond this plan."""
    return any(_reaches_somebody(one) for one in acting(alarm))


def _reaches_somebody(alarm: Subject) -> bool:
    topics = alarm.uses("alarmActions", TOPIC)
    return not topics or any(
        any(True for _ in one.users(TOPIC_SUBSCRIPTION, "topic")) for one in topics
    )
