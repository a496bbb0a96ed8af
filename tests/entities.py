#!/usr/bin/env python3
"""The names of HTML in rules/lists/html-entities.txt, and what the program makes of each, against
the list in Python's standard library, which is WHATWG's.

    tests/entities.py rules/lists/html-entities.txt build/dev/textmend
"""

import html
import subprocess
import sys
from html.entities import html5
from pathlib import Path

# What core/html-entities leaves alone in text: marks of Markdown and code, `<<` and `>>`, line ends.
LEFT = set(
    "ast midast lowbar UnderBar grave DiacriticalGrave num lsqb rsqb lbrack rbrack bsol verbar vert"
    " VerticalLine lcub rcub lbrace rbrace Hat Tab NewLine Lt Gt".split()
)


def table(path):
    entries = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, points = line.split("\t")
            entries[name] = "".join(chr(int(point, 16)) for point in points.split())
    return entries


def decoded(program, references):
    """What becomes of each reference in a line of prose."""
    text = "".join(f"The price of 5 &{reference}; is good.\n" for reference in references)
    command = [program, "--isolated", "--profile", "none", "--select", "core/html-entities"]
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().split("\n")[:-1]
    assert len(lines) == len(references)
    return [line[len("The price of 5 ") : -len(" is good.")] for line in lines]


def main():
    names = {name[:-1]: text for name, text in html5.items() if name.endswith(";")}
    faults = []
    own = table(Path(sys.argv[1]))
    for name in sorted(names.keys() | own.keys()):
        if own.get(name) != names.get(name):
            faults.append(f"{name}: {own.get(name)!r}, not {names.get(name)!r}")
    references = sorted(names)
    numbers = list(range(0xA0, 0x180)) + list(range(0x80, 0xA0)) + [0x2019, 0x20AC, 0x1F600]
    references += [f"#{number}" for number in numbers] + [f"#x{number:X}" for number in numbers]
    for reference, text in zip(references, decoded(sys.argv[2], references)):
        wanted = html.unescape(f"&{reference};")
        # Five numbers stand for nothing in windows-1252.
        left = reference in LEFT or (len(wanted) == 1 and 0x80 <= ord(wanted) < 0xA0)
        if text != (f"&{reference};" if left else wanted):
            faults.append(f"&{reference}; became {text!r}, not {wanted!r}")
    for fault in faults:
        print(fault)
    print(f"{len(names)} names, {len(references)} references, {len(faults)} faults")
    return 1 if faults or len(names) != 2125 else 0


if __name__ == "__main__":
    sys.exit(main())
