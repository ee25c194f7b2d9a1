"""What a rule demands, in the words of the rule itself."""

from difflib import get_close_matches

from groundplan.review.judge import installed_packs


class PolicyUnknown(Exception):
    """No installed pack has a rule of that name; the message names the nearest."""


def explanation(name: str) -> str:
    """A rule's demand, reason, remedy, strictness and ids. Raises PolicyUnknown."""
    rules = {rule.name: (pack.name, rule) for pack in installed_packs() for rule in pack.rules}
    if name not in rules:
        near = get_close_matches(name, rules, n=3)
        meant = f"did you mean {', '.join(near)}?" if near else "docs/policies lists all rules"
        raise PolicyUnknown(f"no rule is called {name}; {meant}")
    pack, rule = rules[name]
    strictness = ", ".join(f"{rule.level(one)} in {one}" for one in ("prod", "staging"))
    return "\n".join(
        [
            f"{name} ({pack} pack, {rule.severity}; {strictness})",
            f"  broken when: {rule.problem}",
            f"  why:         {rule.why}",
            f"  fix:         {rule.fix}",
            f"  looks at:    {', '.join(rule.applies_to)}",
            f"  ids:         {' '.join(rule.frameworks)}",
            *(["  can never be exempted"] if rule.never_exempt else []),
        ]
    )
