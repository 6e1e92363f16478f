"""python order_leak.py TABLE.csv [--smiles smiles] [--target p_np]

What the way in which SMILES are written says of a class: ROC-AUC, in tenfold cross-validation, of a random forest that sees four
numbers about the order of the atoms, as written, in canonical and in random order. Needs rdkit, numpy and scikit-learn.
"""
import argparse
import csv
import random

import numpy as np
from rdkit import Chem, RDLogger
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict


def order_numbers(molecule):
    """Ranks of the first and the last atom, mean step, correlation of rank and position; ranks are RDKit's canonical ones, 0 to 1."""
    count = molecule.GetNumAtoms()
    ranks = np.array(list(Chem.CanonicalRankAtoms(molecule))) / max(1, count - 1)
    step = np.mean(np.abs(np.diff(ranks))) if count > 1 else 0
    correlation = np.corrcoef(ranks, np.arange(count))[0, 1] if count > 2 else 1
    return [ranks[0], ranks[-1], step, correlation]


def canonical(molecule):
    return Chem.MolFromSmiles(Chem.MolToSmiles(molecule))


def in_random_order(molecule, generator):
    order = list(range(molecule.GetNumAtoms()))
    generator.shuffle(order)
    text = Chem.MolToSmiles(Chem.RenumberAtoms(molecule, order), canonical=False)
    return Chem.MolFromSmiles(text) or canonical(molecule)


def cross_validated(rows, labels):
    forest = RandomForestClassifier(300, min_samples_leaf=3, random_state=0)
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    scores = cross_val_predict(forest, np.nan_to_num(np.array(rows)), labels, cv=folds, method="predict_proba")
    return roc_auc_score(labels, scores[:, 1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table")
    parser.add_argument("--smiles", default="smiles")
    parser.add_argument("--target", default="p_np")
    given = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    with open(given.table, newline="") as file:
        read = [(Chem.MolFromSmiles(row[given.smiles]), row[given.target]) for row in csv.DictReader(file)]
    known = [(molecule, int(float(label))) for molecule, label in read if molecule is not None and label != ""]
    labels = np.array([label for _, label in known])
    generator = random.Random(0)
    ways = {
        "as written": lambda molecule: molecule,
        "canonical": canonical,
        "random": lambda molecule: in_random_order(molecule, generator),
    }
    for name, way in ways.items():
        print(f"{name}: {cross_validated([order_numbers(way(molecule)) for molecule, _ in known], labels):.3f}")


if __name__ == "__main__":
    main()
