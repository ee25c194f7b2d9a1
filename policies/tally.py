"""What one pack tells in one engine run: violations at once, the rest in lines of their own."""

from pulumi_policy import ReportViolation, ResourceValidationArgs, StackValidationArgs

from groundplan.exemptions import Exemptions
from groundplan.plan import PlannedResource
from policies.catalogue import PACKS, names
from policies.pack import Pack
from policies.rule import Rule
from policies.verdict import Verdict


class Tally:
    """Exemptions that were used, rules that broke, checks that wait for values."""

    def __init__(self, pack: Pack, exemptions: Exemptions, unreadable: str = "") -> None:
        self._pack = pack
        self._exemptions = exemptions
        self._unreadable = unreadable
        self._exempted: list[str] = []
        self._waiting: dict[str, set[str]] = {}
        self._crashes: dict[str, list[str]] = {}

    def tell(
        self,
        rule: Rule,
        resource: PlannedResource,
        verdict: Verdict | None,
        report: ReportViolation,
    ) -> None:
        """Report a violation at once, and keep what the end of the run reports."""
        if verdict is None or verdict.outcome == "pass":
            return
        message = rule.message(resource, verdict)
        if verdict.outcome == "violation":
            self._violated(rule, resource, message, report)
        elif verdict.outcome == "crashed":
            place = "" if rule.graph else resource.urn
            self._crashes.setdefault(place, []).append(message)
        else:
            self._waiting.setdefault(rule.name, set()).add(resource.urn)

    def _violated(
        self, rule: Rule, resource: PlannedResource, message: str, report: ReportViolation
    ) -> None:
        found = self._exemptions.covering(rule.name, resource.urn, never=rule.never_exempt)
        if found is None:
            report(message, resource.urn if rule.graph else None)
            return
        left = self._exemptions.days_left(found)
        self._exempted.append(f"{rule.name} on {resource.name} ({left} days left)")

    def report_exemptions(self, _: StackValidationArgs, report: ReportViolation) -> None:
        """Say which exemptions excused something, and for how long still."""
        if self._exempted:
            report(f"exempt: {', '.join(sorted(self._exempted))}", None)

    def report_faults(self, args: StackValidationArgs, report: ReportViolation) -> None:
        """Say what is wrong with the exemptions; one pack tells of a file that cannot be read."""
        if self._unreadable and self._pack.name == PACKS[0].name:
            report(f"no exemption is in force: {self._unreadable}", None)
        policies = {rule.name: rule.never_exempt for rule in self._pack.rules}
        urns = [one.urn for one in args.resources]
        for fault in self._exemptions.faults(policies, urns, _others(self._pack, self._exemptions)):
            one = fault.exemption
            report(f"the exemption from {one.policy} ({one.place}): {fault.problem}", None)

    def report_crashes(self, args: ResourceValidationArgs, report: ReportViolation) -> None:
        """Say which rules broke on this resource."""
        for message in self._crashes.pop(args.urn, ()):
            report(message, None)

    def report_stack_crashes(self, _: StackValidationArgs, report: ReportViolation) -> None:
        """Say which graph rules broke."""
        for message in self._crashes.pop("", ()):
            report(message, None)

    def report_undecided(self, _: StackValidationArgs, report: ReportViolation) -> None:
        """Say in one line what waits for values."""
        if not self._waiting:
            return
        count = sum(map(len, self._waiting.values()))
        report(
            f"{count} checks of {len(self._waiting)} rules wait for values that only the update "
            f"brings; `pulumi policy analyze` decides them: {', '.join(sorted(self._waiting))}",
            None,
        )


def _others(pack: Pack, exemptions: Exemptions) -> set[str]:
    """The policies that another pack's run tells of; one of them tells of unknown ones."""
    others = set(names() - pack.by_name.keys())
    if pack.name != PACKS[0].name:
        others |= {one.policy for one in exemptions.entries if one.policy not in pack.by_name}
    return others
