"""Where a word may be hyphenated: TeX's patterns, as libhyphen packages install them."""

import re
from pathlib import Path

# Debian and Ubuntu: apt-get install hyphen-en-us hyphen-de hyphen-fr hyphen-es
DIRECTORIES = [Path("/usr/share/hyphen"), Path("/usr/share/myspell/dicts")]
FILES = {
    "en": "hyph_en_US.dic",
    "de": "hyph_de_DE.dic",
    "fr": "hyph_fr.dic",
    "es": "hyph_es_ES.dic",
}
PACKAGES = {"en": "hyphen-en-us", "de": "hyphen-de", "fr": "hyphen-fr", "es": "hyphen-es"}
MIN_LEFT, MIN_RIGHT = 2, 3


class MissingPatterns(Exception):
    pass


class Hyphenator:
    def __init__(self, language):
        for directory in DIRECTORIES:
            path = directory / FILES[language]
            if path.exists():
                self.patterns = self._read(path)
                self.longest = max(map(len, self.patterns))
                self.known = {}
                return
        raise MissingPatterns(f"no {FILES[language]}: apt-get install {PACKAGES[language]}")

    @staticmethod
    def _read(path):
        data = path.read_bytes()
        encoding = data.split(b"\n", 1)[0].decode("ascii").strip()
        lines = data.decode(encoding).splitlines()[1:]
        # Below NEXTLEVEL is what breaks words; above it, if it is there, what breaks compounds.
        levels = [i for i, line in enumerate(lines) if line.strip() == "NEXTLEVEL"]
        patterns = {}
        for line in lines[levels[-1] + 1 if levels else 0 :]:
            pattern = line.strip()
            if not pattern or pattern[0] in "%#" or re.match("[A-Z]{4}", pattern):
                continue
            if "/" in pattern:  # a change of spelling (Schif-fahrt)
                continue
            letters = re.sub(r"\d", "", pattern)
            patterns[letters] = [int(d or 0) for d in re.split(r"\D", pattern)]
        return patterns

    def points(self, word):
        """Indices at which a hyphen may stand."""
        if word not in self.known:
            self.known[word] = self._points(word)
        return self.known[word]

    def _points(self, word):
        framed = f".{word.lower()}."
        values = [0] * (len(framed) + 1)
        for begin in range(len(framed)):
            for end in range(begin + 1, min(len(framed), begin + self.longest) + 1):
                for offset, value in enumerate(self.patterns.get(framed[begin:end], ())):
                    values[begin + offset] = max(values[begin + offset], value)
        return [
            at for at in range(MIN_LEFT, len(word) - MIN_RIGHT + 1) if values[at + 1] % 2 == 1
        ]
