"""What the internet sees: the load balancer and the firewall in front of it."""

import pulumi

from components.load_balancer import LoadBalancer, LoadBalancerArgs
from components.site import Site
from components.web_firewall import WebFirewall, WebFirewallArgs


class Edge:
    """One way in: HTTPS, through the firewall, to the load balancer."""

    def __init__(self, site: Site, log_bucket: pulumi.Output[str]) -> None:
        stack = site.stack
        self.load_balancer = LoadBalancer(
            "load-balancer",
            LoadBalancerArgs(
                site.labels,
                stack.load_balancer,
                stack.web_services,
                site.network.public,
                log_bucket,
            ),
            site.here,
        )
        WebFirewall(
            "web-firewall",
            WebFirewallArgs(site.labels, stack, site.key.arn, self.load_balancer.arn),
            site.here,
        )
        self.references = self.load_balancer.references
