"""The application load balancer: HTTPS in front of the web services."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.front import Front
from components.labels import LOAD_BALANCER_NAME_CHARACTERS, Labels
from components.network import ANYWHERE
from components.subnet_tier import SubnetTier
from components.web_route import Entrance, Route
from groundplan.settings.load_balancer import INTERNAL_PATHS_PRIORITY, LoadBalancerSettings
from groundplan.settings.service import WebService

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.3 and 1.2 with post-quantum key exchange. Source: ELB User Guide, security policies."""

_NOT_FOUND: aws.lb.ListenerDefaultActionFixedResponseArgsDict = {
    "content_type": "text/plain",
    "message_body": "Not found",
    "status_code": "404",
}


@dataclass(frozen=True)
class LoadBalancerArgs:
    """What the load balancer needs from the rest of the stack."""

    labels: Labels
    settings: LoadBalancerSettings
    web_services: Mapping[str, WebService]
    tier: SubnetTier
    certificate_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str]


class LoadBalancer(pulumi.ComponentResource):
    """Terminates TLS, redirects HTTP, sets security headers, answers 404 where nothing serves.

    A target group is given out once a listener uses it: ECS refuses the others.
    """

    references: dict[str, pulumi.Output[str]]
    arn: pulumi.Output[str]
    arn_suffix: pulumi.Output[str]
    dns_name: pulumi.Output[str]
    zone_id: pulumi.Output[str]
    target_group_arn_suffixes: dict[str, pulumi.Output[str]]
    fronts: dict[str, Front]

    def __init__(
        self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:LoadBalancer", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._security_group = self._build_security_group()
        balancer = self._balancer()
        self._redirect(balancer)
        listener = self._https(balancer)
        self._close_internal_paths(listener)
        entrance = Entrance(
            name=name,
            labels=args.labels,
            vpc_id=args.tier.vpc_id,
            security_group_id=self._security_group.id,
            listener_arn=listener.arn,
            balancer_suffix=balancer.arn_suffix,
        )
        routes = {
            name: Route(name, service, entrance, self)
            for name, service in args.web_services.items()
        }
        self.fronts = {name: one.front for name, one in routes.items()}
        self.target_group_arn_suffixes = {
            name: suffix for one in routes.values() for name, suffix in one.suffixes.items()
        }
        self.references = {
            f"load_balancer.{key}": pulumi.Output.from_input(str(getattr(args.settings, key)))
            for key in ("domain_name", "idle_timeout_seconds", "keep_alive_seconds")
        }
        self.arn, self.arn_suffix = balancer.arn, balancer.arn_suffix
        self.dns_name, self.zone_id = balancer.dns_name, balancer.zone_id
        self.register_outputs({"dns_name": self.dns_name})

    def _build_security_group(self) -> aws.ec2.SecurityGroup:
        security_group = aws.ec2.SecurityGroup(
            self._prefix,
            vpc_id=self._args.tier.vpc_id,
            description="Load balancer, reachable from the internet on 80 and 443",
            tags={"Name": self._args.labels.name("load-balancer")},
            opts=self._child,
        )
        for scheme, port in (("http", 80), ("https", 443)):
            aws.vpc.SecurityGroupIngressRule(
                f"{self._prefix}-{scheme}-from-internet",
                security_group_id=security_group.id,
                description=f"{scheme.upper()} from the internet",
                cidr_ipv4=ANYWHERE,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                opts=self._child,
            )
        return security_group

    def _balancer(self) -> aws.lb.LoadBalancer:
        settings = self._args.settings
        return aws.lb.LoadBalancer(
            self._prefix,
            name=self._args.labels.name("alb", limit=LOAD_BALANCER_NAME_CHARACTERS),
            load_balancer_type="application",
            internal=False,
            subnets=self._args.tier.subnet_ids,
            security_groups=[self._security_group.id],
            idle_timeout=settings.idle_timeout_seconds,
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=settings.deletion_protection,
            access_logs={"bucket": self._args.log_bucket, "prefix": "alb", "enabled": True},
            opts=self._child,
        )

    def _redirect(self, balancer: aws.lb.LoadBalancer) -> None:
        aws.lb.Listener(
            f"{self._prefix}-http",
            load_balancer_arn=balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[
                {
                    "type": "redirect",
                    "redirect": {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"},
                }
            ],
            opts=self._child,
        )

    def _https(self, balancer: aws.lb.LoadBalancer) -> aws.lb.Listener:
        hsts = self._args.settings.strict_transport_security
        return aws.lb.Listener(
            f"{self._prefix}-https",
            load_balancer_arn=balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=self._args.certificate_arn,
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=hsts,
            routing_http_response_x_content_type_options_header_value="nosniff",
            routing_http_response_x_frame_options_header_value="DENY",
            routing_http_response_content_security_policy_header_value="frame-ancestors 'none'",
            default_actions=[{"type": "fixed-response", "fixed_response": _NOT_FOUND}],
            opts=self._child,
        )

    def _close_internal_paths(self, listener: aws.lb.Listener) -> None:
        """Metrics and administration look as if they were not there."""
        paths = self._args.settings.internal_paths
        if not paths:
            return
        aws.lb.ListenerRule(
            f"{self._prefix}-internal-paths",
            listener_arn=listener.arn,
            priority=INTERNAL_PATHS_PRIORITY,
            conditions=[{"path_pattern": {"values": list(paths)}}],
            actions=[{"type": "fixed-response", "fixed_response": _NOT_FOUND}],
            opts=self._child,
        )
