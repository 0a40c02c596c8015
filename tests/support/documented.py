"""The commands that a reader can paste from the documents."""

from __future__ import annotations

import re
import shlex

__all__ = ["commands", "whole_commands"]

#: A command in a line of a block, or in a span; what follows a pipe or a semicolon is another one.
LINE = re.compile(r"^ {0,4}(?:\$ )?((?:[A-Z_]+=\S+ )*kg [^\n]*)$", re.MULTILINE)
#: Commands whose first word only says which of several is meant.
_GROUPS = ("import", "reference", "schema")
SPAN = re.compile(r"`(kg [^`\n]+)`")


def commands(text: str) -> list[list[str]]:
    """Return the calls of `kg` in a text, each as its words."""
    found = []
    for line in (*LINE.findall(text), *SPAN.findall(text)):
        lexer = shlex.shlex(line, posix=True, punctuation_chars="();|&>")
        lexer.whitespace_split = True
        lexer.commenters = "#"
        words: list[str] = []
        for word in lexer:
            if set(word) <= set("();|&>"):
                found.append(words)
                words = []
            else:
                words.append(word)
        found.append(words)
    calls = ([word for at, word in enumerate(words) if at or "=" not in word] for words in found)
    return [call[1:] for call in calls if call[:1] == ["kg"]]


def whole_commands(text: str) -> list[list[str]]:
    """Return the calls that say what they are about; `kg validate` in a sentence only names the command.

    Names in capitals stand for what the reader fills in, and those without an end are finished by the reader.
    """
    calls = [
        call for call in commands(text) if len([word for word in call if word[0] != "-"]) > 1 + (call[0] in _GROUPS)
    ]
    return [call for call in calls if not any(map(_is_open, call, ["", *call]))]


def _is_open(word: str, before: str) -> bool:
    """Say whether a word is for the reader to fill in; `--publisher BBC` has a name in capitals."""
    return word.endswith(("=", "...")) or (word.isupper() and not before.startswith("-"))
