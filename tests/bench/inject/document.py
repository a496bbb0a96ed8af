"""A text with damage in known places, and the verdict on what a cleaner made of each place."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from inject.align import hulls

# Control characters stand for letters in damaged text, so str.split() and \s take too much.
BLANK = " \t\r\n\u00a0\u202f"
TOKEN = re.compile(f"[^{BLANK}]+")
BLANKS = re.compile(f"[{BLANK}]+")

# Partly: the damage is still there, but a glyph is spelt out (`ﬁ eld` became `fi eld`), or one of
# two kinds of it is repaired.
EXACT, LEFT, PARTLY, WRONG = "exact", "left", "partly", "wrong"


@dataclass(frozen=True)
class Site:
    """One injection. What is not `counted` is there because its like is, and is not judged. `halves`
    are repairs that leave a part of the damage."""

    original: str
    damaged: str
    style: str
    counted: bool = True
    halves: tuple = ()


@dataclass(frozen=True)
class Verdict:
    site: Site
    status: str
    got: str
    context: str


@dataclass(frozen=True)
class Score:
    verdicts: list  # of the counted sites, in order
    collateral: list  # (before, after) where nothing was injected


@dataclass(frozen=True)
class Placed:
    """A site in the damaged text: its characters, and the tokens that they touch."""

    site: Site
    begin: int
    end: int
    first: int
    last: int


class Document:
    """Pieces of text and sites, in order."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.clean = "".join(p if isinstance(p, str) else p.original for p in pieces)
        self.damaged = "".join(p if isinstance(p, str) else p.damaged for p in pieces)

    @classmethod
    def of(cls, text, changes):
        """`changes`: (begin, end, Site) in `text`, in order and apart."""
        pieces, at = [], 0
        for begin, end, site in changes:
            pieces += [text[at:begin], site]
            at = end
        return cls(pieces + [text[at:]])

    def count(self):
        return sum(isinstance(p, Site) and p.counted for p in self.pieces)

    def score(self, output, clean_output):
        """`output` is what a cleaner makes of `damaged`, `clean_output` of `clean`."""
        text = self.damaged
        spans = [match.span() for match in TOKEN.finditer(text)]
        tokens = [text[begin:end] for begin, end in spans]
        out = TOKEN.findall(output)
        sites = self._place(spans)
        got = [(LEFT, placed.site.damaged) for placed in sites]
        collateral = []
        for a0, a1, b0, b1, inside in changed_ranges(tokens, out, sites):
            after = " ".join(out[b0:b1])
            if not inside:
                collateral.append((" ".join(tokens[a0:a1]), after))
                continue
            begin, end = spans[a0][0], spans[a1 - 1][1]
            results, more = match_sites(text, begin, end, [sites[i] for i in inside], after)
            collateral += more
            for i, result in zip(inside, results):
                got[i] = result
        verdicts = [
            Verdict(p.site, status, result, text[max(0, p.begin - 50) : p.end + 50])
            for p, (status, result) in zip(sites, got)
            if p.site.counted
        ]
        return Score(verdicts, without(collateral, edits(self.clean, clean_output)))

    def _place(self, spans):
        result, at, token = [], 0, 0
        for piece in self.pieces:
            if isinstance(piece, str):
                at += len(piece)
                continue
            end = at + len(piece.damaged)
            while spans[token][1] <= at:
                token += 1
            last = token
            while last < len(spans) and spans[last][0] < end:
                last += 1
            result.append(Placed(piece, at, end, token, last))
            at = end
        return result


