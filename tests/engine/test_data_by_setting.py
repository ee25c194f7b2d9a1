"""What the reference stacks do without, on the real engine: SQLite, documents, public files."""

import json
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from groundplan.cost import estimate
from groundplan.plan import record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import judge
from tests.conftest import ROOT
from tests.engine.test_root_program import ops
from tests.engine.test_setting_changes import lost, told
from tests.settings.stack_files import changed

DOCUMENTS = {
    "kind": "documentdb", "engine_version": "5.0.0", "instance_class": "db.t4g.medium",
    "instances": 2, "name": "app", "ca_file": "/etc/ssl/global-bundle.pem",
    "slow_query_milliseconds": 100, "backup_retention_days": 7, "log_retention_days": 30,
    "deletion_protection": False,
}  # fmt: skip
BY_SETTING = {
    "file_system": {
        "data": {"holds": "sqlite", "throughput": "elastic", "infrequent_after_days": 30}
    },
    "services__web__file_systems": {"data": "/mnt/data"},
    "services__web__environment__DATABASE_URL": "sqlite+aiosqlite:////mnt/data/app.db",
    "services__web__secrets": {},
    "services__web__database_pools": {},
    "services__web__environment__MEDIA_URL": "${storage.media.cdn_url}",
    "services__web__environment__MAX_UPLOAD": "${storage.media.max_upload_bytes}",
    "storage__media__uploads": {
        "allowed_origins": ["https://app.example.com"], "methods": ["POST"], "max_mib": 5,
    },
    "storage__media__replica_region": "eu-central-1",
    "storage__media__cdn": {
        "domain_name": "media.example.com", "certificate_arn": None, "price_class": "100",
    },
    "document_database__main": DOCUMENTS,
    "services__worker__secrets__MONGODB_URI": "${document_database.main.uri}",
    "services__worker__database_users": {"main": "backend_app"},
    "services__web__deployment": {"strategy": "recreate"},
    "services__web__scaling__max_tasks": 1,
}  # fmt: skip

GROWN = {
    "file_system.data.throughput": "bursting",
    "file_system.data.infrequent_after_days": "60",
    "document_database.main.engine_version": "8.0.0",
    "document_database.main.instances": "3",
}
CHANGED = {
    "update file-system-data",
    "update document-database-main",
    "create document-database-main-3",
}


def project(folder: Path) -> Path:
    (folder / "Pulumi.yaml").write_text(f"name: groundplan\nruntime: python\nmain: {ROOT}\n")
    config = changed("staging", BY_SETTING)
    YAML().dump({"config": config}, folder / "Pulumi.staging.yaml")
    return folder


def test_it_is_judged_and_priced(tmp_path: Path) -> None:
    plan = record(project(tmp_path), "staging")
    bill = estimate(plan, as_of=date(2026, 11, 1))

    assert [one for one in judge(plan, levels="staging") if one.blocks] == []
    assert [one for one in bill.items if one.kind == "unpriced"] == []


def test_it_is_built_left_alone_and_removed(engine: Engine, tmp_path: Path) -> None:
    folder = project(tmp_path)
    with Workspace(folder, "staging", engine) as workspace:
        assert ops(workspace.up()) == {"create"}
        assert "access-point/fsap-" in json.dumps(workspace.export())
        assert ops(workspace.preview(expect_no_changes=True)) == {"same"}
        for key, value in GROWN.items():
            workspace.configure(f"groundplan:{key}", value)
        grown = workspace.up()
        assert grown.exit_code == 0, grown.errors
        assert {told(step) for step in grown.changes} >= CHANGED
        assert lost(grown) == set()
        assert "delete" in ops(workspace.destroy())
