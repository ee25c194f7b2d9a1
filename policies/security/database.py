"""What is demanded of RDS: encrypted, not public, no password in the program."""

from policies.condition import both, given, not_off, not_on, on, one_of, where
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    DATABASE_CLUSTER_INSTANCE,
    DATABASE_PROXY,
)
from policies.parameter import parameter_is
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict

_CURRENT_AUTHORITIES = ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")


_INSTANCES = (DATABASE, DATABASE_CLUSTER_INSTANCE)


def engine(instance: Subject) -> str:
    """The engine's name; a replica has that of its source."""
    return str(instance.get("engine", ""))


def _engine_behind(instance: Subject) -> str:
    """The engine; a replica has that of its source."""
    sources = [] if instance.has("engine") else instance.uses("replicateSourceDb", DATABASE)
    return engine(sources[0] if sources else instance)


def _tls_forced(instance: Subject) -> Verdict | None:
    """Source: RDS user guide, "Requiring SSL/TLS" for PostgreSQL, SQL Server, MySQL and MariaDB."""
    name = _engine_behind(instance)
    if name.startswith(("postgres", "aurora-postgres", "sqlserver")):
        return parameter_is(instance, "rds.force_ssl", _is_on)
    if name.startswith(("mysql", "mariadb", "aurora")):
        return parameter_is(instance, "require_secure_transport", _is_on)
    return None


def _is_on(value: object) -> bool:
    return str(value).lower() in ("1", "on", "true")


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
        fix="kms_key_id=key.arn",
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
        fix='parameters=[{"name": "rds.force_ssl", "value": "1"}] (MySQL: '
        "require_secure_transport) in its aws.rds.ParameterGroup",
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
