"""Alarms on what users notice at the load balancer."""

import pulumi

from components.alarm import IDLE, Alarms, Limit, Metric
from groundplan.settings.monitoring import LoadBalancerAlarms

_BALANCER = "AWS/ApplicationELB"
_DAY_SECONDS = 86_400
ERROR_PERCENT = (
    "100 * (FILL(service, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))"
)
"""Requests that the load balancer answers itself are not among RequestCount.

Source: ELB User Guide, CloudWatch metrics.
"""


def watch_load_balancer(
    alarms: Alarms,
    limits: LoadBalancerAlarms,
    balancer: pulumi.Input[str],
) -> None:
    """Tell of errors and slowness."""
    alarms.on_expression(
        "load-balancer-errors",
        ERROR_PERCENT,
        answers(balancer),
        Limit(threshold=limits.error_percent, silence=IDLE),
        "Users get 5xx: look at the services' logs and the last deployment",
    )
    alarms.on_metric(
        "load-balancer-latency",
        _of_balancer(balancer, "TargetResponseTime", "p95"),
        Limit(threshold=limits.p95_milliseconds / 1000, silence=IDLE),
        "One answer in twenty is slow: look at slow queries and at the tasks' CPU",
    )


def answers(balancer: pulumi.Input[str]) -> dict[str, Metric]:
    """The metrics of `ERROR_PERCENT`."""
    return {
        "service": _of_balancer(balancer, "HTTPCode_Target_5XX_Count"),
        "balancer": _of_balancer(balancer, "HTTPCode_ELB_5XX_Count"),
        "requests": _of_balancer(balancer, "RequestCount"),
    }


def _of_balancer(balancer: pulumi.Input[str], name: str, statistic: str = "Sum") -> Metric:
    dimensions = {"LoadBalancer": balancer}
    return Metric(namespace=_BALANCER, name=name, dimensions=dimensions, statistic=statistic)


def watch_certificate(alarms: Alarms, days_left: int, certificate: pulumi.Input[str]) -> None:
    """Tell of a certificate that was not renewed; ACM counts its days once or twice a day.

    Source: ACM User Guide, supported CloudWatch metrics.
    """
    alarms.over(_DAY_SECONDS).on_metric(
        "certificate-days-left",
        Metric(
            namespace="AWS/CertificateManager",
            name="DaysToExpiry",
            dimensions={"CertificateArn": certificate},
            statistic="Minimum",
        ),
        Limit(threshold=days_left, silence=IDLE, is_minimum=True),
        "The certificate expires soon and ACM has not renewed it: look at its DNS records",
    )
