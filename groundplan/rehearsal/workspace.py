"""A stack on the real engine with stand-ins for the clouds, apart from everything of the user's.

State, plugins, encryption and configuration live in a temporary folder; the program runs in
place, with no AWS credentials in its environment.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import TracebackType
from typing import Any, Self

from groundplan.interruption import ended_by_sigterm
from groundplan.rehearsal.child import Finished, run
from groundplan.rehearsal.cloud import SECONDS_PER_MINUTE, Cloud
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.hook_calls import HookCalls, Tasks
from groundplan.rehearsal.isolation import isolated
from groundplan.rehearsal.launchers import write_policy_pack, write_providers
from groundplan.rehearsal.project_copy import copy_project
from groundplan.rehearsal.run_result import RunResult, read_result

PREFIX = "groundplan-rehearsal-"
STREAMING = "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
STAND_IN_SECRET = "rehearsal"
NO_CHANGES = "--expect-no-changes"
YES = ("--yes", "--skip-preview")


class WorkspaceError(Exception):
    """The engine cannot prepare the stack; the message carries its own words."""


class Workspace:
    """One stack, from its first preview to its end: `with Workspace(...) as workspace:`."""

    def __init__(
        self,
        project: Path,
        stack: str,
        engine: Engine,
        *,
        config: Mapping[str, str] | None = None,
        secret_config: Mapping[str, str] | None = None,
        seconds_per_minute: float = SECONDS_PER_MINUTE,
    ) -> None:
        self._project = project.resolve()
        self._stack = stack
        self._engine = engine
        self._config = config or {}
        self._secret_config = secret_config or {}
        self._pace = seconds_per_minute

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            opened.enter_context(ended_by_sigterm())
            self._root = Path(opened.enter_context(TemporaryDirectory(prefix=PREFIX)))
            self.cloud = Cloud(self._root / "cloud.db", self._pace)
            """What exists in the clouds, and where faults and drift are planted."""

            self._hook_calls = opened.enter_context(HookCalls())
            self._prepare()
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    @property
    def tasks(self) -> Tasks:
        """How tasks end that resource hooks start, and which have been started."""
        return self._hook_calls.tasks

    def preview(
        self,
        policy_packs: Sequence[Path] = (),
        *,
        levels: str | None = None,
        expect_no_changes: bool = False,
    ) -> RunResult:
        """What an update would do; `expect_no_changes` makes any change a failure.

        `levels` names the file in each pack's folder that sets its rules: prod or staging.
        """
        expected = (NO_CHANGES,) if expect_no_changes else ()
        return self._operate("preview", *expected, *self._packs(policy_packs, levels))

    def analyze(self, policy_packs: Sequence[Path], *, levels: str | None = None) -> RunResult:
        """Judge what is built, from the state alone: `pulumi policy analyze`."""
        return self._operate("policy analyze", *self._packs(policy_packs, levels))

    def refresh(self, *options: str, expect_no_changes: bool = False) -> RunResult:
        """Take what the clouds have into the state; `expect_no_changes` fails for any drift."""
        expected = (NO_CHANGES,) if expect_no_changes else ()
        return self._operate("refresh", *YES, *expected, *options)

    def preview_document(self) -> str:
        """What `pulumi preview --json --show-sames` prints where it does not stream."""
        plain = {key: text for key, text in self._environment.items() if key != STREAMING}
        return self._must(
            "preview", "--json", "--show-sames", "--stack", self._stack, env=plain
        ).stdout

    def up(
        self,
        policy_packs: Sequence[Path] = (),
        *,
        go_on: bool = False,
        at_once: int | None = None,
    ) -> RunResult:
        """Build or change everything; after a failure `go_on` builds what does not need it.

        `at_once` is how many operations run side by side, where it is not the engine's default.
        """
        return self._operate(
            "up", *YES, *_haste(go_on=go_on, at_once=at_once), *self._packs(policy_packs)
        )

    def destroy(self, *, go_on: bool = False, at_once: int | None = None) -> RunResult:
        """Remove everything; `go_on` and `at_once` are those of `up`."""
        return self._operate("destroy", *YES, *_haste(go_on=go_on, at_once=at_once))

    def cancel(self) -> None:
        """Take the lock away that an engine left which was killed."""
        self._must("cancel", self._stack, "--yes")

    def unprotect(self) -> None:
        """Let go of everything that the program protects, as a person would before a destroy."""
        self._must("state", "unprotect", "--all", "--yes", "--stack", self._stack)

    def export(self, *, in_clear: bool = False) -> dict[str, Any]:
        """The state, with secrets encrypted unless they are asked for `in_clear`."""
        how = ("--show-secrets",) if in_clear else ()
        return json.loads(self._must("stack", "export", *how, "--stack", self._stack).stdout)

    def reveal(self, output: str) -> str:
        """One output of the stack in clear text, as JSON."""
        options = ("--json", "--show-secrets", "--stack", self._stack)
        return self._must("stack", "output", output, *options).stdout

    def configure(
        self, key: str, value: str, *, secret: bool = False, kind: str | None = None
    ) -> None:
        """Set one configuration value by its path, for this workspace only.

        `kind` is string, bool, int or float where the look of the value misleads.
        """
        plain = f"--type={kind}" if kind else "--plaintext"
        # By standard input: an argument can be read by every process of the machine.
        how = "--secret" if secret else plain
        self._must("config", "set", "--path", how, "--stack", self._stack, key, text=value)

    @property
    def configuration(self) -> dict[str, Any]:
        """The values of the stack by their keys, without secrets."""
        said = json.loads(self._must("config", "--json", "--stack", self._stack).stdout)
        return {key: one.get("objectValue", one.get("value")) for key, one in said.items()}

    def unset(self, key: str) -> None:
        """Take one configuration value away by its path, for this workspace only."""
        self._must("config", "rm", "--path", "--stack", self._stack, key)

    def _prepare(self) -> None:
        (self._root / "state").mkdir()
        launchers = write_providers(self._root / "launchers")
        copy = copy_project(self._project, self._stack, self._root / "project")
        self._environment = {
            **isolated(self._root, copy.python, [launchers, *self._engine.path]),
            **self._hook_calls.environment,
            **self.cloud.environment,
        }
        self._must("stack", "init", self._stack)
        given = dict.fromkeys(copy.secret_paths, STAND_IN_SECRET) | dict(self._secret_config)
        for key, value in given.items():
            self.configure(key, value, secret=True)
        for key, value in self._config.items():
            self.configure(key, value)

    def _packs(self, folders: Sequence[Path], levels: str | None = None) -> list[str]:
        """The options for policy packs: their folders, or launchers where the host needs them."""
        packs = [folder.resolve() for folder in folders]
        config = [f"--policy-pack-config={pack}/{levels}.json" for pack in packs if levels]
        if not self._engine.starts_policy_packs:
            parent = Path(mkdtemp(dir=self._root, prefix="packs-"))
            packs = [
                write_policy_pack(pack, parent / str(number)) for number, pack in enumerate(packs)
            ]
        return [*(f"--policy-pack={pack}" for pack in packs), *config]

    def _operate(self, command: str, *options: str) -> RunResult:
        words = (*command.split(), "--json", "--stack", self._stack)
        return read_result(self._pulumi(*words, *options))

    def _must(
        self, *arguments: str, text: str = "", env: Mapping[str, str] | None = None
    ) -> Finished:
        finished = self._pulumi(*arguments, text=text, env=env)
        if finished.exit_code != 0:
            raise WorkspaceError(f"`pulumi {' '.join(arguments[:2])}`: {finished.stderr.strip()}")
        return finished

    def _pulumi(
        self, *arguments: str, text: str = "", env: Mapping[str, str] | None = None
    ) -> Finished:
        command = [self._engine.pulumi, "--non-interactive", "--color", "never", *arguments]
        environment = env or self._environment
        return run(command, env=environment, cwd=self._root / "project", text=text)


def _haste(*, go_on: bool, at_once: int | None) -> tuple[str, ...]:
    return (
        *(("--continue-on-error",) if go_on else ()),
        *((f"--parallel={at_once}",) if at_once else ()),
    )
