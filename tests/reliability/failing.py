"""Every call of the system that writes, syncs or moves a file, failed in its turn by strace: by a kill,
a full disk, an error of the device. The store stays whole; what the message says of the card is so."""

import collections
import re
import shutil
import subprocess
import sys
import time

from panel import DICE, Panel, check, is_in, is_long, seconds

CALLS = ["write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link",
         "linkat", "ftruncate", "fallocate", "openat", "unlink", "fchmod"]
WAYS = {"kill": "signal=KILL", "full disk": "error=ENOSPC", "device": "error=EIO"}
# In the short form: this many places of each scenario and way.
N_SAMPLED = 2


class Scenario:
    """A command on a panel that is made anew for each run."""

    def __init__(self, name, prepare, arguments, judge):
        self.name, self.prepare, self.arguments, self.judge = name, prepare, arguments, judge

    def panel(self):
        panel = Panel()
        self.prepare(panel)
        return panel


def places(scenario):
    """The calls to fail: the call, and the how manieth of its kind it is."""
    panel = scenario.panel()
    log = panel.folder / "strace.log"
    run = panel.run(*scenario.arguments(panel),
                    before=["strace", "-f", "-o", log, "-e", "trace=" + ",".join(CALLS)])
    check(run.code == 0, f"{scenario.name} unharmed: {run}")
    found, seen = [], collections.Counter()
    for line in log.read_text(errors="replace").splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if not call:
            continue
        seen[call[1]] += 1
        reads = call[1] == "openat" and not re.search("O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", line)
        if not reads:
            found.append((call[1], seen[call[1]]))
    panel.close()
    return found


def fail(scenario, way, call, nth):
    """Runs a scenario with one call failed, judges what is left, and has it done again."""
    panel = scenario.panel()
    inject = f"inject={call}:{WAYS[way]}:when={nth}"
    run = panel.run(*scenario.arguments(panel), before=["strace", "-f", "-o", "/dev/null", "-e", inject])
    place = f"{scenario.name}, {way} at {call} {nth}: {run}"
    if way == "kill":
        check(run.code == -9, place)
    else:
        check(run.is_plain() and run.code in (0, 73, 74), place)
        check(not panel.leftovers(), f"{place}: it left {panel.leftovers()}")
    outcome = scenario.judge(panel, run, place)
    panel.close()
    return outcome


def judge_submit(panel, run, place):
    """Whether the card is there, which must be as the message has it."""
    before, card = panel.cards / "before.scorecard.toml", panel.cards / "new.scorecard.toml"
    if panel.store.exists():
        check(panel.holds(*[before] * before.exists()), f"{place}: an earlier card is lost")
    there = is_in(card, panel.kept())
    if run.code == 0 or "cannot write the output" in run.err:
        check(there, f"{place}: it was acknowledged and is not kept")
    elif run.code != -9 and "may be kept or not" not in run.err:
        check(not there, f"{place}: it failed, and is kept all the same")
    again = panel.submit(card)
    due = "1 card kept already" if there else "1 scorecard kept in"
    check(again.code == 0 and due in again.out, f"{place}: again: {again}")
    check(panel.holds(card), f"{place}: it is not there after the second time")
    return outcome_of(run, there)


def outcome_of(run, there):
    if "may be kept or not" in run.err:
        return "may be kept or not"
    return "done" if there else "not done"


def judge_file(name):
    """A judge of one written file: wholly new or as it was."""
    def judge(panel, run, place):
        there = (panel.folder / name).read_text()
        old = there == "old\n"
        check(old or there == due(panel, name), f"{place}: {name} is neither old nor new")
        if run.code == 0 or "cannot write the output" in run.err:
            check(not old, f"{place}: it is said to be written")
        elif "as it was before" in run.err:
            check(old, f"{place}: it is not as it was before")
        again = panel.run(*arguments_of(name)(panel))
        check(again.code == 0, f"{place}: again: {again}")
        check((panel.folder / name).read_text() == due(panel, name), f"{place}: again")
        return outcome_of(run, not old)
    return judge


NEW = {}


def due(panel, name):
    """What an unharmed run writes."""
    if name not in NEW:
        run = panel.run(*arguments_of(name)(panel)[:-1], "whole.md")
        check(run.code == 0, str(run))
        NEW[name] = (panel.folder / "whole.md").read_text()
    return NEW[name]


def arguments_of(name):
    kit = ["kit", "rubric.toml", "--level", "senior", "--round", "practical-coding", "-o", name]
    packet = ["packet", "--rubric", "rubric.toml", "--scorecards", "cards", "-o", name]
    return lambda panel: kit if name.startswith("kit") else packet


def judge_backup(panel, run, place):
    """A backup is whole or not there; the store is as it was."""
    copy, card = panel.folder / "copy.db", panel.cards / "before.scorecard.toml"
    check(panel.holds(card), f"{place}: the store lost a card")
    there = copy.exists()
    if there:
        check(panel.verify(copy).code == 0, f"{place}: the backup is not whole")
    if run.code == 0:
        check(there, f"{place}: there is no backup")
    elif "was kept" in run.err:
        check(not there, f"{place}: there is a backup all the same")
    again = panel.run("backup", copy, "--store", panel.store)
    check(again.code == (73 if there else 0), f"{place}: again: {again}")
    check(panel.verify(copy).code == 0, f"{place}: the second backup is not whole")
    return outcome_of(run, there)


def with_card(panel):
    check(panel.submit(panel.card("before")).code == 0, "a sound card is kept")
    panel.card("new")


def with_file(name):
    def prepare(panel):
        panel.card("one")
        (panel.folder / name).write_text("old\n")
    return prepare


def submission(panel):
    return panel.submission(panel.cards / "new.scorecard.toml")


SCENARIOS = [
    Scenario("submit", with_card, submission, judge_submit),
    Scenario("submit into a new store", lambda panel: panel.card("new"), submission, judge_submit),
    Scenario("kit -o", with_file("kit.md"), arguments_of("kit.md"), judge_file("kit.md")),
    Scenario("packet -o", with_file("packet.md"), arguments_of("packet.md"), judge_file("packet.md")),
    Scenario("backup", with_card, lambda panel: ["backup", "copy.db", "--store", panel.store],
             judge_backup),
]


def main():
    if not can_inject():
        print("skipped: calls failed one by one, since strace is not here or may not trace")
        return
    for scenario in SCENARIOS:
        start = time.monotonic()
        found, outcomes, n_runs = places(scenario), collections.Counter(), 0
        for way in WAYS:
            chosen = found if is_long() else DICE.sample(found, min(N_SAMPLED, len(found)))
            for call, nth in chosen:
                outcomes[fail(scenario, way, call, nth)] += 1
                n_runs += 1
        counts = ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()))
        print(f"failing: {scenario.name}, {n_runs} of {len(found) * len(WAYS)} failures at "
              f"{len(found)} calls: {counts} ({seconds(start, time.monotonic())})")
        sys.stdout.flush()


def can_inject():
    if not shutil.which("strace"):
        return False
    probe = ["strace", "-f", "-o", "/dev/null", "-e", "inject=write:error=EIO:when=1", "true"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


main()
