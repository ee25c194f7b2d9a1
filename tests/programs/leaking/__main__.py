"""Fails with a secret in its message, after that secret has been registered."""

import pulumi
import pulumi_aws as aws

CANARY = "CANARY-in-the-failure"


async def main() -> None:
    """Fail once the registration is through."""
    parameter = aws.ssm.Parameter("late", type="SecureString", value=pulumi.Output.secret(CANARY))
    await parameter.type.future()
    msg = f"cannot log in with {CANARY}"
    raise ValueError(msg)


pulumi.run(main)
