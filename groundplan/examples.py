"""What `--help` of each command shows to start from."""

_KEEP_LINES = "\b"
"""The sign to Click that the lines below it are not to be filled."""


def _examples(commands: dict[str, str]) -> str:
    wide = max(map(len, commands))
    lines = [f"  groundplan {command:<{wide}}  {what}" for command, what in commands.items()]
    return "\n".join([_KEEP_LINES, "Examples:", *lines])


EXAMPLES = {
    "": _examples(
        {
            "review prod": "what stack prod would be, before it is",
            "review --help": "more examples, and the options",
            "--install-completion": "complete commands and stacks with Tab",
        }
    ),
    "review": _examples(
        {
            "review prod": "this project",
            "review path/to/project staging": "any Pulumi Python program",
            "review prod --output out": "reports to keep",
            "review --plan out/plan.json": "again, without the program",
            "review . prod --from-preview -": "a preview of the engine",
            "review prod --format sarif": "for code scanning",
            "review prod --policy-config team.json": "your levels and figures",
            "review prod --usage usage.yaml": "your usage figures",
        }
    ),
    "cost": _examples(
        {
            "cost prod": "the whole bill",
            "cost staging --compare prod": "two stacks beside each other",
            "cost prod --base main/plan.json": "what a change moves, and why",
            "cost --base a.json --head b.json": "two plans made before",
        }
    ),
    "diff": _examples(
        {
            "diff main.. prod": "what the tree changes against main",
            "diff main..feature . prod": "two revisions",
            "diff base.json head.json": "two plans, previews or exported stacks",
            "diff state.json . prod": "what is deployed against the program",
        }
    ),
    "rehearse": _examples(
        {
            "rehearse prod": "this project",
            "rehearse path/to/project staging": "any Pulumi Python program",
        }
    ),
    "schema": _examples({"schema > stack.schema.json": "for the editor"}),
    "explain": _examples(
        {
            "explain rds-storage-encrypted": "one rule, with the fix",
            "explain RDS-03": "the rules of a control",
        }
    ),
}
"""By command; the empty name is the program itself."""
