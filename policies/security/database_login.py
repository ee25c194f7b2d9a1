"""Who may log in to RDS, and where the password comes from."""

from policies.condition import on, property_is, where
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    RANDOM_PASSWORD,
    SECRET_VERSION,
)
from policies.properties import is_true
from policies.rule import ADVICE, ALWAYS, PROD_ADVICE, Rule
from policies.security.database import engine
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_PASSWORDS = ("password", "passwordWo", "masterPassword", "masterPasswordWo")


_SECRET_SOURCES = (
    RANDOM_PASSWORD,
    SECRET_VERSION,
    "aws:secretsmanager/secret:Secret",
    "random:index/randomString:RandomString",
    "aws:ssm/parameter:Parameter",
)


_DEFAULT_NAMES = ("postgres", "admin", "root", "administrator", "user", "master", "sa")


def is_replica(instance: Subject) -> bool:
    """Whether it inherits its data, and with them most settings, from another instance."""
    return any(
        instance.has(name)
        for name in ("replicateSourceDb", "replicationSourceIdentifier", "snapshotIdentifier")
    )


def _password_generated(database: Subject) -> Verdict | None:
    if is_replica(database) and not any(database.has(one) for one in _PASSWORDS):
        return None
    if is_true(database.get("manageMasterUserPassword")):
        return demand(fulfilled=True)
    used = [one for one in _PASSWORDS if database.has(one)]
    return all_of(
        lambda one=one: demand(bool(database.uses(one, *_SECRET_SOURCES)), one) for one in used
    ) or demand(fulfilled=False, path="manageMasterUserPassword")


def _signs_in_by_iam(database: Subject) -> bool:
    name = engine(database) or ("aurora" if database.kind == DATABASE_CLUSTER else "")
    return name.startswith(("postgres", "mysql", "mariadb", "aurora"))


RULES = (
    Rule(
        name="rds-iam-login-available",
        control="RDS-13",
        ids="FSBP:RDS.10 CKV_AWS_161 CKV_AWS_162",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(
            _signs_in_by_iam,
            on("iamDatabaseAuthenticationEnabled"),
        ),
        problem="only passwords open the database",
        why="people should use credentials that end after 15 minutes",
        fix="iam_database_authentication_enabled=True",
    ),
    Rule(
        name="rds-password-generated",
        control="RDS-14",
        severity="high",
        levels=ALWAYS,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        graph=True,
        check=_password_generated,
        problem="the master password is written down",
        why="a literal stays in the program, its history and every log of it",
        fix="manage_master_user_password=True, or password_wo from a random.RandomPassword that an "
        "aws.secretsmanager.Secret keeps",
    ),
    Rule(
        name="rds-admin-name-own",
        control="RDS-15",
        ids="FSBP:RDS.25",
        severity="low",
        levels=ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(
            lambda one: not is_replica(one),
            property_is("username", lambda one: str(one).lower() not in _DEFAULT_NAMES),
        ),
        problem="the admin user has a name that everybody tries",
        why="a guess then needs the password only",
        fix='username="<system>_owner"',
    ),
)
