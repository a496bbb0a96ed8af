#!/usr/bin/env python3
"""Makes the texts that textmend is measured with: prose, damaged prose, and hostile bytes.

The prose is made of the invented paragraphs in text/, multiplied with about one word in nine
replaced by another, so that hardly two lines are the same. The same seed and size give the same
bytes with every Python from 3.9 on. 128 MB take seconds.
"""

import argparse
import random
import re
import unicodedata
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "text"

# Sizes in MB (10^6 bytes) without --mb.
DEFAULT_MB = {
    "clean": 128, "mostly": 128, "damaged": 16, "world": 48,
    "one-line": 100, "marks": 10, "marks-lines": 10, "spaces": 10, "base64": 10, "runs": 10,
    "quotes": 10, "blank": 10, "ligatures": 10, "ligatures-lines": 10,
}  # fmt: skip


class Dice:
    """Random choices that are the same in every Python, and cheap."""

    def __init__(self, seed):
        self.roll = random.Random(seed).random  # 0 <= roll() < 1

    def below(self, n):
        return int(self.roll() * n)

    def chance(self, p):
        return self.roll() < p

    def pick(self, items):
        return items[int(self.roll() * len(items))]


class Prose:
    """Paragraphs of one language, and ever new variants of them."""

    WORD = re.compile(r"[a-z]{3,}|[а-яё]{3,}|[一-龥]{2}")

    def __init__(self, language, dice):
        text = (TEXTS / f"{language}.txt").read_text(encoding="utf-8")
        self.dice = dice
        self.between = "" if language in ("ja", "zh") else " "
        split = (
            (lambda line: re.findall(r"[一-龥]{2}|[一-龥]|[^一-龥]+", line))
            if self.between == ""
            else (lambda line: line.split(" "))
        )
        self.paragraphs = []  # (pieces, indices of those that may be replaced)
        for line in text.splitlines():
            pieces = split(line)
            spots = [i for i, piece in enumerate(pieces) if self.WORD.fullmatch(piece)]
            self.paragraphs.append((pieces, spots))
        self.pool = [pieces[i] for pieces, spots in self.paragraphs for i in spots]

    def paragraph(self):
        dice, pool = self.dice, self.pool
        pieces, spots = dice.pick(self.paragraphs)
        pieces = pieces[:]
        words = len(pieces) / 9
        count = int(words) + dice.chance(words % 1)
        for _ in range(count):
            pieces[dice.pick(spots)] = dice.pick(pool)
        return self.between.join(pieces)


class English:
    """A paragraph a line, of 130 bytes in the mean."""

    def __init__(self, dice):
        self.dice = dice
        self.prose = Prose("en", dice)

    def line(self):
        line = self.prose.paragraph()
        if self.dice.chance(1 / 6):
            line += " " + self.prose.paragraph()
        return line


class World:
    """Russian, Japanese and Chinese in turns, in longer paragraphs."""

    def __init__(self, dice):
        self.dice = dice
        self.languages = [Prose(language, dice) for language in ("ru", "ja", "zh")]

    def line(self):
        prose = self.dice.pick(self.languages)
        return prose.between.join(prose.paragraph() for _ in range(1 + self.dice.below(3)))


# Damage ------------------------------------------------------------------------------------------
# Each function takes a line and gives it back damaged, or None where it has no place for that.

NAMES = ["Nora Quint", "Jan Ott", "Ines Falk", "Piet Vos", "Ruth Amsel", "Tomas Brede"]
AGENCIES = ["Harbour Press", "Coastal Agency", "Northshore Press", "Valley News"]
PLACES = ["Vienna", "Lisbon", "Berlin", "London", "Paris", "Tokyo", "Chicago", "Madrid"]
APART = ["café", "naïve", "résumé", "façade", "jalapeño", "Zürich"]


def replace_one(line, old, new, dice):
    """Replaces one random occurrence of `old`."""
    places = line.count(old)
    if places == 0:
        return None
    at = -1
    for _ in range(1 + dice.below(places)):
        at = line.index(old, at + 1)
    return line[:at] + new + line[at + len(old) :]


def change_word(line, pattern, change, dice):
    """Gives one random match of `pattern` to `change`."""
    found = list(re.finditer(pattern, line))
    if not found:
        return None
    match = dice.pick(found)
    return line[: match.start()] + change(match.group()) + line[match.end() :]


def behind_line(*texts):
    def damage(line, dice):
        return line + "\n\n" + dice.pick(texts)

    return damage


def instead_of(old, *new):
    def damage(line, dice):
        return replace_one(line, old, dice.pick(new), dice)

    return damage


