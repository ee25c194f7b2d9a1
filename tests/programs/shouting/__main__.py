"""Lets a child print a secret, and leaves without a word."""

import os
import subprocess

subprocess.run(["sh", "-c", "echo CANARY-of-a-child >&2"], check=True)
os._exit(7)
