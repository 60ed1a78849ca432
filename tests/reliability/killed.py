"""Submits that are killed at random moments: no card that was acknowledged is lost, the store opens
and verifies, and the same submit again ends as kept or kept already."""

import subprocess
import time

from panel import DICE, Panel, check, is_long, seconds

N_SUBMITS = 500 if is_long() else 40
# A store made anew is another path through the program; every so many submits begin with none.
NEW_STORE_EVERY = 20


def duration(panel):
    """How long a submit takes here, in seconds."""
    taken = []
    for number in range(5):
        card = panel.card(f"timed-{number}")
        start = time.monotonic()
        panel.submit(card)
        taken.append(time.monotonic() - start)
    return sorted(taken)[2]


def submit_killed(panel, card, after):
    """Submits and kills after some seconds; whether it was acknowledged, and whether killed."""
    process = subprocess.Popen(panel.command(*panel.submission(card)), cwd=panel.folder,
                               env=panel.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(after)
    process.kill()
    out, err = process.communicate()
    check(process.returncode in (0, -9), f"exit code {process.returncode}: {err!r}")
    return process.returncode == 0, process.returncode == -9


def main():
    start = time.monotonic()
    timing = Panel()
    usual = duration(timing)
    timing.close()
    panel, acknowledged = Panel(), []
    n_killed = n_acknowledged = n_kept_unsaid = n_left = 0
    for number in range(N_SUBMITS):
        if number % NEW_STORE_EVERY == 0:
            n_left += len(panel.leftovers())
            panel.close()
            panel, acknowledged = Panel(), []
        card = panel.card(number)
        said, killed = submit_killed(panel, card, DICE.uniform(0, usual * 1.1))
        n_killed += killed
        if said:
            n_acknowledged += 1
            acknowledged.append(card)
        if panel.store.exists():
            check(panel.holds(*acknowledged), f"an acknowledged card is lost after submit {number}")
        again = panel.submit(card)
        check(again.code == 0, f"submit {number} again: {again}")
        was_kept = "1 card kept already" in again.out
        check(was_kept or again.out.startswith("1 scorecard kept"), f"submit {number}: {again}")
        check(was_kept or not said, f"submit {number} was acknowledged and not kept")
        n_kept_unsaid += was_kept and not said
        acknowledged.append(card)
        check(panel.holds(*acknowledged), f"a card is lost after submit {number} again")
    n_left += len(panel.leftovers())
    panel.close()
    print(f"killed: {N_SUBMITS} submits, {n_killed} killed within {usual * 1100:.0f} ms, "
          f"{n_acknowledged} acknowledged before, {n_kept_unsaid} kept without having said so, "
          f"none lost; {n_left} temporary files left by kills ({seconds(start, time.monotonic())})")


main()
