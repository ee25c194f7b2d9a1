"""The plain environment variables of a service, the same on every kind of compute."""

from collections.abc import Mapping

import pulumi

from components.labels import Labels
from groundplan.settings.reference import fill, own_references, references_in
from groundplan.settings.service import Service, WebService


def environment(
    service: Service, labels: Labels, references: Mapping[str, pulumi.Output[str]]
) -> list[dict[str, pulumi.Input[str]]]:
    """Its own entries, and what servers need to know of the load balancer; sorted by name."""
    own = {
        key: _filled(text, {**references, **_own(service)})
        for key, text in service.environment.items()
    }
    values = {**_server_defaults(service, labels, references), **own}
    return [{"name": key, "value": values[key]} for key in sorted(values)]


def _own(service: Service) -> dict[str, pulumi.Output[str]]:
    return {key: pulumi.Output.from_input(text) for key, text in own_references(service).items()}


def _filled(text: str, references: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[str]:
    names = references_in(text)
    return pulumi.Output.all(**{name: references[name] for name in names}).apply(
        lambda values: fill(text, values)
    )


def _server_defaults(
    service: Service, labels: Labels, references: Mapping[str, pulumi.Output[str]]
) -> dict[str, pulumi.Input[str]]:
    """Port, keep-alive and whose X-Forwarded-Proto to trust, as uvicorn and gunicorn read them.

    Without the last, an application that redirects to HTTPS does so for ever: the load balancer
    calls it over HTTP. Only the VPC reaches the task.
    """
    if not isinstance(service, WebService):
        return {}
    seconds = references["load_balancer.keep_alive_seconds"]
    return {
        "PORT": str(service.port),
        "UVICORN_TIMEOUT_KEEP_ALIVE": seconds,
        "GUNICORN_CMD_ARGS": pulumi.Output.concat("--keep-alive ", seconds),
        "FORWARDED_ALLOW_IPS": str(labels.settings.network.cidr_block),
    }
