"""Breaks a paragraph into lines as a typesetter does."""

import re

CORE = re.compile(r"(\W*)([^\W\d_]+(?:-[^\W\d_]+)*)(.*)", re.DOTALL)


def wrap(paragraph, width, points, prefer_true=False):
    """Gives (text, None) for the end of a line at a blank, and (text, (left, right, true)) for one
    inside a word, whose rest then begins the next line. `true` says that the hyphen is the word's
    own. With `prefer_true` a line ends at such a hyphen wherever it is at least half full."""
    text, column = "", 0  # what is not given yet; the length of the line so far

    def fitting(word, room):
        """The last break whose left part and hyphen fit, as (before, left, right, after, true)."""
        match = CORE.fullmatch(word)
        if not match:
            return None
        before, core, after = match.groups()
        best = None
        for at in range(1, len(core)):
            if core[at] == "-" and len(before) + at + 1 <= room:
                best = (before, core[:at], core[at + 1 :], after, True)
        if best and prefer_true or "-" in core:
            return best
        for at in points(core):
            if len(before) + at + 1 <= room:
                best = (before, core[:at], core[at:], after, False)
        return best

    words = paragraph.split(" ")
    for i, word in enumerate(words):
        gap = 1 if column else 0
        room = width - column - gap
        fits = len(word) <= room
        at = None
        if not fits or (prefer_true and "-" in word and column >= width // 2):
            at = fitting(word, room)
        if at:
            before, left, right, after, true = at
            yield text + " " * gap + before, (left, right, true)
            text, column = after, len(right) + len(after)
        elif fits or not column:
            text += " " * gap + word
            column += gap + len(word)
        else:
            yield text, None
            text, column = word, len(word)
    yield text, None
