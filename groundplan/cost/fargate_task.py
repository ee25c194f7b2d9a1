"""What one Fargate task is charged for: vCPU, memory, scratch space, and the platform.

A task definition gives sizes as CPU units and MiB (`512`, `2048`) or in words (`.5 vCPU`, `2 GB`).
"""

from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.inputs import NotKnown
from groundplan.cost.quote import Quote
from groundplan.plan import PlannedResource

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
INCLUDED_STORAGE_GB = 20
CPU_UNITS_PER_VCPU = 1024
MIB_PER_GB = 1024


@dataclass(frozen=True)
class Task:
    """What one task is charged for."""

    vcpu: Decimal
    memory_gb: Decimal
    storage_gb: Decimal
    platform: str


def task_of(resource: PlannedResource, quote: Quote, key: str = "taskDefinition") -> Task:
    """Read the task definition that a property of resource names. Raises NotKnown."""
    definitions = [one for one in quote.plan.uses(resource, key) if one.kind == TASK_DEFINITION]
    if not definitions:
        raise NotKnown(f"{key} is not in the plan: its vCPU and memory are not known")
    definition = definitions[0]
    architecture = inputs.text(definition, "runtimePlatform.cpuArchitecture", "X86_64")
    system = inputs.text(definition, "runtimePlatform.operatingSystemFamily", "LINUX")
    platform = "arm" if architecture == "ARM64" else "x86"
    return Task(
        vcpu=_vcpu(inputs.text(definition, "cpu")),
        memory_gb=_gigabytes(inputs.text(definition, "memory")),
        storage_gb=inputs.number(definition, "ephemeralStorage.sizeInGib", INCLUDED_STORAGE_GB),
        platform=platform if system == "LINUX" else f"windows-{platform}",
    )


def _vcpu(text: str) -> Decimal:
    """Give vCPUs of `512` (CPU units) or `.5 vCPU`."""
    words = text.lower().split()
    return Decimal(words[0]) if "vcpu" in words[1:] else Decimal(words[0]) / CPU_UNITS_PER_VCPU


def _gigabytes(text: str) -> Decimal:
    """Give GB of `2048` (MiB) or `2 GB`."""
    words = text.lower().split()
    return Decimal(words[0]) if "gb" in words[1:] else Decimal(words[0]) / MIB_PER_GB
