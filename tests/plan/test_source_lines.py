"""The program's line that declares a resource, as the plan tells it."""

from pathlib import Path

from groundplan.plan import record

COMPONENT = """
import pulumi
import pulumi_aws as aws


class Shop(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:components:Shop", name)
        options = pulumi.ResourceOptions(parent=self)
        aws.s3.Bucket(name, opts=options)
"""


def sources(folder: Path, program: str) -> dict[str, str | None]:
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (folder / "shop.py").write_text(COMPONENT)
    (folder / "__main__.py").write_text(program)
    plan = record(str(folder), "dev")
    return {f"{one.kind}::{one.name}": one.source for one in plan.resources}


def test_a_resource_is_declared_where_its_constructor_is_called(tmp_path: Path) -> None:
    found = sources(tmp_path, "import pulumi_aws as aws\n\naws.sqs.Queue(\n    'jobs',\n)\n")

    assert found["aws:sqs/queue:Queue::jobs"] == "__main__.py:3"


def test_a_component_is_declared_by_its_caller_and_its_children_by_itself(tmp_path: Path) -> None:
    found = sources(tmp_path, "from shop import Shop\n\nShop('north')\n")

    assert found["shop:components:Shop::north"] == "__main__.py:3"
    assert found["aws:s3/bucket:Bucket::north"] == "shop.py:10"


def test_resources_of_one_name_from_several_lines_have_no_line(tmp_path: Path) -> None:
    program = "import pulumi_aws as aws\nfrom shop import Shop\nShop('a')\naws.s3.Bucket('a')\n"

    assert sources(tmp_path, program)["aws:s3/bucket:Bucket::a"] is None


def test_a_line_that_moves_changes_nothing_else(tmp_path: Path) -> None:
    program = "import pulumi_aws as aws\naws.sqs.Queue('jobs')\n"
    sources(tmp_path, program)
    before = record(str(tmp_path), "dev")
    sources(tmp_path, f"# moved\n{program}")

    assert record(str(tmp_path), "dev") == before
