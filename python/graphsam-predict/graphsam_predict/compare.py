"""python -m graphsam_predict.compare MODEL PREDICTED.csv [--coverage C]: the largest difference from what `graphsam predict` wrote.

PREDICTED.csv: what `graphsam predict MODEL TABLE --coverage C` wrote of a table with the SMILES in the column `smiles`. A difference
is relative where a value is larger than 1, of an interval where its larger end is. Prints one JSON object; needs pandas.
"""

import argparse
import csv
import json

FAR = 1e-5


def difference(table, rows):
    """table: Model.table of the rows' SMILES. far: cells further apart than 1e-5. others: cells that are texts or empty on one side
    only, and differ; reasons are compared by whether there is one, since graphsam gives the words of its own toolkit."""
    largest, where, others = 0.0, None, []
    cells = far = 0
    for name in [name for name in table.columns if name in rows[0] and name != "smiles"]:
        for row, here in zip(rows, table[name].tolist()):
            there, missing = row[name], here is None or here != here
            cells += 1
            if missing or there == "":
                is_same = missing and there == ""
            elif name == "reason":
                is_same = True
            elif isinstance(here, str):
                is_same = here == there
            else:
                apart = abs(here - float(there)) / _size(name, row)
                far += apart > FAR
                if apart > largest:
                    largest, where = apart, [name, row["smiles"]]
                continue
            if not is_same:
                others.append([name, row["smiles"], None if missing else here, there])
    return {"molecules": len(rows), "cells": cells, "largest": largest, "far": far, "where": where, "others": others}


def _size(name, row):
    """Both ends of an interval come of a value and a width, which may be far larger than one of the ends."""
    stem = name.removesuffix("_low").removesuffix("_high")
    names = [name] if stem == name else [f"{stem}_low", f"{stem}_high"]
    return max(1, *(abs(float(row[each])) for each in names if row.get(each)))


def main():
    from .model import load

    parser = argparse.ArgumentParser(prog="python -m graphsam_predict.compare")
    parser.add_argument("model")
    parser.add_argument("predicted")
    parser.add_argument("--coverage", type=float)
    given = parser.parse_args()
    with open(given.predicted, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    print(json.dumps(difference(load(given.model).table([row["smiles"] for row in rows], given.coverage), rows)))


if __name__ == "__main__":
    main()
