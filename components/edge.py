"""What the internet sees: certificate, load balancer, firewall, names."""

import pulumi

from components.certificate import Certificate, CertificateArgs
from components.dns import Dns, DnsArgs
from components.load_balancer import LoadBalancer, LoadBalancerArgs
from components.site import Site
from components.web_firewall import WebFirewall, WebFirewallArgs


class Edge:
    """One way in: by name, HTTPS, through the firewall, to the load balancer."""

    def __init__(
        self, site: Site, log_bucket: pulumi.Output[str], opts: pulumi.ResourceOptions
    ) -> None:
        self._site = site
        self._opts = opts
        self._zone_id = site.stack.dns.hosted_zone_id
        self._names = site.stack.load_balancer.domain_names
        self.certificate = self._certificate()
        self.load_balancer = self._load_balancer(log_bucket)
        WebFirewall(
            "web-firewall",
            WebFirewallArgs(site.labels, site.stack, site.key.arn, self.load_balancer.arn),
            opts,
        )
        target = self.load_balancer
        names = DnsArgs(self._zone_id, self._names, target.dns_name, target.zone_id)
        Dns("dns", names, opts)
        self.references = self.load_balancer.references

    def _certificate(self) -> Certificate:
        args = CertificateArgs(self._site.stack.certificate, self._names, self._zone_id)
        return Certificate("certificate", args, self._opts)

    def _load_balancer(self, log_bucket: pulumi.Output[str]) -> LoadBalancer:
        site, stack = self._site, self._site.stack
        args = LoadBalancerArgs(
            labels=site.labels,
            settings=stack.load_balancer,
            web_services=stack.web_services,
            tier=site.network.public,
            certificate_arn=self.certificate.arn,
            log_bucket=log_bucket,
        )
        return LoadBalancer("load-balancer", args, self._opts)
