"""Names and notes of a table of predictions, as graphsam writes them."""

import re

from rdkit.Chem import GetPeriodicTable

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def free_names(names, taken):
    """A number behind a name that is taken; an apostrophe before one that a spreadsheet would run as a formula."""
    taken, free = set(taken), []
    for name in names:
        if name[:1] in "=+-@\t\r" and name and not _PLAIN_NUMBER.fullmatch(name):
            name = f"'{name}"
        candidate, count = name, 2
        while candidate in taken:
            candidate, count = f"{name}_{count}", count + 1
        taken.add(candidate)
        free.append(candidate)
    return free


def unseen_note(numbers):
    """What speaks against a prediction: elements that the training had not. None where there are none."""
    if not numbers:
        return None
    table = GetPeriodicTable()
    symbols = [table.GetElementSymbol(number) if number else "dummy atoms (*)" for number in sorted(numbers)]
    return f"not in the training: {', '.join(symbols)}"
