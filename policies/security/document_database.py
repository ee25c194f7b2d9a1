"""What is demanded of DocumentDB: encrypted, TLS, audited."""

from policies.condition import given, on
from policies.kinds import DOCUMENT_CLUSTER, DOCUMENT_PARAMETERS
from policies.parameter import parameter, parameter_is
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand

_TLS = ("enabled", "tls1.2+", "tls1.3+", "fips-140-3")


def _tls_kept(cluster: Subject) -> Verdict | None:
    if not cluster.has("dbClusterParameterGroupName"):
        return demand(fulfilled=True)
    return parameter_is(cluster, "tls", _is_tls, unset=True)


def _is_tls(value: object) -> bool:
    return str(value).lower() in _TLS


def _group_keeps_tls(group: Subject) -> Verdict | None:
    found = parameter(group, "tls")
    return demand(found is None or _is_tls(found.get("value")), "parameters")


def _group_audits(group: Subject) -> Verdict | None:
    found = parameter(group, "audit_logs")
    value = str(found.get("value")).lower() if found else "disabled"
    return demand(value not in ("disabled", "none"), "parameters")


def _exports(name: str):  # noqa: ANN202 - see Rule.check
    def check(cluster: Subject) -> Verdict | None:
        exports = cluster.strings("enabledCloudwatchLogsExports")
        return demand(name in exports, "enabledCloudwatchLogsExports")

    return check


RULES = (
    Rule(
        name="documentdb-storage-encrypted",
        control="DOC-01",
        ids="FSBP:DocumentDB.1 CKV_AWS_74",
        severity="critical",
        levels=ALWAYS,
        applies_to=(DOCUMENT_CLUSTER,),
        check=on("storageEncrypted"),
        never_exempt=True,
        problem="storage is not encrypted",
        why="disks and snapshots are readable to whoever gets hold of them",
        fix="storage_encrypted=True (it cannot be switched on later)",
    ),
    Rule(
        name="documentdb-encrypted-with-own-key",
        control="DOC-01",
        ids="FSBP:DocumentDB.1 CKV_AWS_182",
        severity="critical",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_CLUSTER,),
        check=given("kmsKeyId"),
        problem="the key is the one that AWS manages",
        why="only with a key of your own can access to data be cut off and audited apart",
        fix="kms_key_id=key.arn",
    ),
    Rule(
        name="documentdb-tls-kept",
        control="DOC-02",
        ids="FSBP:DocumentDB.6",
        severity="high",
        levels=ALWAYS,
        applies_to=(DOCUMENT_CLUSTER,),
        graph=True,
        check=_tls_kept,
        problem="clients may connect without TLS",
        why="documents would cross the network in clear",
        fix='no "tls" parameter, or {"name": "tls", "value": "enabled"}',
    ),
    Rule(
        name="documentdb-parameters-keep-tls",
        control="DOC-02",
        ids="FSBP:DocumentDB.6 CKV_AWS_90",
        severity="high",
        levels=ALWAYS,
        applies_to=(DOCUMENT_PARAMETERS,),
        check=_group_keeps_tls,
        problem="the parameter group switches TLS off",
        why="documents would cross the network in clear",
        fix='no "tls" parameter, or {"name": "tls", "value": "enabled"}',
    ),
    Rule(
        name="documentdb-audit-exported",
        control="DOC-03",
        ids="FSBP:DocumentDB.4 CKV_AWS_85",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_CLUSTER,),
        check=_exports("audit"),
        problem="the audit log stays on the cluster",
        why="nobody can tell who read or dropped what",
        fix='enabled_cloudwatch_logs_exports=["audit", "profiler"]',
    ),
    Rule(
        name="documentdb-parameters-audit",
        control="DOC-03",
        ids="FSBP:DocumentDB.4 CKV_AWS_104",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_PARAMETERS,),
        check=_group_audits,
        problem="the parameter group writes no audit log",
        why="nobody can tell who read or dropped what",
        fix='parameters=[{"name": "audit_logs", "value": "enabled"}]',
    ),
)
