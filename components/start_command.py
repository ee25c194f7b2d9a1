"""What a container starts with: the command, behind a shell where it must learn its address."""

from groundplan.settings.health_check import AllowedHosts
from groundplan.settings.service import Service, WebService

_ADDED = {
    "comma": 'export {variable}="${variable},$(hostname -i)"',
    "json": 'export {variable}="${{{variable}%]}},\\"$(hostname -i)\\"]"',
}


def start_command(service: Service) -> list[str]:
    """The command as the stack file has it, with the task's address among its allowed hosts.

    `exec` leaves the program as the process that gets SIGTERM.
    """
    hosts = service.health_check.allowed_hosts if isinstance(service, WebService) else None
    if hosts is None:
        return list(service.command)
    return ["sh", "-c", f'{_adding_own_address(hosts)}; exec "$@"', "sh", *service.command]


def _adding_own_address(hosts: AllowedHosts) -> str:
    return _ADDED[hosts.form].format(variable=hosts.variable)
