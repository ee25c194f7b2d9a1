"""How a web service goes from one revision to the next."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.dns import DomainName
from groundplan.settings.section import Section

Minutes = Annotated[int, Field(ge=0, le=1440)]
"""Source: ECS API, DeploymentConfiguration, bakeTimeInMinutes: a day at the most."""


class Rolling(Section):
    """New tasks join and old ones leave; both serve meanwhile."""

    strategy: Literal["rolling"]


class Recreate(Section):
    """The one task stops before its successor starts: a short outage, and never two at once."""

    strategy: Literal["recreate"]


class SecondSet(Section):
    """A second set of tasks takes over from the first. On Fargate only."""

    bake_minutes: Minutes
    """Both sets run for so long after the (last) move, so that going back takes seconds."""

    test_host: DomainName | None = None
    """Under this name the new revision answers before users see it; left out, nobody asks it.

    Its rule has the priority before that of the service. Source: ECS Developer Guide, Application
    Load Balancer resources for blue/green deployments, test listener rule.
    """


class BlueGreen(SecondSet):
    """A whole second set of tasks, then all traffic moves at once. On Fargate only."""

    strategy: Literal["blue_green"]


class Canary(SecondSet):
    """A second set of tasks gets a small share first, then everything. On Fargate only."""

    strategy: Literal["canary"]
    percent: Annotated[int, Field(ge=1, le=99)]
    """The small share."""

    canary_minutes: Minutes
    """How long the small share is watched."""


class Linear(SecondSet):
    """Traffic moves to a second set of tasks in equal steps. On Fargate only."""

    strategy: Literal["linear"]
    step_percent: Annotated[int, Field(ge=3, le=99)]
    """Of the traffic, at each step."""

    step_minutes: Minutes
    """How long each step is watched."""


Deployment = Annotated[
    Rolling | Recreate | BlueGreen | Canary | Linear, Field(discriminator="strategy")
]
