"""The kinds of damage. Each makes a Document of paragraphs, in a style of its own choice.

An extractor is consistent: a document has one style, and most often every place that can be
damaged is. Styles have names, by which a result can be broken down.
"""

import re

from inject.document import Document, Site
from inject.hyphenate import Hyphenator
from inject.wrap import wrap

WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?![^\W\d_])")
LIGATURE = re.compile("ffi|ffl|ff|fi|fl")
COMPOUND = re.compile(r"(?<![\w’'-])(?:[^\W\d_]+-)+[^\W\d_]+(?![\w-])")
BREAK = "\n\n"

LANGUAGES = ("en", "de", "fr", "es")


def change_words(paragraphs, dice, style, change, pattern=WORD, share=1.0):
    """A Document in which `change` has damaged words; it gives None for those it leaves."""
    text = BREAK.join(paragraphs)
    changes = []
    for match in pattern.finditer(text):
        word = match.group()
        damaged = change(word)
        if damaged is not None and damaged != word and dice.chance(share):
            changes.append((match.start(), match.end(), Site(word, damaged, style)))
    return Document.of(text, changes)


def change_ligatures(paragraphs, dice, style, change, share=1.0):
    """`change(ligature, before, after)` gives what stands for one, or None."""

    def word_changed(word):
        pieces, at = [], 0
        for match in LIGATURE.finditer(word):
            new = change(match.group(), word[: match.start()], word[match.end() :])
            pieces += [word[at : match.start()], match.group() if new is None else new]
            at = match.end()
        # Where a blank at each side of a ligature meets the word's end, there is one already.
        return "".join([*pieces, word[at:]]).strip(" ")

    return change_words(paragraphs, dice, style, word_changed, share=share)


def some(dice):
    """Mostly all; some extractors damage only what one font sets."""
    return dice.pick([1.0, 1.0, 0.5, 0.25])


# Ligatures ----------------------------------------------------------------------------------------

SPLITS = {  # where the gap falls
    "left": lambda ligature: " " + ligature,  # di fferent
    "right": lambda ligature: ligature + " ",  # diff erent
    "both": lambda ligature: f" {ligature} ",  # di ff erent
    "first": lambda ligature: ligature[0] + " " + ligature[1:],  # f looding, of fice
    "last": lambda ligature: ligature[:-1] + " " + ligature[-1],  # f looding, eff iciently
}


def ligature_split(paragraphs, dice, language):
    style = dice.pick(list(SPLITS))
    split = SPLITS[style]
    return change_ligatures(
        paragraphs, dice, style, lambda ligature, *_: split(ligature), some(dice)
    )


