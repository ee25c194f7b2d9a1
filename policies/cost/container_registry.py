"""What is demanded of image repositories so that old images do not pile up."""

from policies.kinds import REPOSITORY, REPOSITORY_LIFECYCLE
from policies.rule import ADVICE, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand


def _forgets(repository: Subject) -> Verdict | None:
    found = list(repository.users(REPOSITORY_LIFECYCLE, "repository"))
    return demand(bool(found), detail="" if found else "no lifecycle policy uses it")


RULES = (
    Rule(
        name="ecr-images-expire",
        control="ECR-03",
        ids="FSBP:ECR.3",
        severity="low",
        levels=ADVICE,
        applies_to=(REPOSITORY,),
        graph=True,
        check=_forgets,
        problem="images are kept for ever",
        why="every build is paid every month",
        fix="aws.ecr.LifecyclePolicy(repository=repository.name, policy=...)",
    ),
)