def changed_ranges(tokens, out, sites):
    """(a0, a1, b0, b1, indices of sites): what changed, widened so that no site is cut."""
    partner = [None] * len(tokens)  # the token of `out` that is the same
    ranges = []
    i = j = 0
    found = hulls(tokens, out)
    for a0, a1, b0, b1 in found + [(len(tokens), len(tokens), len(out), len(out))]:
        while i < a0:
            partner[i] = j
            i, j = i + 1, j + 1
        i, j = a1, b1

    at = 0
    for a0, a1, _, _ in found:
        while at < len(sites) and sites[at].last <= a0:
            at += 1
        first, last = a0, a1
        k = at
        while k < len(sites) and sites[k].first < last or k < len(sites) and sites[k].first < a0:
            first, last = min(first, sites[k].first), max(last, sites[k].last)
            k += 1
        if ranges and first <= ranges[-1][1]:
            first, last = ranges[-1][0], max(last, ranges[-1][1])
            ranges.pop()
        ranges.append((first, last))

    at = 0
    for first, last in ranges:
        b0 = partner[first - 1] + 1 if first > 0 else 0
        b1 = partner[last] if last < len(tokens) else len(out)
        while at < len(sites) and sites[at].last <= first:
            at += 1
        inside = []
        while at < len(sites) and sites[at].first < last:
            inside.append(at)
            at += 1
        yield first, last, b0, b1, inside


def match_sites(text, begin, end, sites, after):
    """What became of the sites in the range `begin` to `end`, which became `after`: (status, text)
    of each, and the (before, after) of words between them that changed too."""
    literals, at = [], begin
    for placed in sites:
        literals.append(normal(text[at : placed.begin]))
        at = placed.end
    literals.append(normal(text[at:end]))

    def plain(site):
        return [re.escape(form) for form in (normal(site.original), *damaged_forms(site))]

    def any_site(site):
        return [*plain(site), ".*?"]

    def fit(choices, between):
        pattern = between(0)
        for i, placed in enumerate(sites):
            pattern += f"(?P<s{i}>{'|'.join(choices(placed.site))})" + between(i + 1)
        return re.fullmatch(pattern, after, re.DOTALL)

    def same(i):
        return re.escape(literals[i])

    def free(i):  # other words may stand there, but what touches a site stays
        head, *middle, tail = literals[i].split(" ") if " " in literals[i] else [literals[i], ""]
        if not middle and i not in (0, len(sites)):
            return same(i)
        left = "" if i == 0 else re.escape(head)
        right = "" if i == len(sites) else re.escape(tail)
        if i == 0:
            return rf"(?P<l{i}>(?:.*? )?){right}" if " " in literals[i] else same(i)
        if i == len(sites):
            return rf"{left}(?P<l{i}>(?: .*)?)" if " " in literals[i] else same(i)
        return rf"{left}(?P<l{i}> (?:.*? )?){right}"

    match = (
        fit(plain, same) or fit(any_site, same) or fit(plain, free) or fit(any_site, free)
    )
    if not match:  # the repair took hold of the words beside
        return [(WRONG, after)] * len(sites), []
    groups = match.groupdict()
    results = []
    for i, placed in enumerate(sites):
        got = groups[f"s{i}"]
        if got == normal(placed.site.original):
            results.append((EXACT, got))
        elif got == damaged_forms(placed.site)[0]:
            results.append((LEFT, got))
        elif got == damaged_forms(placed.site)[1] or got in placed.site.halves:
            results.append((PARTLY, got))
        else:
            results.append((WRONG, got))
    collateral = []
    for i, literal in enumerate(literals):
        got = groups.get(f"l{i}")
        if got is None:
            continue
        head, _, rest = literal.partition(" ")
        words = literal.rpartition(" ")[0] if i == 0 else rest
        if 0 < i < len(sites):
            words = words.rpartition(" ")[0]
        if got.strip(" ") != words.strip(" "):
            collateral.append((words.strip(" "), got.strip(" ")))
    return results, collateral


def damaged_forms(site):
    """The damage as it was made, and with its glyphs spelt out."""
    damaged = normal(site.damaged)
    return damaged, unicodedata.normalize("NFKC", damaged)


def normal(text):
    return BLANKS.sub(" ", text)


def edits(before, after):
    a, b = TOKEN.findall(before), TOKEN.findall(after)
    return [(" ".join(a[i0:i1]), " ".join(b[j0:j1])) for i0, i1, j0, j1 in hulls(a, b)]


def without(found, known):
    """What of `found` is not in `known`, as often as it is there."""
    rest = Counter(known)
    result = []
    for edit in found:
        if rest[edit] > 0:
            rest[edit] -= 1
        else:
            result.append(edit)
    return result
