"""One page per rule: what it demands, why, what to write, and two programs that show it.

Run as `python -m policies.page` after a rule or an example has changed.
"""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from groundplan.plan import Plan
from policies.catalogue import PACKS
from policies.example import Break, Resources, apply, breaks, compliant, plan_document
from policies.pack import Pack
from policies.program_text import program
from policies.rule import Rule
from policies.subject import Facts

FOLDER = Path(__file__).parent.parent / "docs" / "policies"

_PREFACE = (
    "Generated from the rules by `python -m policies.page`. A rule that needs a value which only "
    "the update brings says so; `pulumi policy analyze` on the state decides it then: see\n"
    "[policies in both hosts](../policies.md).\n\n"
    "A team sets levels (`mandatory`, `advisory`, `disabled`) and the figures that a page lists in "
    'a file such as `{"rds-backups-kept": {"enforcementLevel": "advisory", "minimum_days": 14}}`. '
    "Both hosts take it: `groundplan review --policy-config FILE`, and `pulumi up "
    "--policy-pack-config FILE` after the pack."
)


def pages() -> Iterator[tuple[str, str]]:
    """Give the name and the text of every page, the index first."""
    cases = {case.rule: case for case in reversed(list(breaks()))}
    yield "README.md", _index()
    for pack in PACKS:
        for rule in pack.rules:
            yield f"{rule.name}.md", _page(pack, rule, cases[rule.name])


def examples(rule: Rule, case: Break) -> tuple[Resources, Resources]:
    """Give the smallest stack that fulfils the rule, and the same with the break in it.

    The first is empty where the rule refuses a resource as such.
    """
    whole = compliant()
    changed = apply(whole, case.changes)
    wanted = _outcome(rule, whole, case.on)

    def parts(names: Collection[str]) -> tuple[Resources, Resources]:
        return (
            {name: one for name, one in whole.items() if name in names},
            {name: one for name, one in changed.items() if name in names},
        )

    def shows(names: Collection[str]) -> bool:
        good, bad = parts(names)
        broken = _outcome(rule, bad, case.on) == "violation"
        return broken and _outcome(rule, good, case.on) == wanted

    kept = {case.on, *case.changes}
    others = [name for name in {**whole, **changed} if name not in kept]
    good, bad = parts({*kept, *_fewest(others, lambda some: shows({*kept, *some}))})
    return (good if case.on in whole else {}), bad


def _fewest(names: list[str], suffices: Callable[[list[str]], bool]) -> list[str]:
    """Leave out as many names as possible: first large parts of the list, then single ones."""
    if suffices([]):
        return []
    size = len(names) // 2
    while size:
        start = 0
        while start < len(names):
            fewer = names[:start] + names[start + size :]
            if suffices(fewer):
                names = fewer
            else:
                start += size
        size //= 2
    return names


def _outcome(rule: Rule, resources: Resources, on: str) -> str | None:
    plan = Plan.from_json(plan_document(resources))
    facts = Facts(plan)
    found = next((one for one in plan.resources if one.name == on), None)
    verdict = rule.judge(found, facts) if found else None
    return verdict.outcome if verdict else None


def _page(pack: Pack, rule: Rule, case: Break) -> str:
    good, bad = examples(rule, case)
    parts = [
        f"# {rule.name}",
        f"{_sentence(rule.problem)} {_sentence(rule.why)}",
        f"**Fix**: {rule.fix}",
        _facts(pack, rule),
        "## A program that fulfils it",
        f"```python\n{program(good)}```" if good else "One without such a resource.",
        "## A program that breaks it",
        f"On `{case.on}`:",
        f"```python\n{program(bad)}```",
    ]
    return "\n\n".join(parts) + "\n"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _facts(pack: Pack, rule: Rule) -> str:
    rows: list[tuple[str, Any]] = [
        ("Pack", pack.name),
        ("Control", rule.control),
        ("Also asked for by", ", ".join(rule.ids.split()) or "nobody else"),
        ("Severity", rule.severity),
        ("Level", f"{rule.levels.prod} in prod, {rule.levels.staging} in staging"),
        ("Looks at", ", ".join(f"`{kind}`" for kind in rule.applies_to)),
        ("Decides by", "values and dependencies" if rule.graph else "the resource's own values"),
        ("Can be exempted", "never" if rule.never_exempt else "for up to 180 days"),
    ]
    for name, value in rule.thresholds.items():
        staging = rule.figures("staging")[name]
        extra = "" if staging == value else f", in staging {staging}"
        rows.append((f"`{name}`", f"{_figure(value)}{extra}"))
    return "| | |\n|---|---|\n" + "\n".join(f"| {left} | {right} |" for left, right in rows)


def _figure(value: Any) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _index() -> str:
    lines = [
        "# The policies",
        "",
        _PREFACE,
    ]
    for pack in PACKS:
        lines += ["", f"## {pack.name}", "", pack.about, "", "| rule | control | severity | prod |"]
        lines += ["|---|---|---|---|"]
        lines += [
            f"| [{one.name}]({one.name}.md) | {one.control} | {one.severity} | {one.levels.prod} |"
            for one in pack.rules
        ]
    lines += [
        "",
        "## Controls that are decided elsewhere",
        "",
        "| control | why, and where |",
        "|---|---|",
    ]
    lines += [f"| {key} | {why} |" for pack in PACKS for key, why in pack.elsewhere.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every page, and remove those of rules that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = dict(pages())
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
