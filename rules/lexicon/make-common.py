#!/usr/bin/env python3
"""Makes rules/lexicon/common-LANG.txt, how common the words of a language are.

    git clone https://github.com/tesseract-ocr/langdata
    sudo apt-get install hunspell hunspell-de-de hunspell-fr hunspell-es
    rules/lexicon/make-common.py langdata

README.md in this folder says what is taken and why. The answer depends on the clone (commit
bc528bf1) and on the dictionaries alone, so running it again changes nothing.
"""

import re
import subprocess
import sys
from pathlib import Path

# Language, its folder in langdata, its dictionary, and what is a word of one letter in it.
LANGUAGES = [
    ("de", "deu", "de_DE", ""),
    ("es", "spa", "es_ES", "aeouy"),
    ("fr", "fra", "fr_FR", "aàyôâ"),
]
# So many words up to this rank have this tier.
TIERS = [(2000, 10), (6000, 20), (20000, 35)]

WORD = re.compile(r"[^\W\d_]+")
LIGATURE = re.compile("[\ufb00-\ufb06]")
# Of addresses and dates, and what no text needs.
LEFT_OUT = re.compile(r"(?i)^(?:com|abr|ago|dic|déc|dez|ene|feb|nov|oct|okt|sep|html?|https?|net|org|php|www|sex|sexe|sexo|porno?s?|eroti.*|érotique.*|nudes?)$")


def known_to(dictionary, words):
    """Those of the words that the dictionary has."""
    run = subprocess.run(
        ["hunspell", "-d", dictionary, "-i", "utf-8", "-G"],
        input="".join(word + "\n" for word in words),
        capture_output=True, text=True, encoding="utf-8", check=True,
    )
    return set(run.stdout.split("\n"))


def may_be_word(word, letters):
    if not WORD.fullmatch(word) or LIGATURE.search(word) or LEFT_OUT.match(word):
        return False
    if len(word) == 1:
        return word in letters
    # Abbreviations are letter salad that would pass for any broken piece.
    return word[1:] == word[1:].lower() and re.search("[aeiouyà-ü]", word.lower())


def ranked(path, letters):
    """The words in small letters, the most frequent first."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return list(dict.fromkeys(line.lower() for line in lines if may_be_word(line, letters)))


def common_words(path, language, dictionary, letters):
    words = ranked(path, letters)
    # As the dictionary writes them: German nouns, with a capital.
    spellings = words + [word.capitalize() for word in words]
    # German wrote ß behind short vowels, too: what lists have of that is common in older texts.
    newer = {word: re.sub("ß", "ss", word) for word in words if language == "de" and "ß" in word}
    known = known_to(dictionary, spellings + list(newer.values()))
    taken = []
    for word in words:
        if word in known or newer.get(word) in known:
            taken.append(word)
        elif word.capitalize() in known:
            taken.append(word.capitalize())
    # Dictionaries have nearly any two letters; of these only the most frequent are everyday words.
    often = TIERS[0][0]
    return taken[:often] + [word for word in taken[often:] if len(word) > 2]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    here = Path(__file__).resolve().parent
    for language, folder, dictionary, letters in LANGUAGES:
        source = Path(sys.argv[1]) / folder / f"{folder}.wordlist"
        words = common_words(source, language, dictionary, letters)[: TIERS[-1][0]]
        rank = {word: place for place, word in enumerate(words)}
        lines = [
            f"{word}\t{next(tier for upto, tier in TIERS if rank[word] < upto)}\n"
            for word in sorted(words, key=lambda word: word.encode())
        ]
        target = here / f"common-{language}.txt"
        target.write_text("".join(lines), encoding="utf-8")
        print(f"{target.name}: {len(lines)} words, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
