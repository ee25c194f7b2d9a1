"""Time and memory of a whole review from 1,600 to 10,000 resources, and of two reviews at once.

Linear is what takes the same CPU time for each resource at every size, beyond the start-up: that
of a review of a program without resources.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from review import Run, measure, project

SIZES = (1600, 5000, 10000)


def whole_review(resources: int) -> Run:
    """One review of a generated program, as a user starts it."""
    command = Path(sys.executable).with_name("groundplan")
    with tempfile.TemporaryDirectory() as scratch:
        folder = project(Path(scratch), resources)
        return measure([str(command), "review", str(folder), "dev"])


def together(resources: int) -> float:
    """Seconds of two reviews that run at the same time."""
    command = Path(sys.executable).with_name("groundplan")
    with tempfile.TemporaryDirectory() as scratch:
        folder = project(Path(scratch), resources)
        words = [str(command), "review", str(folder), "dev"]
        started = time.perf_counter()
        running = [subprocess.Popen(words, stdout=subprocess.DEVNULL) for _ in range(2)]
        for one in running:
            one.wait()
        return time.perf_counter() - started


if __name__ == "__main__":
    whole_review(0)
    start_up = whole_review(0)
    print(f"start-up {start_up.wall_seconds:.2f} s")
    for size in SIZES:
        run = whole_review(size)
        each_ms = 1000 * (run.cpu_seconds - start_up.cpu_seconds) / size
        print(
            f"{size:>6} resources: {run.wall_seconds:.2f} s, CPU {each_ms:.2f} ms each, "
            f"peak {run.peak_mib:.0f} MiB"
        )
    print(f"two reviews of {SIZES[0]} at once: {together(SIZES[0]):.2f} s")
