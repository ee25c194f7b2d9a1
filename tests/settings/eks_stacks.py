"""The stack files of the repository with their services on EKS."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.settings.stack_files import ROOT, changed

EKS = {
    "kind": "eks",
    "version": "1.35",
    "administrators": ["arn:aws:iam::111122223333:role/deploy"],
    "public_access_cidrs": [],
    "nodes": {"capacity": "auto", "max_vcpus": 23},
    "log_retention_days": 365,
    "deletion_protection": True,
}
MANAGED = {
    "capacity": "managed",
    "instance_type": "m7g.xlarge",
    "count": 6,
    "disk_gib": 50,
}
NODES: dict[str, dict[str, Any]] = {"auto": EKS["nodes"], "managed": MANAGED}


def eks_project(folder: Path, capacity: str, stack: str = "prod", **changes: Any) -> Path:
    """Write a project on the root program whose stack runs on EKS, and give its folder."""
    compute = {**EKS, "nodes": NODES[capacity]}
    config = changed(stack, {"compute": compute, **changes})
    (folder / "Pulumi.yaml").write_text(f"name: groundplan\nruntime: python\nmain: {ROOT}\n")
    YAML().dump({"config": config}, folder / f"Pulumi.{stack}.yaml")
    return folder
