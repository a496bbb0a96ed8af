"""Makes documents, runs the command on them, and sums up."""

import json
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from inject.document import EXACT, LEFT, PARTLY, WRONG
from make_corpus import Dice

ROUNDS = 6  # how often the same text is damaged at most, in other styles


class CommandFailed(Exception):
    pass


class Command:
    """Runs a program on texts; remembers what it makes of clean ones."""

    def __init__(self, words, jsonl=False):
        self.words = words
        self.jsonl = jsonl
        self.known = {}

    def __call__(self, texts):
        """What becomes of each text: one run for each, or one for all of them as JSON lines."""
        if not self.jsonl:
            return [self._run(text, 120) for text in texts]
        if not texts:
            return []
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        out = [json.loads(line)["text"] for line in self._run(lines, 3600).split("\n")[:-1]]
        if len(out) != len(texts):
            raise CommandFailed(f"{self.words[0]} made {len(out)} lines of {len(texts)}")
        return out

    def _run(self, text, seconds):
        done = subprocess.run(
            self.words, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=seconds, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            message = done.stderr.decode(errors="replace").strip()
            raise CommandFailed(f"{self.words[0]} exited with {done.returncode}: {message}")
        return done.stdout.decode(errors="replace")

    def clean(self, texts):
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self(new)))
        return [self.known[text] for text in texts]


@dataclass
class Tally:
    statuses: Counter = field(default_factory=Counter)
    styles: dict = field(default_factory=lambda: defaultdict(Counter))
    collateral: int = 0
    documents: int = 0
    words: int = 0

    def add(self, document, score):
        self.documents += 1
        self.words += len(document.clean.split())
        self.collateral += len(score.collateral)
        for verdict in score.verdicts:
            self.statuses[verdict.status] += 1
            self.styles[verdict.site.style][verdict.status] += 1

    def row(self):
        n = sum(self.statuses.values())
        exact, left, partly, wrong = (
            self.statuses[status] for status in (EXACT, LEFT, PARTLY, WRONG)
        )
        return {
            "n": n,
            "exact": exact,
            "left": left,
            "partly": partly,
            "wrong": wrong,
            "exact_percent": round(100 * exact / n, 2) if n else None,
            "left_percent": round(100 * left / n, 2) if n else None,
            "wrong_per_1000_repairs": round(1000 * wrong / (exact + wrong), 1)
            if exact + wrong
            else None,
            "collateral": self.collateral,
            "documents": self.documents,
            "words": self.words,
            "styles": {name: dict(counter) for name, counter in sorted(self.styles.items())},
        }


def make_documents(kind, name, language, texts, seed, wanted):
    """Documents until they have `wanted` counted sites, or the text has been used ROUNDS times."""
    have = 0
    for turn in range(ROUNDS):
        for number, paragraphs in enumerate(texts):
            if have >= wanted:
                return
            dice = Dice(f"{seed}/{name}/{language}/{turn}/{number}")
            document = kind(paragraphs, dice, language)
            if document.count() > 0:
                have += document.count()
                yield document
        if have == 0:
            return


def measure(documents, command, failures, label):
    """Tally of a kind and language; every site that is not exact goes to `failures`."""
    tally = Tally()
    documents = list(documents)
    damaged = command([document.damaged for document in documents])
    clean = command.clean([document.clean for document in documents])
    for number, (document, *outputs) in enumerate(zip(documents, damaged, clean)):
        score = document.score(*outputs)
        tally.add(document, score)
        for verdict in score.verdicts:
            if verdict.status != EXACT:
                failures((*label, verdict.site.style, number, verdict.status,
                          verdict.site.original, verdict.site.damaged, verdict.got,
                          verdict.context))  # fmt: skip
        for before, after in score.collateral:
            failures((*label, "", number, "collateral", before, before, after, ""))
    return tally
