"""A model in which operations fail as the cloud's notes say."""

import os
import signal
import time
from collections.abc import Callable
from typing import TypeVar

from groundplan.rehearsal.fault import FAULTS, Fault
from groundplan.rehearsal.operated import Operated
from groundplan.rehearsal.stand_in import RefusedError, Resource
from groundplan.rehearsal.wire import Properties

T = TypeVar("T")
_COMPANY_SECONDS = 0.3


class Faulty(Operated):
    """Wraps a model; an operation with a fault planted on it fails in the way of that fault."""

    def operate(
        self, resource: Resource, operation: str, inputs: Properties, work: Callable[[], T]
    ) -> T:
        """Do it, unless a fault is planted."""
        del inputs
        planted = self._cloud.take_fault(resource.urn, operation)
        if planted is None:
            return work()
        fault = FAULTS[planted]
        if fault.takes_effect:
            work()
        if fault.ends:
            self._await_company()
            _end_process(fault)
        raise RefusedError(fault.message)

    def _await_company(self) -> None:
        """Let begin what can: one end of a process then interrupts all of it at once."""
        begun = -1
        while (now := len(self._cloud.operations)) > begun:
            begun = now
            time.sleep(_COMPANY_SECONDS)


def _end_process(fault: Fault) -> None:
    """End this process, or the engine that started it, without a chance to say anything."""
    if fault.ends == "engine":
        os.kill(os.getppid(), signal.SIGKILL)
    os._exit(1)
