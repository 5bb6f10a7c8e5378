"""What a command costs: CPU and wall seconds and the peak of memory, of itself and of the processes that it waits for.

    python -m benchmarks.cost RESULT.json COMMAND...

A process of its own, and a small one, because Linux counts what the parent held in memory to the peak of each child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    """Run the command, write {"cpu", "wall", "memory"} (seconds, seconds, MB), and return its exit code."""
    result, *command = sys.argv[1:]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    cost = {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "memory": usage.ru_maxrss / 1024}
    Path(result).write_text(json.dumps(cost))
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
