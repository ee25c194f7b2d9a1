"""What AWS refuses because of what is already there, by the table in `aws_refusals.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from groundplan.plan.tokens import canonical
from groundplan.rehearsal.aws_versions import refusal
from groundplan.rehearsal.cloud import Built, Cloud
from groundplan.rehearsal.stand_in import RefusedError

_TABLE = tomllib.loads(
    files("groundplan.rehearsal").joinpath("aws_refusals.toml").read_text("utf-8")
)
_TAKEN: Mapping[str, str] = _TABLE["taken"]
_USED: Mapping[str, str] = _TABLE["used"]
_PARTS: Mapping[str, Mapping[str, list[str]]] = _TABLE["parts"]
_UNASKED: Mapping[str, Mapping[str, str]] = _TABLE["unasked"]
_PROTECTED: Mapping[str, Mapping[str, str]] = _TABLE["protected"]

BUCKET, SECRET = "aws:s3/bucket:Bucket", "aws:secretsmanager/secret:Secret"
EKS_CLUSTER = "aws:eks/cluster:Cluster"
CONTENTS = "contents"
"""What is planted on a bucket that holds objects."""

# These have one name space for all regions.
_GLOBAL = ("aws:iam/", "aws:s3/")


class AwsAccount:
    """One account: it knows what was built in it and refuses as AWS does."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def may_create(self, kind: str, name: str | None, region: str) -> None:
        """Raise RefusedError for a physical name that is taken or still held."""
        kind = canonical(kind)
        if name is None:
            return
        if kind == SECRET and self._cloud.keeps_name(kind, name):
            raise RefusedError(
                "InvalidRequestException: You can't create this secret because a secret with this "
                f"name is already scheduled for deletion: {name}"
            )
        if kind in _TAKEN and any(_collides(one, kind, region) for one in self._cloud.named(name)):
            raise RefusedError(f"{_TAKEN[kind]}: {name} already exists")

    def may_update(self, live: Built, inputs: Mapping[str, Any], *, preview: bool) -> None:
        """Raise RefusedError for what the provider takes only beside a flag, in a preview too.

        And for a version that the resource cannot be given: that is for AWS to say.
        """
        kind, now = canonical(live.type), {**live.inputs, **self._cloud.drift(live.urn)}
        refused = _unasked(kind, now, inputs) or (not preview and refusal(kind, now, inputs))
        if refused:
            raise RefusedError(refused)

    def may_delete(self, gone: Built) -> None:
        """Raise RefusedError for what is protected, filled, or used by something else."""
        kind = canonical(gone.type)
        protection = _PROTECTED.get(kind)
        if protection and gone.inputs.get(protection["input"]) in (True, "ACTIVE"):
            raise RefusedError(
                f"{protection['code']}: {gone.id} is protected: set {protection['input']} to false"
            )
        if kind == BUCKET and CONTENTS in self._cloud.drift(gone.urn):
            self._empty(gone)
        user = next(self._users(gone), None) if kind in _USED else None
        if user is not None:
            raise RefusedError(f"{_USED[kind]}: {gone.id} has a dependent object: {user.id}")

    def deleted(self, gone: Built) -> None:
        """Let it be gone; a secret holds its name as long as it can be recovered."""
        self._cloud.remove(gone)
        window = gone.inputs.get("recoveryWindowInDays", 30)
        if canonical(gone.type) == SECRET and gone.name and window:
            self._cloud.keep_name(SECRET, gone.name)
        if canonical(gone.type) == EKS_CLUSTER:
            self._forget_objects()

    def _forget_objects(self) -> None:
        """Objects go with their cluster; with the last one, as none of them says whose it is."""
        built = self._cloud.built
        if not any(canonical(one.type) == EKS_CLUSTER for one in built):
            for one in built:
                if one.type.startswith("kubernetes:"):
                    self._cloud.remove(one)

    def _empty(self, bucket: Built) -> None:
        if not bucket.inputs.get("forceDestroy"):
            raise RefusedError(
                f"BucketNotEmpty: The bucket you tried to delete is not empty: {bucket.id}"
            )

    def _users(self, gone: Built) -> Iterator[Built]:
        """A name means it to its own service only: others may have something called the same."""
        words = {gone.id, gone.name, gone.inputs.get("arn")} - {None, ""}
        service = gone.type.partition("/")[0]
        for one in self._cloud.built:
            meant = words if one.type.startswith(f"{service}/") else words - {gone.name}
            ours = one.type.startswith("aws:") and one.urn != gone.urn
            if ours and _is_held_by(gone, one, meant):
                yield one


def _unasked(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    rule = _UNASKED.get(kind)
    if rule is None or before.get(rule["input"]) == after.get(rule["input"]):
        return None
    return None if after.get(rule["asked_by"]) is True else rule["says"]


def _collides(one: Built, kind: str, region: str) -> bool:
    same_place = one.region == region or kind.startswith(_GLOBAL)
    return canonical(one.type) == kind and same_place


def _is_held_by(gone: Built, user: Built, words: set[Any]) -> bool:
    parts = _PARTS.get(canonical(gone.type), {})
    return any(
        user.type not in parts.get(name, ())
        for name, value in user.inputs.items()
        if name not in ("name", "tags", "tagsAll") and _holds(value, words)
    )


def _holds(value: Any, words: set[Any]) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(inner, words) for inner in value.values())
    if isinstance(value, list):
        return any(_holds(inner, words) for inner in value)
    return isinstance(value, str) and value in words
