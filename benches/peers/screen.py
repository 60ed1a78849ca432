#!/usr/bin/env python3
"""Screens the same table with Panelkit and with whichever peers are installed, and times them.

Usage: benches/peers/screen.py PANELKIT FILE

PANELKIT is the program, built for release; FILE is a table as `cargo bench --bench screen -- fill FILE ROWS` makes it.
Peers are DuckDB and Polars (`pip install duckdb polars`): they read every column as text, add one column with the
outcome by the plainest reading of the same three knock-outs, and write the table as CSV, in as many threads as they
like. They do not look for ids that repeat, unclear answers or broken rows, and give no reasons.

Times are of a whole process: wall clock, seconds of the processor, peak memory.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

DUCKDB = """
import duckdb, sys
duckdb.sql(f'''COPY (SELECT *, CASE
  WHEN lower(trim(handled_complaints)) = 'no' THEN 'decline'
  WHEN lower(trim(handled_complaints)) = 'yes' AND TRY_CAST(largest_shift AS INTEGER) >= 5
    AND shift_pattern IN ('rotating', 'early-and-weekend', 'late-and-weekend') THEN 'advance'
  ELSE 'review' END AS outcome
  FROM read_csv('{sys.argv[1]}', all_varchar = true)) TO '{sys.argv[2]}' (HEADER)''')
"""

POLARS = """
import polars as pl, sys
said = pl.col('handled_complaints').str.strip_chars().str.to_lowercase()
passes = (said == 'yes') & (pl.col('largest_shift').cast(pl.Int64, strict=False) >= 5) & pl.col(
    'shift_pattern').is_in(['rotating', 'early-and-weekend', 'late-and-weekend'])
outcome = pl.when(said == 'no').then(pl.lit('decline')).when(passes).then(pl.lit('advance')).otherwise(pl.lit('review'))
table = pl.scan_csv(sys.argv[1], infer_schema=False)
table.with_columns(outcome.alias('outcome')).sink_csv(sys.argv[2])
"""


def run(name, command):
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        print(f"{name}: not run: {said.strip().splitlines()[-1] if said.strip() else status}")
        return
    processor = used.ru_utime + used.ru_stime
    print(f"{name}: {time.time() - start:.2f} s, processor {processor:.2f} s, peak {used.ru_maxrss // 1024} MiB", flush=True)


def main():
    panelkit, table = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        out = str(pathlib.Path(folder) / "out.csv")
        rubric = ["customer-support-lead", "--level", "team-lead"]
        run("panelkit screen", [panelkit, "screen", rubric[0], table, *rubric[1:], "-o", out])
        run("DuckDB", [sys.executable, "-c", DUCKDB, table, out])
        run("Polars", [sys.executable, "-c", POLARS, table, out])


main()
