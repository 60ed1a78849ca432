"""Many writers at once: each submit is kept or says that the store is busy; the chain holds."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

from panel import Panel, check, is_long, seconds

N_WRITERS = 8
N_SUBMITS = 200 if is_long() else 10


def write(panel, writer):
    """Submits one card after the other; gives how each ended, and how long it took."""
    ends = []
    for number in range(N_SUBMITS):
        card = panel.card(f"{writer}-{number}")
        start = time.monotonic()
        run = panel.submit(card)
        ends.append((card, run, time.monotonic() - start))
    return ends


def main():
    start = time.monotonic()
    panel = Panel()
    with ThreadPoolExecutor(N_WRITERS) as pool:
        ends = [end for writer in pool.map(lambda n: write(panel, n), range(N_WRITERS))
                for end in writer]
    for _, run, _ in ends:
        check(run.code in (0, 75) and run.is_plain(), f"a writer among {N_WRITERS}: {run}")
    kept = [card for card, run, _ in ends if run.code == 0]
    check(panel.holds(*kept), "an acknowledged card is not there")
    check(len(panel.kept()) == len(kept), "a card is there that was not acknowledged")
    waits = sorted(taken for _, _, taken in ends)
    panel.close()
    print(f"many writers: {N_WRITERS} at once on {os.cpu_count()} processors, {len(ends)} submits, "
          f"{len(kept)} acknowledged and there, {len(ends) - len(kept)} busy; a submit took "
          f"{waits[len(waits) // 2] * 1000:.0f} ms in the median, {waits[-1] * 1000:.0f} ms at most "
          f"({seconds(start, time.monotonic())})")


main()
