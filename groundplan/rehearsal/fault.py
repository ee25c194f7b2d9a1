"""What can go wrong with one operation, and the words in which it is reported."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A way to fail. `message` is what the provider says; empty where it cannot say anything."""

    message: str = ""
    takes_effect: bool = False
    """Whether the cloud has done what was asked before the failure."""

    ends: str = ""
    """The process that ends: `provider`, or `engine` by a signal that it cannot catch."""

    times: int = 1
    """How many attempts in a row it strikes; after them its cause is mended."""


# Codes that every service has: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
# A role that is not there yet: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
FAULTS = {
    "refused": Fault(
        "InternalFailure: The request processing has failed because of an unknown error"
    ),
    "refused until mended": Fault("AccessDeniedException: not authorized", times=2),
    "throttled": Fault(
        "ThrottlingException: Rate exceeded; the provider's 25 attempts are used up"
    ),
    "not visible yet": Fault(
        "InvalidParameterValueException: a role that was just created cannot be assumed yet"
    ),
    "answer lost": Fault("RequestError: send request failed: i/o timeout", takes_effect=True),
    "provider dies before": Fault(ends="provider"),
    "provider dies after": Fault(ends="provider", takes_effect=True),
    "engine killed before": Fault(ends="engine"),
    "engine killed after": Fault(ends="engine", takes_effect=True),
}
