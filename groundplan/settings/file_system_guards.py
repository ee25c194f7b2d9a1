"""Guards between file systems and the services that mount them."""

import re
from collections.abc import Iterator

from groundplan.settings.eks_cluster import EksSettings
from groundplan.settings.problem import Problem
from groundplan.settings.service import JobService, Service, WebService, runs_alone
from groundplan.settings.settings import Settings, most_tasks

_SQLITE_FILE = re.compile(r"^sqlite(?:\+\w+)?:///(?P<path>/?[^?:]+)")
_SCRATCH = "/tmp"  # noqa: S108 - where tasks may write


def mounted_file_systems_exist(settings: Settings) -> Iterator[Problem]:
    """A service mounts what this stack builds."""
    known = ", ".join(settings.file_system) or "none"
    for name, service in settings.services.items():
        for mounted in service.file_systems:
            if mounted not in settings.file_system:
                yield Problem(
                    ("services", name, "file_systems", mounted),
                    f"no file system is called {mounted}; there is {known}. Add "
                    f"groundplan:file_system.{mounted}, or write the name of one that exists",
                )


def pods_mount_no_file_system(settings: Settings) -> Iterator[Problem]:
    """The CSI driver mounts with the rights of the node, so no pod has only its own directory.

    Source: EKS User Guide, Amazon EFS CSI driver: its node DaemonSet needs the role.
    """
    if not isinstance(settings.compute, EksSettings):
        return
    for name, service in settings.services.items():
        for mounted in service.file_systems:
            yield Problem(
                ("services", name, "file_systems", mounted),
                "on EKS file systems are mounted with the node's rights instead of the pod's, so "
                "every pod of the node could read it; keep files in a bucket "
                "(groundplan:storage), or run on compute kind fargate",
            )


def mount_paths_are_free(settings: Settings) -> Iterator[Problem]:
    """Two mounts at one place, or one over the scratch space: ECS refuses it, or files vanish."""
    for name, service in settings.services.items():
        taken = {_SCRATCH: "the scratch space"}
        for mounted, path in service.file_systems.items():
            other = next((one for one in taken if _overlap(one, path)), None)
            if other:
                yield Problem(
                    ("services", name, "file_systems", mounted),
                    f"{taken[other]} is mounted at {other}, and one would hide the other; write "
                    f"/mnt/{mounted} or another path of its own",
                    path,
                )
            taken[path] = mounted


def _overlap(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def files_are_of_one_user(settings: Settings) -> Iterator[Problem]:
    """A file that one user wrote, another cannot change: services that share files share a user."""
    for mounted in settings.file_system:
        first: tuple[str, str] | None = None
        for name, service in _mounting(settings, mounted):
            first = first or (name, service.user)
            if service.user != first[1]:
                yield Problem(
                    ("services", name, "user"),
                    f"{first[0]} writes the files of {mounted} as {first[1]}, and this service "
                    f"could not change them; write {first[1]}, or give it a file system of its own",
                    service.user,
                )


def sqlite_has_one_writer(settings: Settings) -> Iterator[Problem]:
    """Two writers over NFS lock or destroy the database, and so does an overlap of deployments.

    Source: sqlite.org/wal.html: "does not work over a network filesystem"; FAQ 5 on NFS locks.
    """
    for mounted, file_system in settings.file_system.items():
        if file_system.holds != "sqlite":
            continue
        writers = list(_mounting(settings, mounted))
        for name, _ in writers[1:]:
            yield Problem(
                ("services", name, "file_systems", mounted),
                f"{writers[0][0]} writes SQLite there, and a second writer locks or destroys the "
                "database; let one service mount it, or use groundplan:database (PostgreSQL)",
            )
        for name, service in writers[:1]:
            yield from _never_two(name, service, mounted)


def _never_two(name: str, service: Service, mounted: str) -> Iterator[Problem]:
    if runs_alone(service) or isinstance(service, JobService):
        return
    remedy = (
        "write deployment: {strategy: recreate} with min_tasks and max_tasks 1"
        if isinstance(service, WebService)
        else "write role: singleton"
    )
    yield Problem(
        ("services", name, "file_systems", mounted),
        "SQLite on a network file system is for one process at a time, and this service has "
        f"several tasks, or two while it is deployed; {remedy}, or use groundplan:database",
    )


def sqlite_outlives_its_task(settings: Settings) -> Iterator[Problem]:
    """A task's own disk ends with the task, and with it the database."""
    for name, service in settings.services.items():
        kept = [
            f"{path}/"
            for mounted, path in service.file_systems.items()
            if mounted in settings.file_system and settings.file_system[mounted].holds == "sqlite"
        ]
        for key, text in service.environment.items():
            found = _SQLITE_FILE.match(text)
            if found and not found["path"].startswith(tuple(kept)):
                yield Problem(
                    ("services", name, "environment", key),
                    "this SQLite file is lost when its task ends; write "
                    f"{_kept_at(kept)}, in a file system that `holds: sqlite` and that the service "
                    "mounts, or use groundplan:database",
                    text,
                )


def _kept_at(kept: list[str]) -> str:
    return f"sqlite:///{kept[0] if kept else '/mnt/data/'}app.db"


def recreated_services_have_one_task(settings: Settings) -> Iterator[Problem]:
    """All tasks stop before the next start: that is for what must never run twice."""
    for name, service in settings.web_services.items():
        if runs_alone(service) and most_tasks(service) > 1:
            yield Problem(
                ("services", name, "scaling", "max_tasks"),
                "deployment strategy recreate is for a service that must never run twice; write 1 "
                "(min_tasks too), or strategy: rolling",
                service.scaling.max_tasks,
            )


def _mounting(settings: Settings, mounted: str) -> Iterator[tuple[str, Service]]:
    for name, service in settings.services.items():
        if mounted in service.file_systems:
            yield name, service
