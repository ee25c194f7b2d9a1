"""What keeps the code readable as it grows: lengths, names, and who may know whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("groundplan", "components", "policies")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

LONGEST_FUNCTION = 60
MOST_ARE_SHORTER = 20
NO_NOUNS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "shared", "core"}

WITHOUT_SETTINGS = {
    "serverless_cache": "one of two kinds of cache: cache",
    "bucket_replica": "replica_region of a bucket: storage",
    "budget": "monthly_budget_usd of the stack, which the review holds it to as well",
    "ecs_cluster": "its one choice is beside the services: compute, fargate_service",
    "fargate_job": "a role of the services: service",
    "kubernetes_job": "a role of the services: service",
    "kubernetes_workload": "the services are the same on every kind of compute: service",
}
"""Components whose settings are elsewhere, and where."""


def function_lengths() -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": (node.end_lineno or 0)
        - node.lineno
        + 1
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def component_classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield each public component with the noun of its file."""
    for path, tree in TREES.items():
        if path.parent.name != "components":
            continue
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and any(
                "ComponentResource" in ast.unparse(one) for one in node.bases
            ):
                yield path.stem, node


COMPONENTS = list(component_classes())


def test_the_program_is_a_table_of_contents() -> None:
    lines = (ROOT / "__main__.py").read_text(encoding="utf-8").splitlines()
    tree = ast.parse("\n".join(lines))
    defined = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]

    assert len(lines) < 80
    assert defined == [], "it builds and connects; what it builds is in components/"


def test_no_environment_is_named_in_the_program_or_a_component_s_condition() -> None:
    paths = [ROOT / "__main__.py", *(ROOT / "components").glob("*.py")]
    found = [
        f"{path.name}:{node.lineno}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.If)
        and any(f"'{one}'" in ast.unparse(node.test) for one in ("prod", "staging"))
    ]

    assert found == [], "environments differ by the values of their stack files"


def test_functions_are_short() -> None:
    lengths = function_lengths()
    ninth_decile = quantiles(lengths.values(), n=10)[-1]
    longest = max(lengths, key=lambda name: lengths[name])
    figures = (
        f"{len(lengths)} functions, p90 {ninth_decile:.0f} lines, "
        f"the longest has {lengths[longest]}: {longest}"
    )

    assert lengths[longest] <= LONGEST_FUNCTION, figures
    assert ninth_decile <= MOST_ARE_SHORTER, figures


def test_import_contracts_hold() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_every_module_is_named_after_what_it_is_about() -> None:
    names = {path: path.stem for path in MODULES} | {path: path.parent.name for path in MODULES
             if path.name == "__init__.py"}  # fmt: skip

    assert [str(path.relative_to(ROOT)) for path, name in names.items() if name in NO_NOUNS] == []


@pytest.mark.parametrize("noun", sorted({noun for noun, _ in COMPONENTS}))
def test_a_component_has_settings_of_the_same_noun(noun: str) -> None:
    has_settings = (ROOT / "groundplan/settings" / f"{noun}.py").is_file()

    assert has_settings != (noun in WITHOUT_SETTINGS)


def test_every_explained_component_exists() -> None:
    assert set(WITHOUT_SETTINGS) <= {noun for noun, _ in COMPONENTS}


def test_a_file_has_one_component() -> None:
    nouns = [noun for noun, _ in COMPONENTS]

    assert len(nouns) == len(set(nouns))
    assert len(nouns) >= 10


@pytest.mark.parametrize(("noun", "node"), COMPONENTS, ids=lambda part: getattr(part, "name", ""))
def test_a_component_s_type_is_its_class_name(noun: str, node: ast.ClassDef) -> None:
    assert f"'groundplan:components:{node.name}'" in ast.unparse(node), noun


IN_RESOURCE_HOOKS = {"one_off_task.py", "parameter_history.py"}
"""The engine calls these in an update, never while resources are constructed."""


def test_components_ask_the_cloud_nothing() -> None:
    modules = [
        tree
        for path, tree in TREES.items()
        if path.parent.name == "components" and path.name not in IN_RESOURCE_HOOKS
    ]
    imported = {
        alias.name.split(".")[0]
        for tree in modules
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    lookups = {
        ast.unparse(node.func)
        for tree in modules
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func).startswith("aws.")
        and node.func.attr.startswith("get_")
    }

    assert imported.isdisjoint({"boto3", "requests", "urllib", "socket"})
    assert lookups == set(), "a look-up makes previews and tests need an account"


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*")), ids=lambda path: path.name)
def test_a_lock_names_no_index_and_pins_by_hash(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    options = [line for line in text.splitlines() if line.lstrip().startswith("-")]

    assert "://" not in text
    assert [option for option in options if not option.lstrip().startswith("--hash=")] == []
    assert text.count("==") <= text.count("--hash=sha256:")
