#!/usr/bin/env python3
"""Does known damage to clean text and counts what a command repairs.

    tests/bench/inject.py -- build/release/textmend --isolated --profile pdf
    tests/bench/inject.py --text DIR --only hyphen-keep,de --failures out.tsv -- COMMAND

The command reads a document from stdin and writes it to stdout; with --jsonl it does so with many,
each the member `text` of a JSON line. README.md explains the columns.
"""

import argparse
import json
import sys

from inject import selftest, typeset
from inject.document import EXACT, LEFT, PARTLY, WRONG
from inject.hyphenate import MissingPatterns
from inject.kinds import KINDS, LANGUAGES
from inject.run import Command, CommandFailed, make_documents, measure
from inject.texts import load

STATUSES = (EXACT, LEFT, PARTLY, WRONG)
HEAD = ("kind", "lang", "N", "exact %", "left %", "partly", "wrong", "wrong/1000", "collateral")
ROW = "{:<22} {:<4} {:>6} {:>8} {:>8} {:>7} {:>6} {:>10} {:>10}"


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", metavar="DIR", help="clean text, files NAME.LANG.txt")
    parser.add_argument("--only", default="", metavar="NAME,...", help="kinds and languages")
    parser.add_argument("--n", type=int, default=3000, help="injections a kind and language")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--styles", action="store_true", help="a row for each style too")
    parser.add_argument("--jsonl", action="store_true", help="one run for all documents of a row")
    parser.add_argument("--json", metavar="FILE", help="the table with all numbers")
    parser.add_argument("--failures", metavar="FILE", help="a line for all that is not exact")
    parser.add_argument("--self-test", action="store_true", help="test the scorer and exit")
    parser.add_argument("command", nargs="*", help="behind `--`")
    options = parser.parse_args()
    if not options.self_test and not options.command:
        parser.error("no command: write it behind `--`")
    return options


def choose(only):
    """The kinds and languages that --only names; all where it names none."""
    names = [name for name in only.split(",") if name]
    kinds = [*KINDS, typeset.NAME]
    unknown = set(names) - {*kinds, *LANGUAGES}
    if unknown:
        sys.exit(f"inject.py: --only: unknown {', '.join(sorted(unknown))}")
    chosen = [kind for kind in kinds if kind in names] or kinds
    return chosen, [lang for lang in LANGUAGES if lang in names] or LANGUAGES


def failure_writer(path):
    if not path:
        return lambda row: None
    out = open(path, "w", encoding="utf-8")  # until the process ends
    heads = "kind lang style document status original damaged got context"
    print(*heads.split(), sep="\t", file=out)

    def write(row):
        # Controls are part of some damage, and line ends of other.
        cells = (str(cell).encode("unicode_escape").decode() if not str(cell).isprintable()
                 else str(cell) for cell in row)  # fmt: skip
        print(*cells, sep="\t", file=out)

    return write


def show(value):
    return "-" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def print_row(kind, language, row):
    cells = [row["n"], row["exact_percent"], row["left_percent"], row["partly"],
             row["wrong"], row["wrong_per_1000_repairs"], row["collateral"]]  # fmt: skip
    print(ROW.format(kind, language, *map(show, cells)), flush=True)


def print_styles(styles):
    for name, counts in styles.items():
        n = sum(counts.values())
        exact, left, partly, wrong = (counts.get(s, 0) for s in STATUSES)
        rate = 1000 * wrong / (exact + wrong) if exact + wrong else None
        cells = [n, 100 * exact / n, 100 * left / n, partly, wrong, rate, ""]
        print(ROW.format(f"  {name}", "", *map(show, cells)))


def main():
    options = arguments()
    if options.self_test:
        return selftest.run()
    kinds, languages = choose(options.only)
    texts = {language: load(options.text, language) for language in languages}
    command = Command(options.command, options.jsonl)
    failures = failure_writer(options.failures)
    result = []
    print(ROW.format(*HEAD))
    for language in languages:
        if not texts[language]:
            print(f"skipped: {language}: no text *.{language}.txt; see --text")
    for kind in kinds:
        for language in filter(texts.get, languages):
            try:
                maker = typeset.Typesetter() if kind == typeset.NAME else KINDS[kind]
                documents = make_documents(
                    maker, kind, language, texts[language], options.seed, options.n
                )
                tally = measure(documents, command, failures, (kind, language))
            except (MissingPatterns, typeset.MissingTools) as missing:
                print(f"skipped: {kind} {language}: {missing}")
                continue
            row = tally.row()
            print_row(kind, language, row)
            if options.styles:
                print_styles(row["styles"])
            result.append({"kind": kind, "language": language, **row})
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"seed": options.seed, "command": options.command, "rows": result}, out,
                      indent=1)  # fmt: skip
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as failed:
        sys.exit(f"inject.py: {failed}")
