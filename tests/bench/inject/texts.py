"""The clean text that damage is done to: prose paragraphs, in documents of a few pages."""

import re
from pathlib import Path

OWN_TEXTS = Path(__file__).resolve().parent.parent / "text"
NAME = re.compile(r"(?:.*\.)?(?P<language>[a-z]{2})\.txt")
SIZE = 9_000  # characters of a document, or a little more

# No mark of a formula, table, address or markup: what a cleaner does to those is not asked here.
PROSE = re.compile(r"[\w \u00a0\u202f.,;:!?¿¡'’‘“”„«»‹›\"()–—…%&-]+")
DAMAGED = re.compile(r"  | [,.]")  # what a cleaner may repair, though nobody put it there
WORDS = re.compile(r"[^\W\d_]{2,}")


def load(directory, language):
    """Lists of paragraphs, each list a document, the files in turns."""
    files = sorted(
        path
        for path in Path(directory or OWN_TEXTS).iterdir()
        if (match := NAME.fullmatch(path.name)) and match["language"] == language
    )
    queues = [documents(path.read_text(encoding="utf-8")) for path in files]
    result = []
    for turn in range(max(map(len, queues), default=0)):
        result += [queue[turn] for queue in queues if turn < len(queue)]
    return result


def documents(text):
    result, paragraphs, size = [], [], 0
    for line in text.splitlines():
        line = line.strip()
        if len(WORDS.findall(line)) < 6 or not PROSE.fullmatch(line):
            continue
        if DAMAGED.search(line):
            continue
        paragraphs.append(line)
        size += len(line)
        if size >= SIZE:
            result.append(paragraphs)
            paragraphs, size = [], 0
    if paragraphs and (size >= SIZE // 3 or not result):
        result.append(paragraphs)
    return result
