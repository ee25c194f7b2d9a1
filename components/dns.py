"""The names of the load balancer in Route 53."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class DnsArgs:
    """What the names need from the rest of the stack."""

    hosted_zone_id: str | None
    domain_names: tuple[str, ...]
    target_dns_name: pulumi.Input[str]
    target_zone_id: pulumi.Input[str]


class Dns(pulumi.ComponentResource):
    """An alias record per name; none where names are made elsewhere.

    An alias costs nothing per query and follows the load balancer's addresses.
    Source: Route 53 Developer Guide, choosing between alias and non-alias records.
    """

    def __init__(
        self, name: str, args: DnsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Dns", name, {}, opts)
        for domain in args.domain_names if args.hosted_zone_id else ():
            aws.route53.Record(
                f"{name}-{domain.replace('.', '-')}",
                zone_id=args.hosted_zone_id or "",
                name=domain,
                type="A",
                aliases=[
                    {
                        "name": args.target_dns_name,
                        "zone_id": args.target_zone_id,
                        "evaluate_target_health": True,
                    }
                ],
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
