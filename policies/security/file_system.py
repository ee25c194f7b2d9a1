"""What is demanded of EFS file systems: encrypted, TLS only, each program as its own user."""

from policies.condition import given, on, own_key, property_is
from policies.kinds import ACCESS_POINT, FILE_SYSTEM, FILE_SYSTEM_POLICY
from policies.policy_document import statements
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.security.storage import refuses_plain_http
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation


def _tls_only(file_system: Subject) -> Verdict | None:
    """Source: EFS User Guide, resource-based policy examples, enforce in-transit encryption."""
    return any_of(
        lambda one=one: demand(
            any(refuses_plain_http(each) for each in statements(one.document("policy"))), "policy"
        )
        for one in file_system.users(FILE_SYSTEM_POLICY, "fileSystemId")
    ) or violation(detail="no file system policy refuses it")


RULES = (
    Rule(
        name="file-system-encrypted",
        control="EFS-01",
        ids="FSBP:EFS.1 FSBP:EFS.8 CKV_AWS_42",
        severity="high",
        levels=ALWAYS,
        applies_to=(FILE_SYSTEM,),
        check=on("encrypted"),
        problem="files are stored in clear",
        why="it cannot be switched on later: the files have to move to a new file system",
        fix="encrypted=True",
    ),
    Rule(
        name="file-system-encrypted-with-own-key",
        control="EFS-01",
        ids="CKV_AWS_184",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(FILE_SYSTEM,),
        graph=True,
        check=own_key("kmsKeyId"),
        problem="the files are encrypted with a key that AWS manages",
        why="nobody can say who may use that key, or take it away",
        fix="kms_key_id=key.arn",
    ),
    Rule(
        name="file-system-tls-only",
        control="EFS-02",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(FILE_SYSTEM,),
        graph=True,
        check=_tls_only,
        problem="it may be mounted without TLS",
        why="files cross the network in clear as soon as one client forgets the option",
        fix='aws.efs.FileSystemPolicy with a Deny where "aws:SecureTransport" is "false"',
    ),
    Rule(
        name="file-system-mounted-as-a-user",
        control="EFS-03",
        ids="FSBP:EFS.4 CKV_AWS_330",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ACCESS_POINT,),
        check=given("posixUser"),
        problem="whoever mounts it says which user it is",
        why="a program that is root in its container would be root among everybody's files",
        fix='posix_user={"uid": 1000, "gid": 1000}; settings: services.<name>.user',
    ),
    Rule(
        name="file-system-mounted-in-a-directory",
        control="EFS-03",
        ids="FSBP:EFS.3 CKV_AWS_329",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ACCESS_POINT,),
        check=property_is("rootDirectory.path", lambda path: path != "/", default="/"),
        problem="the whole file system is mounted",
        why="one program would read and overwrite the files of all others",
        fix='root_directory={"path": "/files", ...}',
    ),
)
