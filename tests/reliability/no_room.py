"""No room: a file system that is full, and limits on the size of files. Nothing that was acknowledged is
lost, what is refused is not kept, and with room again the same submit succeeds."""

import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from panel import PROGRAM, Panel, check, is_in, is_long, seconds

N_LIMITS = 100 if is_long() else 5
N_SIZES = 20 if is_long() else 2


def judge(panel, card, run, place):
    """A submit that may have found no room: done, or plainly not."""
    check(run.is_plain() and run.code in (0, 73, 74), f"{place}: {run}")
    there = panel.store.exists() and panel.holds() and is_in(card, panel.kept())
    if run.code == 0:
        check(there, f"{place}: it was acknowledged and is not kept")
    elif "may be kept or not" not in run.err:
        check(not there, f"{place}: it failed, and is kept all the same: {run}")
    return there


def full_file_system(size):
    """Submits until a small file system is full, then makes room; gives how many cards it took."""
    folder = Path(tempfile.mkdtemp(prefix="panelkit-full-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder], check=True)
    outside = Panel()
    try:
        filler = folder / "filler"
        filler.write_bytes(b"x" * 100_000)
        outside.store = folder / "panelkit.db"
        kept, number = [], 0
        while True:
            card = outside.card(number, size=20_000)
            run = outside.submit(card)
            if judge(outside, card, run, f"a file system of {size} KiB, card {number}"):
                kept.append(card)
            if run.code != 0:
                break
            number += 1
        filler.unlink()
        check(outside.holds(*kept) if kept else True, "a card is lost on a full file system")
        again = outside.submit(card)
        check(again.code == 0, f"with room again: {again}")
        check(outside.holds(*kept, card), "a card is not there with room again")
        return len(kept)
    finally:
        outside.close()
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def may_mount():
    folder = tempfile.mkdtemp(prefix="panelkit-full-")
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", folder],
        capture_output=True, check=False).returncode == 0
    if mounted:
        subprocess.run(["umount", folder], check=True)
    os.rmdir(folder)
    return mounted


def limited(n_bytes):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))


def size_limits():
    """Submits under ever higher limits, into a new store and into one with a card."""
    n_done = n_refused = n_unknown = 0
    for step in range(N_LIMITS):
        for is_new in (True, False):
            panel, before = Panel(), []
            if not is_new:
                before = [panel.card("before")]
                check(panel.submit(*before).code == 0, "a sound card is kept")
            n_bytes = 1024 + step * 200_000 // N_LIMITS
            card = panel.card("new", size=50_000)
            run = panel.submit(card, limit=limited(n_bytes))
            there = judge(panel, card, run, f"a limit of {n_bytes} bytes")
            check(not panel.leftovers(), f"a limit of {n_bytes} bytes left {panel.leftovers()}")
            n_done += run.code == 0
            n_refused += run.code != 0
            n_unknown += "may be kept or not" in run.err
            again = panel.submit(card)
            check(again.code == 0, f"without a limit: {again}")
            check(("kept already" in again.out) == there, f"without a limit: {again}")
            check(panel.holds(*before, card), "a card is lost under a limit")
            panel.close()
    return n_done, n_refused, n_unknown


def main():
    start = time.monotonic()
    if may_mount():
        sizes = [300 + 50 * n for n in range(N_SIZES)]
        taken = [full_file_system(size) for size in sizes]
        print(f"no room: {len(sizes)} file systems of {sizes[0]} to {sizes[-1]} KiB filled with "
              f"{min(taken)} to {max(taken)} cards, none lost; with room again each took the one it "
              f"had refused ({seconds(start, time.monotonic())})")
    else:
        print("skipped: a full file system, since nothing may be mounted here")
    start = time.monotonic()
    n_done, n_refused, n_unknown = size_limits()
    print(f"no room: {2 * N_LIMITS} limits on the size of files: {n_done} submits done, {n_refused} "
          f"refused with a message ({n_unknown} of them: may be kept or not), none ended by the "
          f"signal ({seconds(start, time.monotonic())})")


check(PROGRAM.exists(), f"{PROGRAM} is not built")
main()