def inside_word(mark):
    def damage(line, dice):
        return change_word(
            line,
            r"[^\W\d_]{6,}",
            lambda word: word[: len(word) // 2] + mark + word[len(word) // 2 :],
            dice,
        )

    return damage


def split_ligature(line, dice):
    return change_word(
        line,
        r"\b[A-Za-z]*f[fil][a-z]{2,}",
        lambda word: word[: word.index("f") + 1] + " " + word[word.index("f") + 1 :],
        dice,
    )


def split_glyph(line, dice):
    glyphs = {"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}

    def change(word):
        at = re.search("f[fil]", word).start()
        return (word[:at] + " " + glyphs[word[at : at + 2]] + " " + word[at + 2 :]).lstrip()

    return change_word(line, r"\b[a-z]*f[fil][a-z]{2,}", change, dice)


def ligature_glyph(line, dice):
    old, new = dice.pick([("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")])
    return replace_one(line, old, new, dice)


def lost_hyphen(line, dice):
    return change_word(
        line, r"(?<= )the(?= [a-z]{4})", lambda word: "the " + dice.pick(PLACES) + "based", dice
    )


def lost_hyphen_acronym(line, dice):
    return change_word(
        line,
        r"(?<= )an?(?= [a-z]{4})",
        lambda word: "a QVD" + dice.pick(["based", "funded", "led"]),
        dice,
    )


def credit_marks(line, dice):
    credit = f"{dice.pick(NAMES)} {dice.pick(AGENCIES)}"
    return f" ?? {credit} ?? {line}\n{credit} {line}"


def credit_ellipsis(line, dice):
    return f"{line}\n\nCredit…{dice.pick(NAMES)} / {dice.pick(AGENCIES)}"


def caption_twice(line, dice):
    return f"{line}\n\n{line} Photo: {dice.pick(NAMES)}/{dice.pick(AGENCIES)}"


def letters_apart(line, dice):
    word = unicodedata.normalize("NFD", dice.pick(APART))
    return change_word(line, r"(?<= )[a-z]{4,}(?= )", lambda _: word, dice)


def kana_apart(line, dice):
    return change_word(
        line, "[ёйЙЁが-ぢづ-どば-ぽ]", lambda c: unicodedata.normalize("NFD", c), dice
    )


def wrong_quote(line, dice):
    if line.endswith(".”"):
        return line[:-1] + " “"
    if not re.search("[“”]", line):
        return f"“{line} “"
    return None


def double_stop(line, dice):
    if re.search(r"\. [A-Z]", line):
        return replace_one(line, ". ", ". . ", dice)
    return line + " ." if line.endswith(".") else None


def spaced_stop(line, dice):
    return line[:-1] + " ." if line.endswith(".") else None


def control_character(line, dice):
    return replace_one(line, " — ", " \x02— ", dice) or replace_one(line, " “", " \x03“", dice)


def mojibake(line, dice):
    def change(mark):
        return "".join(bytes([b]).decode("cp1252", errors="ignore") for b in mark.encode())

    return change_word(line, "[“’—éöü]", change, dice)


def line_end_hyphen(line, dice):
    return change_word(
        line, r"(?<= )[a-z]{7,}(?= )", lambda word: word[:4] + "-\n" + word[4:], dice
    )


EVERYWHERE = {
    "zero width": inside_word("\u200b"),
    "byte order mark": inside_word("\ufeff"),
    "comments closed": behind_line("Comments are closed.", "Comments are now closed for this post"),
    "share bar": behind_line(
        "Share: Facebook Twitter Email",
        "Share on Facebook Share on Twitter",
        "Tweet Share Pin",
        "Share this:\nFacebook\nTwitter",
    ),
    "click to share": behind_line(
        "Click to share on X (Opens in new window)",
        "Click to share on Facebook (Opens in new window)Click to print (Opens in new window)",
    ),
    "blank run": lambda line, dice: line + "\n" * (4 + dice.below(5)),
}

ENGLISH = EVERYWHERE | {
    "space before comma": instead_of(", ", " , "),
    "space before stop": spaced_stop,
    "split ligature": split_ligature,
    "split glyph": split_glyph,
    "ligature glyph": ligature_glyph,
    "lost hyphen": lost_hyphen,
    "lost hyphen, acronym": lost_hyphen_acronym,
    "credit marks": credit_marks,
    "credit ellipsis": credit_ellipsis,
    "entity, name": instead_of("’", "&rsquo;", "&amp;rsquo;"),
    "entity, number": instead_of("’", "&#8217;", "&#x2019;"),
    "entity, space": instead_of(" ", "&nbsp;", "&amp;nbsp;"),
    "soft hyphen": inside_word("\u00ad"),
    "control character": control_character,
    "letters apart": letters_apart,
    "double stop": double_stop,
    "newsletter": behind_line(
        "Enter your email address to follow this blog and receive notifications of new posts "
        "by email.",
        "Join 1,204 other subscribers",
        "Subscribe to get the latest posts sent to your email.",
    ),
    "advertisement": behind_line(
        "Advertisement Continue reading the main story",
        "Story continues below advertisement",
        "Story Continued Below",
    ),
    "caption twice": caption_twice,
    "wrong quote": wrong_quote,
    "mojibake": mojibake,
    "line-end hyphen": line_end_hyphen,
}

WORLD = EVERYWHERE | {
    "space before comma": instead_of(", ", " , "),
    "entity, space": instead_of(" ", "&nbsp;"),
    "entity, quotation mark": instead_of("«", "&laquo;"),
    "letters apart": kana_apart,
    "control character": instead_of(" — ", " \x02— "),
}


def damaged(line, artifacts, count, dice):
    """`line` with `count` artifacts."""
    done = 0
    while done < count:
        changed = dice.pick(artifacts)(line, dice)
        if changed is not None:
            line = changed
            done += 1
    return line


# Texts -------------------------------------------------------------------------------------------
# Generators of pieces, without an end.


def text(source, dice, artifacts=(), share=0.0, most=1):
    """Lines with a blank one after every fourth in the mean; of `share` of them, damaged ones."""
    artifacts = [artifacts[name] for name in sorted(artifacts)]
    while True:
        line = source.line()
        if artifacts and dice.chance(share):
            line = damaged(line, artifacts, 1 + dice.below(most), dice)
        yield line + ("\n\n" if dice.chance(1 / 4) else "\n")


def base64_lines(dice):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    while True:
        yield "".join(dice.pick(letters) for _ in range(76)) + "\n"


def runs(dice):
    """Lines of 40 kB without a blank: of one letter, of many, of pieces that rules look for."""
    while True:
        for piece in ("a", "f", "fi", "based", "Aa", "ffiflled", "xyzzy", "é", "ﬁ", "日本"):
            yield piece * (40_000 // len(piece.encode())) + "\n"
        yield "".join(dice.pick("abcdefghijklmnopqrstuvwxyz") for _ in range(40_000)) + "\n"


def quotes(dice):
    marks = [
        "“",
        "”",
        " “",
        "” ",
        "“ ",
        " ”",
        ". “",
        "“ .",
        "’",
        '"',
        " a",
        "b ",
        "said",
        ", “",
        "…”",
    ]
    while True:
        yield "".join(dice.pick(marks) for _ in range(40)) + (
            "\n\n" if dice.chance(1 / 8) else "\n"
        )


def repeat(piece, line_bytes=0):
    """`piece` again and again, in one line or in lines of about `line_bytes`."""
    if line_bytes:
        piece = piece * (line_bytes // len(piece)) + "\n"
    else:
        piece *= 4096 // len(piece)
    while True:
        yield piece


def without_line_ends(source):
    while True:
        yield source.line() + " "


MAKERS = {
    "clean": lambda dice: text(English(dice), dice),
    "mostly": lambda dice: text(English(dice), dice, ENGLISH, share=0.01),
    "damaged": lambda dice: text(English(dice), dice, ENGLISH, share=1, most=4),
    "world": lambda dice: text(World(dice), dice, WORLD, share=0.01),
    "one-line": lambda dice: without_line_ends(English(dice)),
    "marks": lambda dice: repeat("  . .  ,,"),
    "marks-lines": lambda dice: repeat("  . .  ,,", 4000),
    "spaces": lambda dice: repeat(" "),
    "base64": base64_lines,
    "runs": runs,
    "quotes": quotes,
    "blank": lambda dice: repeat("\n"),
    "ligatures": lambda dice: repeat("f i f l f i "),
    "ligatures-lines": lambda dice: repeat("f i f l f i ", 4000),
}


def write(path, pieces, size):
    """Writes `size` bytes of `pieces` or a little less: up to the last line end or blank."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out:
        block, held = [], 0
        left = size
        for piece in pieces:
            block.append(piece)
            held += len(piece)
            if held < 1 << 20 and held < left:  # characters: never more than the bytes
                continue
            data = "".join(block).encode()
            if len(data) >= left:
                end = max(data.rfind(b"\n", 0, left), data.rfind(b" ", 0, left)) + 1
                out.write(data[: end or left])
                break
            out.write(data)
            left -= len(data)
            block, held = [], 0
    part.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("outdir", type=Path)
    parser.add_argument(
        "kinds", nargs="*", metavar="KIND", help=f"of {', '.join(MAKERS)}; all if none is named"
    )
    parser.add_argument("--mb", type=float, help="size of each file in 10^6 bytes")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--list", action="store_true", help="name the kinds of damage and stop")
    options = parser.parse_intermixed_args()
    if options.list:
        print("\n".join(sorted(ENGLISH | WORLD)))
        return
    for kind in options.kinds:
        if kind not in MAKERS:
            parser.error(f"no such kind: {kind}")
    options.outdir.mkdir(parents=True, exist_ok=True)
    for kind in options.kinds or MAKERS:
        size = int((options.mb or DEFAULT_MB[kind]) * 1e6)
        write(options.outdir / f"{kind}.txt", MAKERS[kind](Dice(f"{options.seed} {kind}")), size)


if __name__ == "__main__":
    main()
