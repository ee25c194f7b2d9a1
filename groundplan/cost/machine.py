"""One virtual machine as it is charged, read from an instance, a template or a configuration.

What an instance does not set it takes from its launch template, device by device.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from groundplan.cost import inputs
from groundplan.cost.block_storage import Disk, disk_lines, disk_of
from groundplan.cost.inputs import NotKnown
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.reservation import reserved
from groundplan.plan import MISSING, PlannedResource, is_known

DETAILED_METRICS = 7
"""Metrics that detailed monitoring of one instance bills (CloudWatch pricing, EC2 detailed)."""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What decides the price of one machine."""

    instance_type: str
    tenancy: str = "default"
    monitored: bool = False
    ebs_optimized: bool = False
    credits: str | None = None
    spot: bool = False
    disks: tuple[Disk, ...] = ()
    devices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def machine_lines(machine: Machine, count: Decimal, quote: Quote) -> Iterator[LineItem]:
    """Yield the lines of count machines of one kind."""
    if machine.tenancy == "host":
        yield quote.free("runs on a dedicated host, which is charged as a whole")
        return
    system = quote.usage.word("operating_system") or "linux"
    key, bought = _key(machine, system, quote)
    yield from quote.hours(
        f"Instance ({machine.instance_type}, {system}, {bought})", key, count,
        note=f"{count.normalize():f} instances" if count != 1 else None,
    )  # fmt: skip
    surcharge = f"ec2/{machine.instance_type}/ebs-optimized"
    if machine.ebs_optimized and quote.has(surcharge):
        yield from quote.hours("EBS-optimized usage", surcharge, count)
    if machine.monitored:
        yield from quote.fixed("Detailed monitoring", "metric/custom", DETAILED_METRICS * count)
    yield from _credits(machine, system, count, quote)
    for disk in machine.disks:
        yield from disk_lines(disk, count, quote)


def _key(machine: Machine, system: str, quote: Quote) -> tuple[str, str]:
    tenancy = "dedicated" if machine.tenancy == "dedicated" else "shared"
    if machine.spot:
        return f"ec2/{machine.instance_type}/{system}/spot", "spot"
    key = f"ec2/{machine.instance_type}/{system}/{tenancy}"
    return reserved(key, quote, offering="standard")


def _credits(machine: Machine, system: str, count: Decimal, quote: Quote) -> Iterator[LineItem]:
    """Yield CPU credits above those earned: T3 and later pay for them unless set to standard."""
    family = machine.instance_type.split(".", maxsplit=1)[0]
    unlimited = (machine.credits or ("standard" if family == "t2" else "unlimited")) == "unlimited"
    if not (family.startswith("t") and unlimited) or not quote.figure("monthly_cpu_credit_hrs"):
        return
    vcpus = quote.figure("vcpu_count") or Decimal(2)
    yield from quote.metered(
        "CPU credits", f"ec2/cpu-credits/{system}", "monthly_cpu_credit_hrs", times=vcpus * count
    )


def from_instance(instance: PlannedResource, template: PlannedResource | None) -> Machine:
    """Read an instance over its launch template."""
    base = from_template(template) if template else Machine(instance_type="")
    instance_type = inputs.text(instance, "instanceType", base.instance_type or None)
    devices = {key: dict(block) for key, block in base.devices.items()}
    for number, block in enumerate(inputs.blocks(instance, "ebsBlockDevices")):
        devices.setdefault(str(block.get("deviceName", number)), {}).update(block.raw)
    return Machine(
        instance_type=instance_type,
        tenancy=inputs.text(instance, "tenancy", base.tenancy),
        monitored=inputs.flag(instance, "monitoring", default=base.monitored),
        ebs_optimized=inputs.flag(instance, "ebsOptimized", default=base.ebs_optimized),
        credits=_either(instance, "creditSpecification.cpuCredits", base.credits),
        spot=_is_spot(instance) or base.spot,
        disks=(_root(instance), *_disks(devices)),
    )


def from_configuration(configuration: PlannedResource) -> Machine:
    """Read a launch configuration: the older form, which monitors in detail unless told not to."""
    devices = {
        str(block.get("deviceName", number)): block.raw
        for number, block in enumerate(inputs.blocks(configuration, "ebsBlockDevices"))
    }
    return Machine(
        instance_type=inputs.text(configuration, "instanceType"),
        tenancy=inputs.text(configuration, "placementTenancy", "default"),
        monitored=inputs.flag(configuration, "enableMonitoring", default=True),
        ebs_optimized=inputs.flag(configuration, "ebsOptimized"),
        spot=inputs.is_set(configuration, "spotPrice"),
        disks=(_root(configuration), *_disks(devices)),
    )


def from_template(template: PlannedResource) -> Machine:
    """Read a launch template; a disk that it does not map is the image's own."""
    devices = {
        str(block.get("deviceName", number)): block["ebs"].raw if "ebs" in block else {}
        for number, block in enumerate(inputs.blocks(template, "blockDeviceMappings"))
    }
    return Machine(
        instance_type=inputs.text(template, "instanceType", ""),
        tenancy=inputs.text(template, "placement.tenancy", "default"),
        monitored=inputs.flag(template, "monitoring.enabled"),
        ebs_optimized=inputs.flag(template, "ebsOptimized"),
        credits=_either(template, "creditSpecification.cpuCredits", None),
        spot=_is_spot(template),
        disks=tuple(_disks(devices)),
        devices=devices,
    )


def _root(resource: PlannedResource) -> Disk:
    block = resource.read("rootBlockDevice")
    if not is_known(block) and block is not MISSING:
        raise NotKnown("rootBlockDevice is known only after deployment")
    return disk_of(block if isinstance(block, Mapping) else {}, "root")


def _disks(devices: Mapping[str, Mapping[str, Any]]) -> Iterator[Disk]:
    for device, block in devices.items():
        yield disk_of(block, device)


def _is_spot(resource: PlannedResource) -> bool:
    return inputs.text(resource, "instanceMarketOptions.marketType", "") == "spot"


def _either(resource: PlannedResource, path: str, otherwise: str | None) -> str | None:
    return inputs.text(resource, path) if inputs.is_set(resource, path) else otherwise
