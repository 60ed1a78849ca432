"""Every command with nobody to listen: a reader who takes one line and leaves, a closed output, a full
device. No crash, and a documented exit code."""

import re
import subprocess
import time

from panel import PROGRAM, Panel, check, is_long, seconds

COMMANDS = {
    "demo": "demo made-{n}",
    "check": "check rubric.toml",
    "explain": "explain",
    "kit": "kit rubric.toml --level senior --all",
    "rubric": "rubric show rubric.toml",
    "scorecard": "scorecard check cards --rubric rubric.toml",
    "submit": "submit cards --rubric rubric.toml --store other-{n}.db",
    "packet": "packet --rubric rubric.toml --scorecards cards",
    "audit": "audit verify --store panelkit.db",
    "backup": "backup copy-{n}.db --store panelkit.db",
    "help": "help",
}
# How the shell ends a command, and the exit codes that are right then.
LISTENERS = {
    "| head -n 1": {0},
    "| true": {0},
    ">&-": {0, 74},
    "> /dev/full": {74},
    "> /dev/full 2>&1": {74},
    "<&- >&- 2>&-": {0, 74},
}
SHORT = ["| head -n 1", ">&-", "> /dev/full"]


def commands():
    """The commands that the program lists."""
    listed = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  ([a-z]+) ", listed.split("Commands:")[1].split("Options:")[0], re.M)
    check(names, "the program lists its commands")
    return names


def hear(panel, command, listener):
    """Runs a command with a listener and looks at how it ends."""
    line = f'"{PROGRAM}" {command} {listener}; echo $? >code'
    if listener.startswith("|"):
        line = f'{{ "{PROGRAM}" {command}; echo $? >code; }} {listener}'
    done = subprocess.run(["bash", "-c", line], cwd=panel.folder, env=panel.env,
                          capture_output=True, check=False)
    code = int((panel.folder / "code").read_text())
    said = done.stderr.decode(errors="replace")
    check(code in LISTENERS[listener], f"`{command} {listener}` ends with {code}: {said}")
    check("panic" not in said and "fault of panelkit" not in said, f"{command}: {said}")


def main():
    start, n_runs = time.monotonic(), 0
    unlisted = sorted(set(commands()) - set(COMMANDS))
    for name in unlisted:
        # A command that is not in the table is heard out on its help alone.
        COMMANDS[name] = f"{name} --help"
    for name, command in COMMANDS.items():
        panel = Panel()
        card = panel.card("one")
        panel.submit(card)
        # The demo writes many documents; once is enough where time is short.
        chosen = LISTENERS if is_long() else SHORT[:1] if name == "demo" else SHORT
        for n, listener in enumerate(chosen):
            hear(panel, command.format(n=n), listener)
            n_runs += 1
        check(panel.holds(card), f"{command}: the store changed")
        panel.close()
    print(f"unheard: {len(COMMANDS)} commands, {n_runs} runs, each with the right exit code "
          f"({seconds(start, time.monotonic())}); by their help alone: {', '.join(unlisted) or 'none'}")


main()
