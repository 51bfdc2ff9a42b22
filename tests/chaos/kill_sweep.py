#!/usr/bin/env python3
"""Kills the coordinator before every call that changes the disk or dispatches a job, and at random moments; the next run
must leave the bytes of a run that nobody touched, and read nothing again that was committed.

    kill_sweep.py PROGRAM FAULTS [--points N] [--moments N] [--page]     N: so many of them; without: all, and 200
"""

import argparse
import random
import signal
import subprocess
import sys
import time

from sweep import Sweep, digest_of_outputs, some


def at_points(sweep, most):
    steps = sweep.counts["step"]
    for k in some(steps, most):
        sweep.fresh()
        result = sweep.run({"FAULT_KIND": "step", "FAULT_AT": str(k), "FAULT_HOW": "kill"})
        if result.returncode == 0 and digest_of_outputs(sweep.out) == sweep.expected:
            continue  # this run came by with fewer steps
        faults = [] if result.returncode == -signal.SIGKILL else [f"the killed run ends with {result.returncode}"]
        sweep.judge(f"step {k} of {steps}", faults + sweep.next_run_faults())


def at_moments(sweep, count):
    sweep.fresh()
    began = time.monotonic()
    sweep.run()
    whole = time.monotonic() - began
    for n in range(count):
        sweep.fresh()
        after = random.uniform(0, whole)
        running = subprocess.Popen(sweep.command(), stderr=subprocess.DEVNULL)
        time.sleep(after)
        running.kill()
        running.wait()
        sweep.judge(f"moment {n + 1} of {count}, after {after:.3f} s", sweep.next_run_faults())


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("faults")
    words.add_argument("--points", type=int, default=0)
    words.add_argument("--moments", type=int, default=200)
    words.add_argument("--page", action="store_true", help="with a page that is recognised")
    given = words.parse_args()
    sweep = Sweep(given.program, given.faults, given.page)
    at_points(sweep, given.points)
    print(f"killed at {sweep.tried} steps (a run has {sweep.counts['step']}): {sweep.held} of {sweep.tried} the same bytes", flush=True)
    before, tried = sweep.held, sweep.tried
    at_moments(sweep, given.moments)
    print(f"killed at {sweep.tried - tried} random moments: {sweep.held - before} of {sweep.tried - tried} the same bytes")
    sweep.close()
    sys.exit(1 if sweep.broken else 0)


main()
