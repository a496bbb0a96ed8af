"""Tests the scorer with cleaners whose right score is known."""

from collections import Counter

from inject import typeset
from inject.document import EXACT, LEFT, PARTLY, WRONG, Document, Site
from inject.hyphenate import MissingPatterns
from inject.kinds import KINDS
from inject.run import make_documents
from inject.texts import load
from make_corpus import Dice

VANDAL = "qqqq"  # what a site becomes when it is to be wrong


def rebuild(document, choose):
    """The output of a cleaner that does to each site what `choose(index)` says."""
    outcome = {EXACT: lambda s: s.original, LEFT: lambda s: s.damaged, WRONG: lambda s: VANDAL}
    result, index = "", 0
    for piece in document.pieces:
        if isinstance(piece, str):
            result += piece
        else:
            result += outcome[choose(index)](piece)
            index += 1
    return result


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def same(self, what, got, wanted):
        if got == wanted:
            self.passed += 1
            return
        self.failed += 1
        print(f"not ok - {what}: {got!r}, not {wanted!r}")


def statuses(score):
    return dict(Counter(verdict.status for verdict in score.verdicts))


def check_document(checks, name, document, dice):
    clean, damaged, n = document.clean, document.damaged, document.count()
    counted = [p.counted for p in document.pieces if isinstance(p, Site)]

    for status in (EXACT, LEFT, WRONG):
        score = document.score(rebuild(document, lambda _, s=status: s), clean)
        checks.same(f"{name}: all {status}", statuses(score), {status: n})
        checks.same(f"{name}: all {status}: collateral", score.collateral, [])

    plan = [dice.pick([EXACT, LEFT, WRONG]) for _ in counted]
    mixed = rebuild(document, plan.__getitem__)
    got = [verdict.status for verdict in document.score(mixed, clean).verdicts]
    checks.same(f"{name}: mixed", got, [s for s, is_counted in zip(plan, counted) if is_counted])

    # Lines broken elsewhere are no damage to words.
    score = document.score(clean.replace("\n\n", "\n").replace(" ", "\n"), clean)
    checks.same(f"{name}: reflowed", statuses(score), {EXACT: n})

    # One more word where nothing was injected; once in the clean text too, which excuses it.
    score = document.score("Added " + damaged, clean)
    checks.same(f"{name}: added", score.collateral, [("", "Added")])
    score = document.score("Added " + damaged, "Added " + clean)
    checks.same(f"{name}: added to clean text too", score.collateral, [])


def check_by_hand(checks):
    def score(pieces, output, clean_output=None):
        document = Document(pieces)
        result = document.score(output, document.clean if clean_output is None else clean_output)
        return [(v.status, v.got) for v in result.verdicts], result.collateral

    of_fice = Site("office", "of fice", "")
    differ = Site("different", "di ff erent", "")
    cases = [
        # The blank's neighbour is a word of the text, twice.
        ((["end of ", of_fice, " of"], "end of office of"), ([(EXACT, "office")], [])),
        # Two beside each other, one of them repaired.
        ((["a ", of_fice, " ", differ, "."], "a of fice different."),
         ([(LEFT, "of fice"), (EXACT, "different")], [])),
        # Half repaired is wrong.
        ((["a ", differ, "."], "a di fferent."), ([(WRONG, "di fferent")], [])),
        # The repair swallows a neighbour.
        ((["on the ", of_fice, " roof"], "on theoffice roof"),
         ([(WRONG, "theoffice")], [("the", "")])),
        # The same with a repair beside it, and with a change.
        ((["", differ, " on the ", of_fice, " roof"], "different on theoffice roof"),
         ([(EXACT, "different"), (WRONG, "theoffice")], [("the", "")])),
        ((["", differ, " on the ", of_fice, "!"], "different upon the office!"),
         ([(EXACT, "different"), (EXACT, "office")], [("on", "upon")])),
        # A glyph spelt out beside a blank that stays.
        ((["a ", Site("field", "ﬁ eld", ""), "."], "a fi eld."), ([(PARTLY, "fi eld")], [])),
        # A site that is cut off with its neighbours.
        ((["one ", of_fice, " two three"], "one three"), ([(WRONG, "")], [("two", "")])),
        # Controls are letters here, not blanks.
        ((["the ", Site("first", "\x1crst", ""), " man"], "the first man"),
         ([(EXACT, "first")], [])),
        ((["the ", Site("first", "\x1crst", ""), " man"], "the \x1crst man"),
         ([(LEFT, "\x1crst")], [])),
        # Behind a line-end hyphen the rest of the word goes up.
        ((["a ", Site("resolution", "resolu-\ntion", ""), " of\nit"], "a resolution\nof it"),
         ([(EXACT, "resolution")], [])),
        ((["a ", Site("well-known", "well-\nknown", ""), " man"], "a wellknown\nman"),
         ([(WRONG, "wellknown")], [])),
        # A lost blank comes back, and one where none was lost is collateral.
        ((["men ", Site("of the", "ofthe", ""), " together"], "men of the to gether"),
         ([(EXACT, "of the")], [("together", "to gether")])),
    ]  # fmt: skip
    for (arguments, wanted) in cases:
        checks.same(f"by hand: {arguments[1]!r}", score(*arguments), wanted)


def check_typeset(checks):
    words = "a fine resolution of well-known offices on a Saturday-afternoon"
    extracted = "a \x1cne reso-\nlution of well-\nknown o ces on\na Saturdayafternoon"
    document = typeset.compare(words, extracted, "x")
    checks.same("typeset: damaged", document.damaged, extracted)
    checks.same("typeset: clean", document.clean.split(), words.split())
    styles = [piece.style for piece in document.pieces if isinstance(piece, Site)]
    wanted = ["ligature", "hyphen", "hyphen-keep", "ligature", "hyphen-lost"]
    checks.same("typeset: styles", styles, [f"x {style}" for style in wanted])


def run():
    checks = Checks()
    check_by_hand(checks)
    check_typeset(checks)
    texts = {"en": load(None, "en")}
    for name, kind in KINDS.items():
        for language, documents in texts.items():
            try:
                made = list(make_documents(kind, name, language, documents, "self-test", 600))
            except MissingPatterns as missing:
                print(f"skipped: {name} {language}: {missing}")
                continue
            for number, document in enumerate(made):
                where = f"{name} {number}"
                check_document(checks, where, document, Dice(where))
    print(f"{'not ok' if checks.failed else 'ok'} - inject: {checks.passed} passed, "
          f"{checks.failed} failed")  # fmt: skip
    return 1 if checks.failed else 0
