"""Physical names and tags: one rule for all, with the limits that AWS sets."""

import hashlib
import re
from dataclasses import dataclass

import pulumi

from groundplan.settings import Settings

LOAD_BALANCER_NAME_CHARACTERS = 32
"""Source: ELB API, CreateLoadBalancer, Name."""

WEB_ACL_NAME_CHARACTERS = 128
"""Source: WAFV2 API, CreateWebACL, Name."""

REPLICATION_GROUP_ID_CHARACTERS = 40
"""Source: ElastiCache API, CreateReplicationGroup, ReplicationGroupId."""

CACHE_USER_CHARACTERS = 40
"""Source: ElastiCache API, CreateUser and CreateUserGroup, their ids."""

BUCKET_NAME_CHARACTERS = 63
"""Source: S3 User Guide, bucket naming rules."""

DATABASE_IDENTIFIER_CHARACTERS = 63
"""Source: RDS API, CreateDBInstance, DBInstanceIdentifier."""

ROLE_NAME_CHARACTERS = 64
"""Source: IAM User Guide, quotas."""

SCHEDULE_NAME_CHARACTERS = 64
"""Source: EventBridge Scheduler API, CreateSchedule, Name."""

_DIGEST_CHARACTERS = 6


@dataclass(frozen=True)
class Labels:
    """Names things `<project>-<stack>-<parts>`, so that two stacks in one account never collide."""

    project: str
    stack: str
    settings: Settings

    @property
    def prefix(self) -> str:
        """What every physical name begins with: another one for every project and stack.

        The last word is the stack, and what is before it the project. Where a name does not say so,
        as for `shop` and `pr-12`, a digest of both stands behind it.
        """
        whole = f"{self.project}-{self.stack}"
        if whole == _plain(whole) and "-" not in self.stack:
            return whole
        return f"{_plain(whole)}-{_digest(f'{self.project}/{self.stack}')}"

    @property
    def region(self) -> str:
        """The region that the stack file names."""
        return self.settings.region

    @property
    def account_id(self) -> str:
        """The account that the stack file names."""
        return self.settings.stack.account_id

    def name(self, *parts: str, limit: int = 255) -> str:
        """A name within `limit` characters; a longer one is cut and ends in a digest of it."""
        whole = _plain("-".join((self.prefix, *parts)))
        if len(whole) <= limit:
            return whole
        return f"{whole[: limit - _DIGEST_CHARACTERS - 1].rstrip('-')}-{_digest(whole)}"

    def database_identifier(self, name: str) -> str:
        """The primary's; a replica's has `-replica-<number>` behind it, so room is left."""
        return self.name(
            "database", name, limit=DATABASE_IDENTIFIER_CHARACTERS - len("-replica-100")
        )

    def document_cluster_identifier(self, name: str) -> str:
        """The cluster's; an instance's has `-<number>` behind it, so room is left."""
        return self.name("documents", name, limit=DATABASE_IDENTIFIER_CHARACTERS - len("-16"))

    def path(self, *parts: str) -> str:
        """A hierarchical name, as log groups and secrets have."""
        return "/".join((self.project, self.stack, *parts))

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something in this account and region, known before it exists."""
        return f"arn:aws:{service}:{self.region}:{self.account_id}:{resource}"

    @property
    def distributions(self) -> str:
        """The ARNs of all of the account's distributions: an id is CloudFront's choice."""
        return f"arn:aws:cloudfront::{self.account_id}:distribution/*"

    @property
    def edge_log_sources(self) -> str:
        """The ARNs of what CloudFront's logs come from: in us-east-1, wherever the stack is."""
        return f"arn:aws:logs:us-east-1:{self.account_id}:delivery-source:*"

    @property
    def alarm_topic_arn(self) -> str:
        """Where alarms go, known before the topic exists: some alarms come first."""
        return self.arn("sns", self.name("alarms"))

    @property
    def key_alias(self) -> str:
        """How policies name the stack's key before it exists."""
        return f"alias/{self.prefix}"

    def role_arn(self, *parts: str) -> str:
        """The ARN of a role that has its name from here."""
        name = self.name(*parts, limit=ROLE_NAME_CHARACTERS)
        return f"arn:aws:iam::{self.account_id}:role/{name}"

    @property
    def references(self) -> dict[str, pulumi.Output[str]]:
        """What `${aws.…}` may name."""
        return {"aws.region": pulumi.Output.from_input(self.region)}

    @property
    def tags(self) -> dict[str, str]:
        """What every resource is tagged with, by way of the provider."""
        stack = self.settings.stack
        return {
            "env": stack.environment,
            "owner": stack.owner,
            "service": self.project,
            "stack": self.stack,
            "data-class": stack.data_class,
            "backup-tier": stack.backup_tier,
            "managed-by": "pulumi",
        }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_CHARACTERS]


def _plain(name: str) -> str:
    """What every AWS service takes: lower case words joined by single hyphens.

    Pulumi allows capitals, dots and underscores in the names of projects and stacks.
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
