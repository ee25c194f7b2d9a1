"""vCPUs of an instance class, read off its size.

Source: aws.amazon.com/ec2/instance-types: from `large` (2 vCPUs) on, vCPUs are proportional to the
size; below, every burstable generation since t3 has 2, the older ones 1.
"""

import re

_MULTIPLE = re.compile(r"(\d+)xlarge")
_SINGLE_VCPU = {"t1.micro", "t2.nano", "t2.micro", "t2.small", "m1.small", "m1.medium", "m3.medium"}
VCPUS_PER_XLARGE = 4


def vcpus(instance_class: str) -> int | None:
    """Give the vCPUs of `db.m7g.large`, `cache.t4g.small` or `t3.medium`; None for odd names."""
    name = instance_class.removeprefix("db.").removeprefix("cache.")
    family, _, size = name.partition(".")
    if name in _SINGLE_VCPU or (size == "medium" and not family.startswith("t")):
        return 1
    if size in {"nano", "micro", "small", "medium", "large"}:
        return 2
    if size == "xlarge":
        return VCPUS_PER_XLARGE
    multiple = _MULTIPLE.fullmatch(size)
    return int(multiple.group(1)) * VCPUS_PER_XLARGE if multiple else None


def is_burstable(instance_class: str) -> bool:
    """Whether the class earns and spends CPU credits."""
    return instance_class.removeprefix("db.").removeprefix("cache.").startswith("t")
