"""AWS WAF in front of the load balancer: managed rules that block, limits, a log without tokens."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import WEB_ACL_NAME_CHARACTERS, Labels
from components.web_firewall_rules import measured, rules
from groundplan.settings.request_rate import enforceable, parse
from groundplan.settings.settings import Settings

_REDACTED_HEADERS = ("authorization", "cookie")
_WHAT_IS_LOGGED: aws.wafv2.WebAclLoggingConfigurationLoggingFilterFilterArgsDict = {
    "behavior": "KEEP",
    "requirement": "MEETS_ANY",
    "conditions": [{"action_condition": {"action": action}} for action in ("BLOCK", "COUNT")],
}
_DESCRIPTION_CHARACTERS = 256
"""Source: WAFV2 API, CreateWebACL, Description."""


@dataclass(frozen=True)
class WebFirewallArgs:
    """What the web firewall needs from the rest of the stack."""

    labels: Labels
    stack: Settings
    encryption_key_arn: pulumi.Input[str]
    load_balancer_arn: pulumi.Input[str]


class WebFirewall(pulumi.ComponentResource):
    """One web ACL on the load balancer.

    The log holds what was blocked or counted: the load balancer's own log has all requests.
    """

    def __init__(
        self, name: str, args: WebFirewallArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:WebFirewall", name, {}, opts)
        self._prefix = name
        self._args = args
        self._settings = args.stack.web_firewall
        self._child = pulumi.ResourceOptions(parent=self)
        acl = self._acl()
        self._log(acl)
        aws.wafv2.WebAclAssociation(
            name, resource_arn=args.load_balancer_arn, web_acl_arn=acl.arn, opts=self._child
        )
        self.register_outputs({})

    def _rates(self) -> dict[str, str]:
        limits = self._settings.path_rate_limits
        return {
            "all requests": self._settings.rate_limit,
            **{name: limit.rate for name, limit in limits.items()},
        }

    def _acl(self) -> aws.wafv2.WebAcl:
        return aws.wafv2.WebAcl(
            self._prefix,
            name=self._args.labels.name(self._prefix, limit=WEB_ACL_NAME_CHARACTERS),
            description=self._description(),
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=list(rules(self._settings, self._args.stack.health_paths)),
            visibility_config=measured(self._prefix),
            opts=self._child,
        )

    def _description(self) -> str:
        """The limits as WAF takes them, for those who read it in the console."""
        taken = (f"{name} {enforceable(parse(rate)).text}" for name, rate in self._rates().items())
        return f"Per address: {', '.join(taken)}"[:_DESCRIPTION_CHARACTERS].rstrip(", ")

    def _log(self, acl: aws.wafv2.WebAcl) -> None:
        """WAF writes only to groups whose names begin with aws-waf-logs-."""
        group = aws.cloudwatch.LogGroup(
            self._prefix,
            name=f"aws-waf-logs-{self._args.labels.prefix}",
            retention_in_days=self._settings.log_retention_days,
            kms_key_id=self._args.encryption_key_arn,
            opts=self._child,
        )
        aws.wafv2.WebAclLoggingConfiguration(
            self._prefix,
            resource_arn=acl.arn,
            log_destination_configs=[group.arn],
            redacted_fields=[{"single_header": {"name": name}} for name in _REDACTED_HEADERS],
            logging_filter={"default_behavior": "DROP", "filters": [_WHAT_IS_LOGGED]},
            opts=self._child,
        )
