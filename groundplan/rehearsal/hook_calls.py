"""AWS as the calls of resource hooks meet it in a rehearsal: tasks that end as they are told to.

Providers are stood in for elsewhere; a hook calls AWS itself, and finds this by AWS_ENDPOINT_URL.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "rehearsal", "AWS_SECRET_ACCESS_KEY": "rehearsal"}
_TASK = "arn:aws:ecs:eu-west-1:111122223333:task/rehearsal/{number}"


@dataclass
class Tasks:
    """How tasks end, and which definitions have been started."""

    exit_code: int | None = 0
    """None for a container that never started, because its image is missing or the like."""

    log: tuple[str, ...] = ()
    refusal: str = ""
    """Why no task can be started; empty when one can."""

    never_end: bool = False
    started: list[str] = field(default_factory=list)
    stopped: int = 0
    first_start: Event = field(default_factory=Event)

    def answer(self, operation: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of AWS to one operation. Raises KeyError for one that no hook calls."""
        answers = {
            "ListTasks": lambda: {"taskArns": []},
            "RunTask": lambda: self._run(asked["taskDefinition"]),
            "DescribeTasks": lambda: {"tasks": [self._described(asked["tasks"][0])]},
            "StopTask": self._stop,
            "GetLogEvents": lambda: {"events": [{"message": line} for line in self.log]},
            "GetParameterHistory": lambda: {"Parameters": []},
        }
        return answers[operation]()

    def _run(self, definition: str) -> dict[str, Any]:
        if self.refusal:
            return {"tasks": [], "failures": [{"reason": self.refusal}]}
        self.started.append(definition)
        self.first_start.set()
        return {"tasks": [{"taskArn": _TASK.format(number=len(self.started))}], "failures": []}

    def _stop(self) -> dict[str, Any]:
        self.stopped += 1
        return {"task": {}}

    def _described(self, arn: str) -> dict[str, Any]:
        return {
            "taskArn": arn,
            "lastStatus": "RUNNING" if self.never_end else "STOPPED",
            "stoppedReason": "Essential container in task exited",
            "containers": [{"exitCode": self.exit_code}],
        }


class HookCalls:
    """Serves `tasks` on this machine: `with HookCalls() as calls:`."""

    def __init__(self) -> None:
        self.tasks = Tasks()

    @property
    def environment(self) -> dict[str, str]:
        """Leads every AWS client of a child process here and to no account."""
        host, port = self._server.server_address[:2]
        return {**CREDENTIALS, "AWS_ENDPOINT_URL": f"http://{host!s}:{port}"}

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.tasks))
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(tasks: Tasks) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """AWS's JSON protocol: the operation in a header, arguments and answer as JSON."""

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked = json.loads(self.rfile.read(length))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            answer = json.dumps(tasks.answer(operation, asked)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as http.server has it
            """Say nothing: the rehearsal reports."""

    return Handler
