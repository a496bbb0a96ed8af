"""Damage as a real extractor does it: paragraphs set by LaTeX in narrow columns, and pdftotext."""

NAME = "typeset"


class MissingTools(Exception):
    pass


class Typesetter:
    def __init__(self):
        raise MissingTools("not there yet")
