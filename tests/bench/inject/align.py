"""Finds what differs between two lists of words, in time that is linear where little does."""

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher


def hulls(a, b):
    """Ranges (a0, a1, b0, b1) that differ, in order; what lies between them is the same.

    Words that stand once in both lists are anchors (as in a patience diff), so a bogus match of a
    frequent word can't lead the rest astray."""
    result = []
    _differ(a, b, 0, len(a), 0, len(b), result)
    return result


def _differ(a, b, a0, a1, b0, b1, result):
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    if a0 == a1 or b0 == b1:
        if a0 < a1 or b0 < b1:
            result.append((a0, a1, b0, b1))
        return
    anchors = _anchors(a, b, a0, a1, b0, b1)
    if not anchors:
        matcher = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False)
        for tag, i0, i1, j0, j1 in matcher.get_opcodes():
            if tag != "equal":
                result.append((a0 + i0, a0 + i1, b0 + j0, b0 + j1))
        return
    for i, j in anchors + [(a1, b1)]:
        _differ(a, b, a0, i, b0, j, result)
        a0, b0 = i + 1, j + 1


def _anchors(a, b, a0, a1, b0, b1):
    """The longest rising chain of words that stand once in both ranges."""
    in_a, in_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    place = {b[j]: j for j in range(b0, b1) if in_b[b[j]] == 1}
    pairs = [(i, place[a[i]]) for i in range(a0, a1) if in_a[a[i]] == 1 and a[i] in place]
    tails, links, at = [], [], []  # smallest end of a chain of each length, and how it came about
    for k, (_, j) in enumerate(pairs):
        n = bisect_left(tails, j)
        links.append(at[n - 1] if n > 0 else None)
        tails[n : n + 1] = [j]
        at[n : n + 1] = [k]
    chain, k = [], at[-1] if at else None
    while k is not None:
        chain.append(pairs[k])
        k = links[k]
    return chain[::-1]
