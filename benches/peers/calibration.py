#!/usr/bin/env python3
"""Fits the same simulated ratings with Panelkit and with whichever peers are installed.

Usage: benches/peers/calibration.py PANELKIT [SIZE...]

PANELKIT is the program, built for release; a SIZE is S (200 candidates, 30 interviewers, 4,000
ratings), M (5,000, 300, 100,000) or L (100,000, 5,000, 2,000,000), by default S and M. Each runs in
a process of its own, reading the file counted in; times are the CPU seconds and the clock's, memory
the peak. A peer that takes longer than LIMIT seconds is stopped.

Peers, in R: `lme4::lmer` without and with a pair effect, `ordinal::clmm`, `TAM`, `mfrmr`. One that
is not installed is skipped, and the line says so. Krippendorff's alpha, which `calibrate` gives
along with everything else, is compared with Python's `krippendorff`.
"""

import math
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

SIZES = {"S": (200, 30), "M": (5000, 300), "L": (100_000, 5000)}
LIMIT = 900

READ = 'd <- read.csv("%s", stringsAsFactors = TRUE);'
R_PEERS = {
    "lme4::lmer": ("lme4", "lme4::lmer(score ~ criterion + (1 | candidate) + (1 | interviewer), d)"),
    "lme4::lmer, pairs": (
        "lme4",
        "d$pair <- interaction(d$candidate, d$interviewer, drop = TRUE);"
        "lme4::lmer(score ~ criterion + (1 | candidate) + (1 | interviewer) + (1 | pair), d)",
    ),
    "ordinal::clmm": (
        "ordinal",
        "ordinal::clmm(factor(score) ~ criterion + (1 | candidate) + (1 | interviewer), data = d)",
    ),
    "TAM": (
        "TAM",
        "w <- reshape(d, idvar = c('candidate', 'interviewer'), timevar = 'criterion', direction = 'wide');"
        "TAM::tam.mml.mfr(w[, -(1:2)] - 1, facets = w['interviewer'], pid = w$candidate,"
        "formulaA = ~ item + step + interviewer, verbose = FALSE)",
    ),
    "mfrmr": (
        "mfrmr",
        "mfrmr::fit_mfrm(d, person = 'candidate', facets = c('interviewer', 'criterion'), score = 'score')",
    ),
}
ALPHA = """
import csv, sys, krippendorff, numpy
rows = list(csv.reader(open(sys.argv[1])))[1:]
raters = {name: i for i, name in enumerate(sorted({row[1] for row in rows}))}
units = {name: i for i, name in enumerate(sorted({(row[0], row[2]) for row in rows}))}
table = numpy.full((len(raters), len(units)), numpy.nan)
for candidate, interviewer, criterion, score in rows:
    table[raters[interviewer], units[candidate, criterion]] = float(score)
for level in ("nominal", "ordinal", "interval", "ratio"):
    krippendorff.alpha(table, level_of_measurement=level)
"""


def simulate(path, n_candidates, n_interviewers, seed=1):
    """Five interviewers a candidate, four criteria, four points; deviations 1, 0.7 and 0.8."""
    draw = random.Random(seed)
    severity = [draw.gauss(0, 0.7) for _ in range(n_interviewers)]
    steps = [[0.5 * draw.gauss(0, 1) + tau for tau in (-1.6, 0.0, 1.6)] for _ in range(4)]
    with open(path, "w", encoding="utf-8") as out:
        out.write("candidate,interviewer,criterion,score\n")
        for candidate in range(n_candidates):
            ability = draw.gauss(0, 1)
            for interviewer in draw.sample(range(n_interviewers), 5):
                eta = ability + draw.gauss(0, 0.8) - severity[interviewer]
                for criterion, delta in enumerate(steps):
                    sums = [0.0]
                    for step in delta:
                        sums.append(sums[-1] + eta - step)
                    weights = [math.exp(value) for value in sums]
                    score = draw.choices((1, 2, 3, 4), weights)[0]
                    out.write(f"c{candidate},r{interviewer},k{criterion},{score}\n")


def run(command):
    """CPU seconds, wall seconds, peak MB; or why there are none."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        while True:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > LIMIT:
                child.kill()
                os.wait4(child.pid, 0)
                return f"stopped after {LIMIT} s"
            time.sleep(0.002)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            text = errors.read().decode("utf-8", "replace").strip().splitlines()
            return f"failed: {text[-1] if text else child.returncode}"
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024


def line(name, found, own):
    if isinstance(found, str):
        return print(f"  {name:<24} {found}", flush=True)
    cpu, wall, memory = found
    ratio = f"{cpu / own:8.1f}" if own else ""
    print(f"  {name:<24} {cpu:9.2f} {wall:9.2f} {memory:8.0f} {ratio}", flush=True)


def has_r(package):
    if not shutil.which("Rscript"):
        return False
    return subprocess.run(
        ["Rscript", "-e", f'quit(status = !requireNamespace("{package}", quietly = TRUE))'], capture_output=True
    ).returncode == 0


def has_krippendorff():
    return subprocess.run([sys.executable, "-c", "import krippendorff"], capture_output=True).returncode == 0


def main():
    panelkit = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        for size in sys.argv[2:] or ["S", "M"]:
            path = str(pathlib.Path(folder) / f"{size}.csv")
            simulate(path, *SIZES[size])
            print(f"{size}: {SIZES[size][0]} candidates, {SIZES[size][1]} interviewers")
            print(f"  {'':<24} {'CPU s':>9} {'wall s':>9} {'MB':>8} {'CPU ratio':>8}")
            found = run([panelkit, "calibrate", "--ratings", path, "--format", "json"])
            own = None if isinstance(found, str) else found[0]
            line("panelkit calibrate", found, own)
            for name, (package, fit) in R_PEERS.items():
                if has_r(package):
                    line(name, run(["Rscript", "-e", READ % path + fit]), own)
                else:
                    line(name, "skipped: not installed", own)
            if has_krippendorff():
                line("krippendorff (alpha)", run([sys.executable, "-c", ALPHA, path]), own)
            else:
                line("krippendorff (alpha)", "skipped: not installed", own)


if __name__ == "__main__":
    main()
