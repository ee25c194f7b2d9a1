"""Awaits, applies, and builds within both."""

import asyncio

import pulumi
import pulumi_aws as aws


async def sizes() -> list[int]:
    await asyncio.sleep(0)
    return [1, 2]


async def main() -> pulumi.Inputs:
    queues = [aws.sqs.Queue(f"queue-{size}", delay_seconds=size) for size in await sizes()]
    topic = aws.sns.Topic("topic", name="orders")
    topic.name.apply(lambda name: aws.sns.Topic("follower", name=f"{name}-follower"))
    topic.arn.apply(lambda arn: aws.sns.Topic("never", name=arn))
    return {"queues": pulumi.Output.all(*[queue.url for queue in queues])}


pulumi.run(main)
