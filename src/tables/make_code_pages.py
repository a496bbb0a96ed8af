#!/usr/bin/env python3
"""Writes src/textmend/code_pages.cpp: code pages, and the characters that text is written with.

    src/tables/make_code_pages.py            # writes the file
    src/tables/make_code_pages.py --check    # exit code 1 if it would change

Source of everything: the codecs of Python's standard library, which are made from the mapping files
of the Unicode Consortium (https://www.unicode.org/Public/MAPPINGS/).
"""

import argparse
import sys
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "textmend" / "code_pages.cpp"

# What UTF-8 is misread as: the name in rule files, Python's codec, whether the bytes from 0x80 to
# 0x9F may also appear as C1 control characters (systems that have no character there pass them on).
PAGES = [
    ("windows-1252", "cp1252", True),
    ("windows-1250", "cp1250", True),
    ("iso-8859-2", "iso8859_2", True),
    ("windows-1251", "cp1251", True),
    ("windows-1253", "cp1253", True),
    ("windows-1254", "cp1254", True),
    ("windows-1257", "cp1257", True),
    ("macroman", "mac_roman", False),
    ("cp437", "cp437", False),
]

# Sets that were made so that the languages of a country could be written. What none of them holds
# is not ordinary: phonetic letters, letters out of use, dead accents. The code pages of DOS are left
# out, as they are full of line art.
NATIONAL = (
    [f"iso8859_{i}" for i in range(1, 17) if i != 12]
    + [f"cp125{i}" for i in range(9)]
    + ["koi8_t", "koi8_u", "kz1048", "ptcp154"]
    + ["mac_roman", "mac_latin2", "mac_croatian", "mac_romanian", "mac_iceland", "mac_turkish"]
    + ["mac_greek", "mac_cyrillic"]
)
# Azerbaijani is written with a letter that no such set of Python has.
EXTRA = "Əə"


def characters(codec):
    """The characters of the bytes from 0x80 to 0xFF; None where there is none."""
    result = []
    for byte in range(0x80, 0x100):
        try:
            result.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            result.append(None)
    return result


def ordinary():
    """Ranges of U+00A0 to U+07FF, both ends included. Of the scripts from Armenian to N'Ko, which
    have no variants for phonetics and few sets of 8 bits, all is ordinary."""
    known = {ord(c) for codec in NATIONAL for c in characters(codec) if c} | {ord(c) for c in EXTRA}
    known |= set(range(0x0530, 0x0800))
    known = sorted(c for c in known if 0xA0 <= c < 0x800)
    ranges = []
    for c in known:
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1][1] = c
        else:
            ranges.append([c, c])
    return ranges


def rows(items, width):
    lines, line = [], ""
    for item in items:
        if len(line) + len(item) + 2 > width:
            lines.append(line)
            line = ""
        line += (" " if line else "") + item + ","
    return lines + [line]


def text():
    out = [
        "// Written by src/tables/make_code_pages.py from the codecs of Python's standard library, which",
        "// are made from the mapping files of the Unicode Consortium. Do not edit.",
        "",
        '#include "textmend/code_pages.h"',
        "",
        "namespace textmend::internal {",
        "",
        "// clang-format off",
        "",
        "namespace {",
        "",
        "constexpr CodePage kPages[] = {",
    ]
    for name, codec, c1 in PAGES:
        out.append(f'    {{"{name}", {"true" if c1 else "false"}, {{')
        codes = [f"0x{ord(c):04X}" if c else "0" for c in characters(codec)]
        out += ["        " + line for line in rows(codes, 88)]
        out.append("    }},")
    out += ["};", "", "constexpr CodePointRange kOrdinary[] = {"]
    out += ["    " + line for line in rows([f"{{0x{a:04X}, 0x{b:04X}}}" for a, b in ordinary()], 92)]
    out += [
        "};",
        "",
        "}  // namespace",
        "",
        "// clang-format on",
        "",
        "std::span<const CodePage> code_pages() { return kPages; }",
        "std::span<const CodePointRange> ordinary_characters() { return kOrdinary; }",
        "",
        "}  // namespace textmend::internal",
        "",
    ]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if check:
        sys.exit(OUTPUT.read_text(encoding="utf-8") != text())
    OUTPUT.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
