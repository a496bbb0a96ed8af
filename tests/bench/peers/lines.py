"""Gives each line of stdin to a Python peer: lines.py ftfy|plsfix."""

import importlib
import sys

fix_text = importlib.import_module(sys.argv[1]).fix_text
sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
for line in sys.stdin:
    sys.stdout.write(fix_text(line))
