"""Counts lines that begin with a word: `tally.py WORD FILE`."""
import sys

word, path = sys.argv[1:3]
with open(path, encoding="utf8") as lines:
    print(sum(line.startswith(word) for line in lines))
