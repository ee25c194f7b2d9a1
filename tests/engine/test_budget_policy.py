"""The engine is refused what costs more than the budget, in the words of the reviewer."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundplan.plan import record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import review
from tests.conftest import ROOT

COST_PACK = ROOT / "policies/cost"
POLICY = "stack-within-budget"
PROGRAM = """
import pulumi
import pulumi_aws as aws

TAGS = dict.fromkeys(["env", "owner", "service", "data-class", "backup-tier"], "small")

aws.rds.Instance(
    "main", engine="postgres", instance_class="db.t4g.medium", allocated_storage=20,
    storage_type="gp3", skip_final_snapshot=True, username="owner",
    tags=TAGS,
)
aws.budgets.Budget(
    "budget", budget_type="COST", time_unit="MONTHLY", limit_unit="USD",
    limit_amount=pulumi.Config().require("budget_usd"), tags=TAGS,
)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A program of one database of about fifty dollars a month, which breaks no rule."""
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    return tmp_path


def previewed(project: Path, engine: Engine, budget_usd: int) -> RunResult:
    (project / "Pulumi.prod.yaml").write_text(
        "config:\n  aws:region: us-east-1\n"
        f"  small:budget_usd: {budget_usd}\n"
        f"  groundplan:stack: {{monthly_budget_usd: {budget_usd}}}\n"
    )
    with Workspace(project, "prod", engine) as workspace:
        return workspace.preview([COST_PACK])


def test_a_stack_above_its_budget_is_refused_with_what_the_reviewer_says(
    database: Path, engine: Engine
) -> None:
    result = previewed(database, engine, budget_usd=20)

    told = [one for one in result.policy_events if one.policy == POLICY]
    offline = review(record(database, "prod"), as_of=datetime.now(UTC).date()).budget
    assert result.exit_code != 0
    assert offline is not None
    assert [one.level for one in told] == ["mandatory"]
    assert told[0].message.endswith(offline.message)


def test_a_stack_within_its_budget_may_be_built(database: Path, engine: Engine) -> None:
    result = previewed(database, engine, budget_usd=500)

    assert result.exit_code == 0, result.errors
    assert POLICY not in {one.policy for one in result.policy_events}
