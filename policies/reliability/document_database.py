"""What is demanded of DocumentDB so that data and service survive."""

from policies.condition import at_least, on
from policies.kinds import DOCUMENT_CLUSTER, DOCUMENT_INSTANCE
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand


def _has_reader(cluster: Subject) -> Verdict | None:
    found = list(cluster.users(DOCUMENT_INSTANCE, "clusterIdentifier"))
    return demand(len(found) >= cluster.threshold("minimum_instances"), detail="too few instances")


RULES = (
    Rule(
        name="documentdb-backups-kept",
        control="DOC-04",
        ids="FSBP:DocumentDB.2 CKV_AWS_360",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_CLUSTER,),
        check=at_least("backupRetentionPeriod", "minimum_days"),
        thresholds={"minimum_days": 7},
        problem="backups are kept for less than a week",
        why="a wrong deletion is often found after a weekend",
        fix="backup_retention_period=30",
    ),
    Rule(
        name="documentdb-backups-kept-a-month",
        control="DOC-04",
        ids="FSBP:DocumentDB.2",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_CLUSTER,),
        check=at_least("backupRetentionPeriod", "minimum_days"),
        thresholds={"minimum_days": 30},
        in_staging={"minimum_days": 7},
        problem="backups are kept too short",
        why="damage that is found after a month could not be undone",
        fix="backup_retention_period=30",
    ),
    Rule(
        name="documentdb-deletion-protected",
        control="DOC-04",
        ids="FSBP:DocumentDB.5",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_CLUSTER,),
        check=on("deletionProtection"),
        problem="one call deletes the cluster",
        why="a renamed resource or a wrong destroy is enough",
        fix="deletion_protection=True",
    ),
    Rule(
        name="documentdb-replicated",
        control="DOC-04",
        ids="FSBP:DocumentDB.5",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DOCUMENT_CLUSTER,),
        graph=True,
        check=_has_reader,
        thresholds={"minimum_instances": 2},
        problem="no other instance takes over",
        why="a lost instance is an outage of minutes",
        fix="two aws.docdb.ClusterInstance in the cluster",
    ),
)