GLYPHS = {"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "ffi": "ﬃ", "ffl": "ﬄ"}


def ligature_glyph(paragraphs, dice, language):
    style = dice.pick(["tight", "right", "right", "left", "both", "st"])
    if style == "st":
        return change_words(
            paragraphs, dice, style, lambda word: word.replace("st", "ﬆ"), share=some(dice)
        )
    left = " " if style in ("left", "both") else ""
    right = " " if style in ("right", "both") else ""
    return change_ligatures(
        paragraphs, dice, style, lambda ligature, *_: left + GLYPHS[ligature] + right, some(dice)
    )


STAND_INS = {
    "latin1-standard": {"fi": "®", "fl": "¯"},  # Adobe's standard encoding
    "latin1-mac": {"fi": "Þ", "fl": "ß"},
    "control-t1": {"ff": "\x1b", "fi": "\x1c", "fl": "\x1d", "ffi": "\x1e", "ffl": "\x1f"},
    "control-ot1": {"ff": "\x0b", "fi": "\x0c", "ffi": "\x0e", "ffl": "\x0f"},  # fl is a CR
    "control-pdf": {"ff": "\x01", "fi": "\x02", "fl": "\x03", "ffi": "\x04", "ffl": "\x05"},
    "nul": dict.fromkeys(GLYPHS, "\0"),
    "fffd": dict.fromkeys(GLYPHS, "\ufffd"),
    "name": {ligature: f"/uni{ord(glyph):04X}" for ligature, glyph in GLYPHS.items()},
    "name-blank": {ligature: f"/uni{ord(glyph):04X} " for ligature, glyph in GLYPHS.items()},
}


def ligature_char(paragraphs, dice, language):
    style = dice.pick(list(STAND_INS))
    stand_in = STAND_INS[style]
    if style == "latin1-mac" and language == "de":  # ß is a letter there
        stand_in = {"fi": "Þ"}
    return change_ligatures(
        paragraphs, dice, style, lambda ligature, *_: stand_in.get(ligature), some(dice)
    )


LOST = {
    "gone": lambda ligature: "",  # dierent, classies, traac
    "blank": lambda ligature: " ",  # di erent, classi es, tra c
    "f-blank": lambda ligature: "f ",  # dif erent, traf c
}


def ligature_lost(paragraphs, dice, language):
    style = dice.pick(list(LOST))
    lost = LOST[style]
    which = dice.pick([list(GLYPHS), ["ff", "ffi", "ffl"], ["fi", "fl"]])
    if style == "f-blank" or language == "es" and which[0] == "ff":
        which = list(GLYPHS)
    return change_ligatures(
        paragraphs, dice, style, lambda ligature, *_: lost(ligature) if ligature in which else None
    )


def ligature_miscoded(paragraphs, dice, language):
    """A font that is embedded in part numbers its glyphs from `!` on: by rank or as they come."""
    style = dice.pick(["rank", "order"])
    codes = {"ff": "!", "ffi": '"', "fi": "#", "fl": "$", "ffl": "%"}
    if style == "order":
        text = BREAK.join(paragraphs)
        codes = {}
        for match in WORD.finditer(text):
            for ligature in LIGATURE.findall(match.group()):
                codes.setdefault(ligature, chr(ord("!") + len(codes)))
    return change_ligatures(paragraphs, dice, style, lambda ligature, *_: codes[ligature])


# Hyphens ------------------------------------------------------------------------------------------

HYPHENS = {
    "ascii": "-\n",
    "blank": "- \n",
    "soft": "\u00ad\n",
    "soft-blank": "\u00ad \n",
    "u2010": "\u2010\n",
    "joined": "- ",  # the extractor has put the lines into one: infor- mation
}


class HyphenBreaks:
    """Sets paragraphs in narrow columns. Hyphens of the typesetter are one kind, those of the word
    another: a document has both, and counts one."""

    def __init__(self, keep):
        self.keep = keep
        self.hyphenators = {}

    def __call__(self, paragraphs, dice, language):
        if language not in self.hyphenators:
            self.hyphenators[language] = Hyphenator(language)
        points = self.hyphenators[language].points
        # Where a true hyphen stays `-`, it can be told from a soft one by its looks.
        style = dice.pick(["ascii", "ascii", *HYPHENS])
        mark = HYPHENS[style]
        true_mark = {"soft": "-\n", "soft-blank": "- \n"}.get(style, mark)
        end = " " if style == "joined" else mark[1:]
        width = 28 + dice.below(25) if self.keep else 38 + dice.below(40)

        pieces = []
        for paragraph in paragraphs:
            for line, broken in wrap(paragraph, width, points, prefer_true=self.keep):
                if broken is None:
                    pieces += [line, end]
                    continue
                left, right, true = broken
                damaged = left + (true_mark if true else mark) + right
                original = left + "-" * true + right
                pieces += [line, Site(original, damaged, style, counted=true == self.keep)]
            # The last piece of a paragraph is its last line's end.
            pieces[-1:] = [BREAK]
        return Document(pieces)


def hyphen_lost(paragraphs, dice, language):
    share = dice.pick([1.0, 0.5, 0.25])
    style = f"{share:.2f}"
    return change_words(
        paragraphs, dice, style, lambda word: word.replace("-", ""), COMPOUND, share
    )


# Blanks -------------------------------------------------------------------------------------------

KERNED = re.compile("[TVWYPF](?=[aeiouyrä-ü])|[a-z](?=[vwy])|[vwy](?=[a-z])")


def broken(paragraphs, dice, language):
    """One bogus blank: at a pair of letters that fonts draw together, or anywhere."""
    style = dice.pick(["kerned", "any"])

    def change(word):
        if len(word) < 4:
            return None
        places = range(1, len(word))
        if style == "kerned":
            places = [match.end() for match in KERNED.finditer(word) if match.end() < len(word)]
        if not places:
            return None
        at = dice.pick(places)
        return word[:at] + " " + word[at:]

    return change_words(paragraphs, dice, style, change, share=dice.pick([0.02, 0.05, 0.1]))


PAIR = re.compile(r"(?<![\w’'-])[^\W\d_]+ [^\W\d_]+(?![\w’'-])")
STOP = re.compile(r"(?<![\w.’'-])[^\W\d_]{3,}[.,;] [^\W\d_]+(?![\w’'-])")


def fused(paragraphs, dice, language):
    """A blank lost: between two words, or behind a stop or comma."""
    style = dice.pick(["words", "stop"])
    return change_words(
        paragraphs,
        dice,
        style,
        lambda words: words.replace(" ", ""),
        PAIR if style == "words" else STOP,
        dice.pick([0.04, 0.1]) if style == "words" else 0.3,
    )


KINDS = {
    "ligature-split": ligature_split,
    "ligature-glyph": ligature_glyph,
    "ligature-char": ligature_char,
    "ligature-lost": ligature_lost,
    "ligature-miscoded": ligature_miscoded,
    "hyphen-linebreak": HyphenBreaks(keep=False),
    "hyphen-keep": HyphenBreaks(keep=True),
    "hyphen-lost": hyphen_lost,
    "broken": broken,
    "fused": fused,
}
