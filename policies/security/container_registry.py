"""What is demanded of image repositories: scanned, unchangeable, not public."""

from policies.condition import on, one_of
from policies.kinds import REPOSITORY, REPOSITORY_POLICY
from policies.policy_document import is_public
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand


def _not_public(policy: Subject) -> Verdict | None:
    if not policy.has("policy"):
        return None
    return demand(not is_public(policy.document("policy")), "policy")


def _own_key(repository: Subject) -> Verdict | None:
    found = [one.known().get("encryptionType", "AES256") for one in repository.each(_ENCRYPTION)]
    return demand(bool(found) and all(one != "AES256" for one in found), _ENCRYPTION)


_ENCRYPTION = "encryptionConfigurations"

RULES = (
    Rule(
        name="ecr-images-scanned",
        control="ECR-01",
        ids="FSBP:ECR.1 CKV_AWS_163",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(REPOSITORY,),
        check=on("imageScanningConfiguration.scanOnPush"),
        problem="images are not scanned",
        why="known holes in libraries go live unseen",
        fix='image_scanning_configuration={"scan_on_push": True}',
    ),
    Rule(
        name="ecr-tags-immutable",
        control="ECR-02",
        ids="FSBP:ECR.2 CKV_AWS_51",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(REPOSITORY,),
        check=one_of("imageTagMutability", ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")),
        problem="a tag may be moved to another image",
        why="a rollback would start other code than the one that worked",
        fix='image_tag_mutability="IMMUTABLE"',
    ),
    Rule(
        name="ecr-not-public",
        control="ECR-04",
        ids="FSBP:ECR.5 CKV_AWS_32",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(REPOSITORY_POLICY,),
        check=_not_public,
        problem="everybody may use the repository",
        why="images hold your code, and a push would run in your stack",
        fix="name the principals, or narrow by aws:PrincipalOrgID",
    ),
    Rule(
        name="ecr-encrypted-with-kms",
        control="ECR-04",
        ids="FSBP:ECR.5 CKV_AWS_136",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(REPOSITORY,),
        check=_own_key,
        problem="images are not encrypted with KMS",
        why="reading them needs no second permission",
        fix='encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}]',
    ),
)
