"""API Gateway: HTTP and REST APIs by request.

Source: aws.amazon.com/api-gateway/pricing; WebSocket APIs are charged by message and minute.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

REQUESTS = "monthly_requests"


def http_api(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the requests of an HTTP API."""
    if inputs.text(resource, "protocolType") == "WEBSOCKET":
        yield quote.unpriced("WebSocket API", "no price of messages and minutes in the list")
        return
    yield from quote.metered("HTTP requests", "api-gateway/http", REQUESTS)


def rest_api(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the requests of a REST API."""
    yield from quote.metered("REST requests", "api-gateway/rest", REQUESTS)


RULES: Mapping[str, PricingRule] = {
    "aws:apigatewayv2/api:Api": http_api,
    "aws:apigateway/restApi:RestApi": rest_api,
}
