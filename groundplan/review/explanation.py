"""What a rule or a control demands, in the words of the rules themselves."""

from difflib import get_close_matches
from typing import Any

from groundplan.review.judge import installed_packs


class PolicyUnknown(Exception):
    """No installed pack has a rule or control of that name; the message names the nearest."""


def explanation(name: str) -> str:
    """What a rule (`rds-multi-az`) or a control (`RDS-03`) demands, and how to fulfil it.

    A control that no rule decides is told with the reason and the place. Raises PolicyUnknown.
    """
    rules = {rule.name: (pack.name, rule) for pack in installed_packs() for rule in pack.rules}
    if name in rules:
        return _of_rule(*rules[name])
    control = name.upper()
    told = [_of_rule(pack, rule) for pack, rule in rules.values() if rule.control == control]
    told += [
        f"{control} is decided by no rule: {pack.elsewhere[control]}"
        for pack in installed_packs()
        if control in pack.elsewhere
    ]
    if told:
        return "\n\n".join(told)
    near = get_close_matches(name, rules, n=3)
    meant = f"did you mean {', '.join(near)}?" if near else "docs/policies lists all rules"
    raise PolicyUnknown(f"no rule or control is called {name}; {meant}")


def _of_rule(pack: str, rule: Any) -> str:
    strictness = ", ".join(f"{rule.level(one)} in {one}" for one in ("prod", "staging"))
    figures = ", ".join(f"{name} {one['default']}" for name, one in rule.config_schema.items())
    return "\n".join(
        [
            f"{rule.name} ({pack} pack, {rule.severity}; {strictness})",
            f"  broken when: {rule.problem}",
            f"  why:         {rule.why}",
            f"  fix:         {rule.fix}",
            f"  looks at:    {', '.join(rule.applies_to)}",
            f"  ids:         {' '.join(rule.frameworks)}",
            *([f"  to set:      {figures}"] if figures else []),
            *(["  can never be exempted"] if rule.never_exempt else []),
        ]
    )
