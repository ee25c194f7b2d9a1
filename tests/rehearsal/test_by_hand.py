"""What another hand changes on a live resource."""

from typing import Any

import pytest

from groundplan.rehearsal.by_hand import changed_by_hand
from groundplan.rehearsal.cloud import Built


def live(kind: str, **inputs: Any) -> Built:
    return Built("id-1", f"urn:pulumi:dev::small::{kind}::one", kind, None, "eu-west-1", inputs)


@pytest.mark.parametrize(
    ("resource", "changed"),
    [
        (live("aws:s3/bucket:Bucket", bucket="uploads"), ("tags", {"changed": "by hand"})),
        (live("aws:iam/rolePolicy:RolePolicy", role="r", policy="{}"), ("policy", "by hand")),
        (live("aws:iam/rolePolicyAttachment:RolePolicyAttachment", role="r", policyArn="a"), None),
        (
            live("kubernetes:core/v1:Namespace", metadata={"name": "web"}),
            ("metadata", {"name": "web", "labels": {"changed": "by hand"}}),
        ),
        (live("random:index/randomPassword:RandomPassword", special="no"), None),
    ],
    ids=lambda one: one.type if isinstance(one, Built) else "",
)
def test_a_label_or_a_text_that_an_update_can_set_is_changed(
    resource: Built, changed: tuple[str, Any] | None
) -> None:
    assert changed_by_hand(resource) == changed
