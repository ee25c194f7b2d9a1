"""What a program would build, as plain data, and the readers that make it."""

from groundplan.plan.markers import MISSING, SECRET, UNKNOWN, Marker, is_known
from groundplan.plan.plan import Plan
from groundplan.plan.plan_json import PlanInvalid
from groundplan.plan.planned_resource import PlannedResource, dig
from groundplan.plan.preview import read_preview
from groundplan.plan.project import ProgramInvalid, Project, as_structure
from groundplan.plan.record import record
from groundplan.plan.state_export import read_export

__all__ = [
    "MISSING",
    "SECRET",
    "UNKNOWN",
    "Marker",
    "Plan",
    "PlanInvalid",
    "PlannedResource",
    "ProgramInvalid",
    "Project",
    "as_structure",
    "dig",
    "is_known",
    "read_export",
    "read_preview",
    "record",
]
