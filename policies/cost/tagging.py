"""What is demanded of tags: cost, ownership and backups are found by them."""

from policies.kinds import (
    BUCKET,
    DATABASE,
    DATABASE_CLUSTER,
    DOCUMENT_CLUSTER,
    ECS_SERVICE,
    EKS_CLUSTER,
    FILE_SYSTEM,
    LOAD_BALANCER,
    QUEUE,
    REPLICATION_GROUP,
    SECRET_ENTRY,
    VPC,
)
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.tags import tags_of
from policies.verdict import Verdict, demand

_TAGGED = (
    *(VPC, LOAD_BALANCER, ECS_SERVICE, EKS_CLUSTER, DATABASE, DATABASE_CLUSTER, DOCUMENT_CLUSTER),
    *(REPLICATION_GROUP, BUCKET, FILE_SYSTEM, QUEUE, SECRET_ENTRY),
)


def _says_whose_it_is(resource: Subject) -> Verdict | None:
    given = {str(key).lower() for key in tags_of(resource)}
    missing = [one for one in resource.threshold("tags") if one.lower() not in given]
    return demand(not missing, "tags", f"no {missing[0]}" if missing else "")


RULES = (
    Rule(
        name="resource-tagged",
        control="GOV-01",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=_TAGGED,
        graph=True,
        check=_says_whose_it_is,
        thresholds={"tags": ("env", "owner", "service", "data-class", "backup-tier")},
        problem="a required tag is missing",
        why="nobody can tell who pays for it and whom to ask",
        fix='default_tags={"tags": {"env": ..., "owner": ..., "service": ..., "data-class": ..., '
        '"backup-tier": ...}} on the aws.Provider; settings: stack',
    ),
)
