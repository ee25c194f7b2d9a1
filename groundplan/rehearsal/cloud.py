"""What exists in the clouds of a rehearsal, what was done to it, and what is to go wrong.

Every stand-in is a process of its own and the engine starts new ones for every command, so this
lies in a file beside the state. It knows ids and names but no value of a secret.
"""

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE, PACE = "GROUNDPLAN_CLOUD", "GROUNDPLAN_SECONDS_PER_MINUTE"
SECONDS_PER_MINUTE = 0.02
PATIENCE_SECONDS = 60
_TABLES = """
pragma journal_mode = wal;
create table if not exists built (id, urn, type, name, region, inputs, primary key (urn, id));
create table if not exists operations
    (number integer primary key, urn, operation, minutes, started, ended, outcome);
create table if not exists faults (number integer primary key, urn, operation, kind, times);
create table if not exists drift (urn, property, value, primary key (urn, property));
create table if not exists kept_names (type, name, primary key (type, name));
"""


@dataclass(frozen=True)
class Built:
    """A resource that exists. `inputs` are bare of secrets."""

    id: str
    urn: str
    type: str
    name: str | None
    region: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """What was done to a resource; times are of a clock that only ever goes forward."""

    urn: str
    operation: str
    minutes: float
    started: float
    ended: float | None
    outcome: str | None


class Cloud:
    """The one cloud of a rehearsal, in a file that all its processes share."""

    def __init__(self, file: Path, seconds_per_minute: float = SECONDS_PER_MINUTE) -> None:
        self._file = file
        self.seconds_per_minute = seconds_per_minute
        with self._open() as opened:
            opened.executescript(_TABLES)

    @staticmethod
    def of_this_process() -> "Cloud":
        """Give the cloud that the workspace names to its stand-ins."""
        return Cloud(Path(os.environ[FILE]), float(os.environ[PACE]))

    @property
    def environment(self) -> dict[str, str]:
        """Leads stand-ins here."""
        return {FILE: str(self._file), PACE: str(self.seconds_per_minute)}

    def begin(self, urn: str, operation: str, minutes: float) -> int:
        """Note that an operation has begun; its number."""
        row = (urn, operation, minutes, time.monotonic())
        text = "insert into operations (urn, operation, minutes, started) values (?, ?, ?, ?)"
        with self._open() as opened:
            return opened.execute(text, row).lastrowid or 0

    def end(self, number: int, outcome: str) -> None:
        """Note how an operation has ended."""
        row = (time.monotonic(), outcome, number)
        self._write("update operations set ended = ?, outcome = ? where number = ?", *row)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Everything that was done, in the order of its start."""
        text = "select urn, operation, minutes, started, ended, outcome from operations"
        return tuple(Operation(*row) for row in self._read(f"{text} order by number"))

    def forget_operations(self) -> None:
        """Begin a new count, before the next command."""
        self._write("delete from operations")

    def put(self, built: Built) -> None:
        """Let a resource exist, as it is now."""
        row = (built.id, built.urn, built.type, built.name, built.region, json.dumps(built.inputs))
        self._write("insert or replace into built values (?, ?, ?, ?, ?, ?)", *row)

    def remove(self, gone: Built) -> None:
        """Let a resource be gone, and with it what was planted on it."""
        self._write("delete from built where urn = ? and id = ?", gone.urn, gone.id)
        self.mend(gone.urn)

    def find(self, urn: str, resource_type: str, identity: str) -> Built | None:
        """The resource with this id; it may have had another URN when it was built."""
        found = self._built_where("type = ? and id = ?", resource_type, identity)
        same = [one for one in found if one.urn == urn]
        return next(iter(same or found), None)

    def of(self, urn: str) -> tuple[Built, ...]:
        """What exists of one resource of the program."""
        return self._built_where("urn = ?", urn)

    def named(self, name: str) -> tuple[Built, ...]:
        """What has this physical name, of whatever type it is."""
        return self._built_where("name = ?", name)

    @property
    def built(self) -> tuple[Built, ...]:
        """Everything that exists."""
        return self._built_where("true")

    def keep_name(self, resource_type: str, name: str) -> None:
        """Hold a name after its resource is gone, as a recovery window does."""
        self._write("insert or replace into kept_names values (?, ?)", resource_type, name)

    def keeps_name(self, resource_type: str, name: str) -> bool:
        """Whether a name is still held."""
        row = (resource_type, name)
        return bool(self._read("select 1 from kept_names where type = ? and name = ?", *row))

    def plant_fault(self, urn: str, operation: str, kind: str, times: int) -> None:
        """Let the next operations on the resource go wrong, so many times."""
        text = "insert into faults (urn, operation, kind, times) values (?, ?, ?, ?)"
        self._write(text, urn, operation, kind, times)

    def take_fault(self, urn: str, operation: str) -> str | None:
        """What goes wrong with this operation now; it is used up by asking."""
        row = (urn, operation)
        with self._open() as opened:
            opened.execute("begin immediate")
            text = "select number, kind from faults where urn = ? and operation = ? and times > 0"
            found = opened.execute(text, row).fetchone()
            if found is None:
                return None
            opened.execute("update faults set times = times - 1 where number = ?", found[:1])
            return found[1]

    @property
    def planted_faults(self) -> tuple[tuple[str, str, str], ...]:
        """The URN, the operation and the kind of what has not struck yet."""
        return tuple(self._read("select urn, operation, kind from faults where times > 0"))

    def lift_faults(self) -> None:
        """Let nothing go wrong from now on."""
        self._write("delete from faults")

    def plant_drift(self, urn: str, name: str, value: Any) -> None:
        """Change a property of a live resource behind the engine's back."""
        self._write("insert or replace into drift values (?, ?, ?)", urn, name, json.dumps(value))

    def drift(self, urn: str) -> dict[str, Any]:
        """What was changed on the resource behind the engine's back."""
        rows = self._read("select property, value from drift where urn = ?", urn)
        return {name: json.loads(value) for name, value in rows}

    def mend(self, urn: str) -> None:
        """Let the resource be as the engine knows it."""
        self._write("delete from drift where urn = ?", urn)

    def _built_where(self, condition: str, *values: str) -> tuple[Built, ...]:
        text = f"select id, urn, type, name, region, inputs from built where {condition}"  # noqa: S608 - ours
        rows = self._read(f"{text} order by rowid", *values)
        return tuple(Built(*row[:5], inputs=json.loads(row[5])) for row in rows)

    def _read(self, text: str, *values: Any) -> list[Any]:
        with self._open() as opened:
            return opened.execute(text, values).fetchall()

    def _write(self, text: str, *values: Any) -> None:
        with self._open() as opened:
            opened.execute(text, values)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=PATIENCE_SECONDS)) as opened:
            opened.execute("pragma synchronous = off")
            with opened:
                yield opened
