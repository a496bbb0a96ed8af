"""Damage as a real extractor does it: paragraphs set by LaTeX in narrow columns, and pdftotext.

What differs from the words that were set, found by alignment, are the sites. Bitmap fonts (Type 3),
as PDF files of the nineties have them, name no glyphs: their ligatures come out as controls, as
blanks, or not at all.
"""

import re
import shutil
import subprocess
import tempfile
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from inject.align import hulls
from inject.document import TOKEN, Document, Site

NAME = "typeset"
TOOLS = {"pdflatex": "texlive-latex-base", "pdftotext": "poppler-utils"}
PATTERNS = {"en": "english", "de": "ngerman", "fr": "french", "es": "spanish"}
PACKAGES = {
    "en": "texlive-latex-base",
    "de": "texlive-lang-german",
    "fr": "texlive-lang-french",
    "es": "texlive-lang-spanish",
}

# Quotes, dashes and the like are other signs in bitmap fonts, and no words.
PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœ0-9 .,;:?!()'-]+")
BREAK = re.compile(r"[-‐\u00ad][ \n]+")
DOUBLE = re.compile(r"--|''|,,|[?!]'")  # signs of their own in TeX
FONTS = {"t1": ("T1", ""), "ot1": ("OT1", ""), "t1-bitmap": ("T1", r"\pdfmapfile{}"),
         "ot1-bitmap": ("OT1", r"\pdfmapfile{}")}  # fmt: skip

SOURCE = r"""\documentclass[10pt%(options)s]{article}
%(maps)s
\usepackage[%(encoding)s]{fontenc}
\usepackage[utf8]{inputenc}
\pagestyle{empty}
\textwidth=%(width)smm \textheight=230mm \topmargin=-15mm \oddsidemargin=0mm \columnsep=8mm
\emergencystretch=1em \frenchspacing
%(paragraphs)s
\expandafter\ifx\csname l@%(language)s\endcsname\relax\errmessage{no patterns}\fi
\begin{document}
\language=\csname l@%(language)s\endcsname \lefthyphenmin=2 \righthyphenmin=3
%(text)s
\end{document}
"""


class MissingTools(Exception):
    pass


class Typesetter:
    def __init__(self):
        for tool, package in TOOLS.items():
            if not shutil.which(tool):
                raise MissingTools(f"no {tool}: apt-get install {package}")

    def __call__(self, paragraphs, dice, language):
        # Accents are signs of their own in the bitmap of an OT1 font, before or behind a letter.
        font = dice.pick([name for name in FONTS if language == "en" or name != "ot1-bitmap"])
        encoding, maps = FONTS[font]
        columns = dice.chance(0.5)
        source = {
            "options": ",twocolumn" if columns else "",
            "maps": maps,
            "encoding": encoding,
            "width": 120 + dice.below(60) if columns else 50 + dice.below(50),
            "paragraphs": dice.pick(["", r"\parindent=0pt \parskip=\baselineskip"]),
            "language": PATTERNS[language],
        }
        raw = dice.chance(0.3)
        plain = [text.replace("’", "'").replace("\u00a0", " ") for text in paragraphs]
        plain = [text for text in plain if PLAIN.fullmatch(text) and not DOUBLE.search(text)]
        if font == "ot1-bitmap":  # loan words, too
            plain = [text for text in plain if text.isascii()]
        text = "\n\n".join(plain)
        if not text:
            return Document([""])
        extracted = extract(SOURCE % {**source, "text": text}, raw, language)
        return compare(text, extracted.replace("’", "'"), font)


def extract(source, raw, language):
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "a.tex").write_text(source, encoding="utf-8")
        subprocess.run(["pdflatex", "-interaction=batchmode", "a.tex"], cwd=directory, check=False,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)  # fmt: skip
        log = (Path(directory) / "a.log").read_text(encoding="utf-8", errors="replace")
        if "no patterns" in log:
            raise MissingTools(f"no hyphenation patterns: apt-get install {PACKAGES[language]}")
        errors = [line for line in log.splitlines() if line.startswith("!")]
        if errors or not (Path(directory) / "a.pdf").exists():
            raise MissingTools(f"pdflatex: {errors[0] if errors else 'no PDF'}; "
                               "apt-get install cm-super-minimal")  # fmt: skip
        options = ["-nopgbrk", "-enc", "UTF-8", *(["-raw"] if raw else [])]
        subprocess.run(["pdftotext", *options, "a.pdf", "a.txt"], cwd=directory, check=True)
        return (Path(directory) / "a.txt").read_bytes().decode(errors="replace")


def compare(text, extracted, font):
    """The Document that has `extracted` as damaged text and what differs from `text` as sites."""
    words = TOKEN.findall(text)
    spans = [match.span() for match in TOKEN.finditer(extracted)]
    tokens = [extracted[begin:end] for begin, end in spans]
    changes = []
    for a0, a1, b0, b1 in hulls(words, tokens):
        for word, first, last in pair(words[a0:a1], tokens[b0:b1]):
            begin, end = spans[b0 + first][0], spans[b0 + last - 1][1]
            damaged = extracted[begin:end]
            kind = what(word, damaged)
            # Two kinds of damage, of which none can be told to have been repaired.
            counted = kind != "other" or "-" not in word
            site = Site(word, damaged, f"{font} {kind}", counted, halves(word, damaged))
            changes.append((begin, end, word, site))
    pieces, at = [], 0
    for begin, end, _, site in changes:
        pieces += [extracted[at:begin], site]
        at = end
    return Document(pieces + [extracted[at:]])


def pair(words, tokens):
    """(word, first token, token behind the last) for words that became other tokens. None where it
    can't be told what became of what."""
    if len(words) > 6 or len(tokens) > 12 or len(words) > len(tokens):
        return []

    @cache
    def best(i, j):
        if i == len(words):
            return (0.0, ()) if j == len(tokens) else (-100.0, ())
        options = []
        for k in range(j + 1, len(tokens) + 1):
            likeness = SequenceMatcher(None, words[i], "".join(tokens[j:k])).ratio()
            if likeness < 0.4:  # another word: the extractor has put lines in another order
                continue
            score, rest = best(i + 1, k)
            options.append((score + likeness - 1, ((words[i], j, k), *rest)))
        return max(options, default=(-100.0, ()))

    score, pairs = best(0, 0)
    return [p for p in pairs if [p[0]] != tokens[p[1] : p[2]]] if score > -100 else []


def halves(word, damaged):
    """What is there when all is repaired but the line's end, or only that."""
    if "-" in word or not BREAK.search(damaged):
        return ()
    joined = BREAK.sub("", damaged)
    return (joined, unicodedata.normalize("NFC", joined),
            *(f"{word[:at]}- {word[at:]}" for at in range(1, len(word))))  # fmt: skip


def what(word, damaged):
    """What happened to a word, as the name of a style."""
    joined = BREAK.sub("", damaged)
    broken = joined != damaged
    if broken and re.sub(r"[-‐][ \n]+", "-", damaged) == word:
        return "hyphen-keep"
    # An accent over i stands over a dotless one.
    if unicodedata.normalize("NFC", joined.replace("ı", "i")) == word:
        return "hyphen" if joined == word else "accent"
    if joined == word.replace("-", ""):
        return "hyphen-lost"
    if re.search("f[fil]", word):
        return "ligature+hyphen" if broken else "ligature"
    return "other"
