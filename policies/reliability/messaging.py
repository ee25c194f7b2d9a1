"""What is demanded of queues so that no job is lost without a trace."""

from policies.kinds import QUEUE, QUEUE_REDRIVE
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand


def _keeps_failed_jobs(queue: Subject) -> Verdict | None:
    users = queue.plan.users(queue.resource.urn)
    if any(one.kind in (QUEUE, QUEUE_REDRIVE) and "redrive" in name.lower() for one, name in users):
        return None
    if queue.has("redriveAllowPolicy"):
        return None
    attached = any(True for _ in queue.users(QUEUE_REDRIVE, "queueUrl"))
    return demand(queue.has("redrivePolicy") or attached, "redrivePolicy")


RULES = (
    Rule(
        name="sqs-failed-jobs-kept",
        control="MQ-01",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(QUEUE,),
        graph=True,
        check=_keeps_failed_jobs,
        problem="a job that fails is tried for ever or lost",
        why="one broken message stops the workers or vanishes",
        fix='redrive_policy={"deadLetterTargetArn": dead.arn, "maxReceiveCount": 5}',
    ),
)
