"""Single bits flipped in the store's file and in the log ahead beside it: found, or without any effect;
never a crash, never another score that nobody notices."""

import collections
import re
import sqlite3
import time

from panel import DICE, Panel, check, is_long, seconds

N_FLIPS = 1000 if is_long() else 20
N_CARDS = 8


def filled():
    """A store with cards, some of them still in the log ahead: its files, its cards and its head."""
    panel = Panel()
    cards = [panel.card(number) for number in range(N_CARDS)]
    check(panel.submit(*cards[:N_CARDS // 2]).code == 0, "sound cards are kept")
    # Somebody who reads keeps the log ahead from being moved into the file.
    reader = sqlite3.connect(panel.store)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    check(panel.submit(*cards[N_CARDS // 2:]).code == 0, "sound cards are kept")
    verified = panel.verify()
    head = re.search(r"^head (\S+)$", verified.out, re.M)[1]
    wal = panel.store.with_name(panel.store.name + "-wal")
    files = {path.name: path.read_bytes() for path in (panel.store, wal)}
    kept = panel.kept()
    reader.close()
    check(len(kept) == N_CARDS and len(files[wal.name]) > 10_000, "half of it is in the log ahead")
    return panel, files, cards, kept, head


def look(panel, cards, kept, head):
    """What becomes of damaged files."""
    verified = panel.run("audit", "verify", "--store", panel.store, "--head", head)
    check(verified.is_plain() or verified.code == 1 and verified.out, f"verifying: {verified}")
    if verified.code != 0:
        more = panel.submit(*cards)
        check(more.is_plain(), f"submitting to a damaged store: {more}")
        return "found by verifying" if verified.code == 1 else "not opened or not read"
    try:
        same = panel.kept() == kept
    except sqlite3.DatabaseError:
        same = False
    check(same, "verifying finds nothing, and the cards are not what they were")
    again = panel.submit(*cards)
    check(again.code == 0 and f"{N_CARDS} cards kept already" in again.out,
          f"verifying finds nothing, and submitting says {again}")
    return "without effect"


def main():
    start = time.monotonic()
    panel, files, cards, kept, head = filled()
    shm = panel.store.with_name(panel.store.name + "-shm")
    outcomes = {name: collections.Counter() for name in files}
    for number in range(N_FLIPS):
        name = sorted(files)[number % 2]
        place, bit = DICE.randrange(len(files[name])), DICE.randrange(8)
        shm.unlink(missing_ok=True)
        for other, content in files.items():
            damaged = bytearray(content)
            if other == name:
                damaged[place] ^= 1 << bit
            (panel.folder / other).write_bytes(damaged)
        outcomes[name][look(panel, cards, kept, head)] += 1
    panel.close()
    for name, counts in sorted(outcomes.items()):
        said = ", ".join(f"{n} {outcome}" for outcome, n in sorted(counts.items()))
        print(f"flipped: {sum(counts.values())} bits in {name} ({len(files[name])} bytes): {said}")
    print(f"flipped: no crash, no card that is not what it was ({seconds(start, time.monotonic())})")


main()
