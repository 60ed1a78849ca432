"""A panel in a temporary folder, the program that keeps its cards, and what the store then holds."""

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("PANELKIT", ROOT / "target/debug/panelkit"))
EXAMPLE = ROOT / "examples/panel"
CARD = "lucja-zolc.practical-coding.scorecard.toml"

# How every command may end; docs/commands.md lists what each code means.
DOCUMENTED = {0, 1, 2, 65, 66, 69, 73, 74, 75, 77, 78}

# The same choices in every run.
DICE = random.Random(20261120)


def is_long():
    return "--long" in sys.argv[1:]


def check(holds, what):
    """Ends the script where something does not hold."""
    if not holds:
        sys.exit(f"FAILED: {what}")


@dataclass
class Run:
    """What became of a command."""

    code: int
    out: str
    err: str

    def is_plain(self):
        """A documented exit code, and a message of our own."""
        words = self.err.lower()
        ours = not any(word in words for word in ["panic", "fault of panelkit", "sqlite", "os error"])
        return self.code in DOCUMENTED and ours and (self.code == 0 or bool(words.strip()))

    def __str__(self):
        return f"exit code {self.code}, stdout {self.out!r}, stderr {self.err!r}"


class Panel:
    """The example's rubric, cards of it, and a store."""

    def __init__(self, folder=None):
        self.owned = None
        if folder is None:
            self.owned = tempfile.TemporaryDirectory(prefix="panelkit-reliability-")
            folder = self.owned.name
        self.folder = Path(folder)
        self.cards = self.folder / "cards"
        self.cards.mkdir(parents=True, exist_ok=True)
        shutil.copy(EXAMPLE / "rubric.toml", self.folder)
        self.template = (EXAMPLE / "scorecards" / CARD).read_text()
        self.store = self.folder / "panelkit.db"
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PANELKIT_AS": "grace"}

    def close(self):
        if self.owned:
            self.owned.cleanup()

    def card(self, number, size=0):
        """A card of its own, about a candidate of its own; with a comment of that many bytes."""
        path = self.cards / f"{number}.scorecard.toml"
        text = self.template.replace('"lucja-zolc"', f'"candidate-{number}"')
        path.write_text(text + f"# {'x' * size}\n" * bool(size))
        return path

    def command(self, *arguments):
        return [str(PROGRAM), *map(str, arguments)]

    def run(self, *arguments, before=(), limit=None, **options):
        """Runs the program to its end, behind another command and under a limit where given."""
        done = subprocess.run([*before, *self.command(*arguments)], cwd=self.folder, env=self.env,
                              capture_output=True, preexec_fn=limit, timeout=300, **options)
        return Run(done.returncode, done.stdout.decode(errors="replace"),
                   done.stderr.decode(errors="replace"))

    def submission(self, *cards):
        return ("submit", *cards, "--rubric", "rubric.toml", "--store", self.store)

    def submit(self, *cards, **how):
        return self.run(*self.submission(*cards), **how)

    def verify(self, store=None):
        return self.run("audit", "verify", "--store", store or self.store)

    def kept(self):
        """The cards in the store by their ids, as another program reads them."""
        if not self.store.exists():
            return {}
        connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        rows = connection.execute("SELECT payload FROM event WHERE kind = 'card-submitted'")
        cards = [payload.partition(b"\n")[2] for (payload,) in rows]
        connection.close()
        kept = {hashlib.sha256(card).hexdigest(): card for card in cards}
        check(len(kept) == len(cards), "a card is kept twice")
        return kept

    def holds(self, *cards):
        """Whether the store is whole and has these cards byte for byte."""
        verified = self.verify()
        check(verified.code == 0, f"the store is not whole: {verified}")
        kept = self.kept()
        return all(is_in(card, kept) for card in cards)

    def leftovers(self):
        """Files that a command did not clear away."""
        return sorted(path.name for path in self.folder.glob(".panelkit-*"))


def is_in(card, kept):
    content = card.read_bytes()
    return kept.get(hashlib.sha256(content).hexdigest()) == content


def seconds(since, until):
    return f"{until - since:.1f} s"
