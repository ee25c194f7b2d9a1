"""Tells its process through the pipe that its configuration names, and never ends."""

import os
import threading
from pathlib import Path

import pulumi

with Path(pulumi.Config().require("pipe")).open("w") as pipe:
    pipe.write(f"{os.getpid()}\n")
threading.Event().wait()
