"""What is demanded of RDS: encrypted, not public, no password in the program."""

from policies.condition import both, given, not_off, not_on, on, one_of, property_is, where
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    DATABASE_CLUSTER_INSTANCE,
    DATABASE_PROXY,
    RANDOM_PASSWORD,
    SECRET_VERSION,
)
from policies.parameter import parameter_is
from policies.properties import is_true
from policies.rule import ADVICE, ALWAYS, PROD_ADVICE, PROD_FIRST, Rule
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
_CURRENT_AUTHORITIES = ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")
_INSTANCES = (DATABASE, DATABASE_CLUSTER_INSTANCE)


def is_replica(instance: Subject) -> bool:
    """Whether it inherits its data, and with them most settings, from another instance."""
    return any(
        instance.has(name)
        for name in ("replicateSourceDb", "replicationSourceIdentifier", "snapshotIdentifier")
    )


def engine(instance: Subject) -> str:
    """The engine's name; a replica has that of its source."""
    return str(instance.get("engine", ""))


def _is_postgres(instance: Subject) -> bool:
    if instance.has("engine"):
        return engine(instance) in ("postgres", "aurora-postgresql")
    sources = instance.uses("replicateSourceDb", DATABASE)
    return any(engine(one) == "postgres" for one in sources)


def _tls_forced(instance: Subject) -> Verdict | None:
    if not _is_postgres(instance):
        return None
    return parameter_is(instance, "rds.force_ssl", lambda one: str(one) in ("1", "true", "on"))


def _password_generated(database: Subject) -> Verdict | None:
    if is_replica(database) and not any(database.has(one) for one in _PASSWORDS):
        return None
    if is_true(database.get("manageMasterUserPassword")):
        return demand(fulfilled=True)
    used = [one for one in _PASSWORDS if database.has(one)]
    return all_of(
        lambda one=one: demand(bool(database.uses(one, *_SECRET_SOURCES)), one) for one in used
    ) or demand(fulfilled=False, path="manageMasterUserPassword")


RULES = (
    Rule(
        name="rds-storage-encrypted",
        control="RDS-01",
        ids="FSBP:RDS.3 CIS5:2.2.1 CKV_AWS_16",
        severity="critical",
        levels=ALWAYS,
        applies_to=(DATABASE,),
        check=where(
            lambda one: not one.has("replicateSourceDb") or one.has("storageEncrypted"),
            on("storageEncrypted"),
        ),
        never_exempt=True,
        problem="storage is not encrypted",
        why="disks, snapshots and replicas are readable to whoever gets hold of them",
        fix="storage_encrypted=True (it cannot be switched on later)",
    ),
    Rule(
        name="rds-cluster-storage-encrypted",
        control="RDS-01",
        ids="FSBP:RDS.3 CIS5:2.2.1 CKV_AWS_96",
        severity="critical",
        levels=ALWAYS,
        applies_to=(DATABASE_CLUSTER,),
        check=where(
            lambda one: one.get("engineMode", "provisioned") != "serverless", on("storageEncrypted")
        ),
        never_exempt=True,
        problem="storage is not encrypted",
        why="disks, snapshots and replicas are readable to whoever gets hold of them",
        fix="storage_encrypted=True (it cannot be switched on later)",
    ),
    Rule(
        name="rds-storage-encrypted-with-own-key",
        control="RDS-01",
        ids="FSBP:RDS.3 CKV_AWS_327",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(lambda one: not one.has("replicateSourceDb"), given("kmsKeyId")),
        problem="the key is the one that AWS manages",
        why="only with a key of your own can access to data be cut off and audited apart",
        fix="kms_key_id=key.arn; settings: database.kms_key",
    ),
    Rule(
        name="rds-not-public",
        control="RDS-02",
        ids="FSBP:RDS.2 CIS5:2.2.3 CKV_AWS_17",
        severity="critical",
        levels=ALWAYS,
        applies_to=_INSTANCES,
        check=not_on("publiclyAccessible"),
        never_exempt=True,
        problem="the database has a public address",
        why="its only protection would be a password",
        fix="publicly_accessible=False",
    ),
    Rule(
        name="rds-tls-forced",
        control="RDS-06",
        ids="FSBP:RDS.38 CKV2_AWS_69",
        severity="high",
        levels=ALWAYS,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        graph=True,
        check=_tls_forced,
        problem="clients may connect without TLS",
        why="queries and their answers would cross the network in clear",
        fix='parameters=[{"name": "rds.force_ssl", "value": "1"}] in its aws.rds.ParameterGroup',
    ),
    Rule(
        name="rds-iam-login-available",
        control="RDS-13",
        ids="FSBP:RDS.10 CKV_AWS_161 CKV_AWS_162",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(
            lambda one: engine(one).startswith(("postgres", "mysql", "mariadb", "aurora")),
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
    Rule(
        name="rds-certificate-authority-current",
        control="RDS-16",
        ids="CKV_AWS_211",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=_INSTANCES,
        check=one_of("caCertIdentifier", _CURRENT_AUTHORITIES, default=_CURRENT_AUTHORITIES[0]),
        problem="an expired certificate authority is named",
        why="clients that verify TLS would refuse to connect",
        fix='ca_cert_identifier="rds-ca-rsa2048-g1" or leave it out',
    ),
    Rule(
        name="rds-minor-upgrades-automatic",
        control="RDS-11",
        ids="FSBP:RDS.13 CIS5:2.2.2 CKV_AWS_226",
        severity="medium",
        levels=ALWAYS,
        applies_to=_INSTANCES,
        check=not_off("autoMinorVersionUpgrade"),
        problem="security fixes are not installed",
        why="known holes in the engine stay open",
        fix="auto_minor_version_upgrade=True",
    ),
    Rule(
        name="rds-proxy-tls-required",
        control="RDS-23",
        ids="FSBP:RDS.43",
        severity="medium",
        levels=ALWAYS,
        applies_to=(DATABASE_PROXY,),
        check=both(on("requireTls")),
        problem="the proxy takes connections without TLS",
        why="queries and their answers would cross the network in clear",
        fix="require_tls=True",
    ),
)
