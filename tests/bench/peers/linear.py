"""Ten to ten thousand reports in one process, ours only: milliseconds a report, and what stays in memory after each lot.

Usage: linear.py FOLDER ROWS COMPRESSION OUT COUNT... Prints a line of JSON a count.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from engines import DIFFERENT_FILES, lceval


def resident_mb() -> float:
    """Resident megabytes now; where the system does not tell, the most there ever were."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    folder, rows, compression, out, *counts = sys.argv[1:]
    report = json.loads((Path(folder) / f"{rows}.json").read_text(encoding="utf-8"))
    render, values = lceval(Path(folder), report, compression), report["values"]
    render(values, out)
    for count in map(int, counts):
        start, cpu = time.perf_counter(), time.process_time()
        for number in range(count):
            render({**values, "report_no": f"LC-2024-{number:05}"}, f"{out}.{number % DIFFERENT_FILES}")
        taken = (time.perf_counter() - start) * 1000
        used = (time.process_time() - cpu) * 1000
        print(json.dumps({"count": count, "ms": taken / count, "cpu": used / count, "mb": resident_mb()}), flush=True)


if __name__ == "__main__":
    main()
