"""Which resources a backup selection covers: by edge, by ARN pattern, or by tag."""

from fnmatch import fnmatchcase

from groundplan.plan import SECRET, UNKNOWN
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    DOCUMENT_CLUSTER,
    EBS_VOLUME,
    FILE_SYSTEM,
)
from policies.properties import Properties
from policies.subject import Subject
from policies.tags import tags_of
from policies.verdict import Undecided

_ARNS = {
    DATABASE: "arn:aws:rds:eu-west-1:111111111111:db:any",
    DATABASE_CLUSTER: "arn:aws:rds:eu-west-1:111111111111:cluster:any",
    DOCUMENT_CLUSTER: "arn:aws:rds:eu-west-1:111111111111:cluster:any",
    FILE_SYSTEM: "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/any",
    EBS_VOLUME: "arn:aws:ec2:eu-west-1:111111111111:volume/any",
}
"""An ARN of each type, to try patterns on."""


def selects(selection: Subject, resource: Subject) -> bool:
    """Whether the selection covers the resource. Raises Undecided where a pattern is unknown."""
    used = {one.resource.urn for one in selection.uses("resources")}
    if resource.resource.urn in used:
        return True
    return _by_tag(selection, resource) or _by_pattern(selection, resource, known=bool(used))


def _by_pattern(selection: Subject, resource: Subject, *, known: bool) -> bool:
    value = selection.read("resources")
    values = value if isinstance(value, list | tuple) else [value]
    sample = _ARNS.get(resource.kind, "")
    if any(isinstance(one, str) and "*" in one and fnmatchcase(sample, one) for one in values):
        return True
    if not known and any(one in (UNKNOWN, SECRET) for one in values):
        raise Undecided("resources")
    return False


def _by_tag(selection: Subject, resource: Subject) -> bool:
    wanted = [
        (str(one.known().get("key", "")), one.get("value", ""))
        for one in selection.each("selectionTags")
    ]
    if not wanted:
        return False
    tags = Properties(tags_of(resource), "tags")
    return any(tags.get(key, None) == value for key, value in wanted)
