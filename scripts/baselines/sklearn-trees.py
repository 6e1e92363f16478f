"""Forest and boosted trees of scikit-learn on the splits of run folders, as a check of graphsam's own (src/baselines).

    python sklearn-trees.py TABLE.csv TARGET regression|classification RUN/splits.json...

Reads the column smiles, computes Morgan counts and the 43 descriptors with Python's RDKit, and prints a line a split: RMSE or ROC-AUC of
the test part. Needs rdkit, scikit-learn, numpy and rdkit-features.py of scripts/molecule-features.
"""
import csv
import importlib.util
import json
import pathlib
import sys

import numpy as np
from rdkit import Chem
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import root_mean_squared_error, roc_auc_score

path = pathlib.Path(__file__).parent.parent / "molecule-features" / "rdkit-features.py"
spec = importlib.util.spec_from_file_location("rdkit_features", path)
features = importlib.util.module_from_spec(spec)
spec.loader.exec_module(features)


def row_of(smiles):
    mol = Chem.MolFromSmiles(smiles)
    if mol is None:
        return None
    counts = np.zeros(features.BITS)
    for position, count in features.morgan.GetCountFingerprint(mol).GetNonzeroElements().items():
        counts[position] = count
    return np.concatenate([counts, [compute(mol) for compute in features.DESCRIPTORS.values()]])


table, target, task, *splits = sys.argv[1:]
rows = list(csv.DictReader(open(table)))
described = [row_of(row["smiles"]) for row in rows]
labels = [float(row[target]) if row[target] else np.nan for row in rows]
for name in splits:
    content = json.load(open(name))
    split = content[0] if isinstance(content, list) else content
    parts = {part: [r for r in split[part] if described[r] is not None and not np.isnan(labels[r])] for part in ("train", "test")}
    x = {part: np.nan_to_num(np.array([described[r] for r in rs])) for part, rs in parts.items()}
    y = {part: np.array([labels[r] for r in rs]) for part, rs in parts.items()}
    if task == "regression":
        models = {
            "forest, all columns": RandomForestRegressor(100, n_jobs=2, random_state=0),
            "forest, a third": RandomForestRegressor(100, max_features=1 / 3, n_jobs=2, random_state=0),
            "boosting": HistGradientBoostingRegressor(learning_rate=0.05, max_iter=300, max_depth=5, random_state=0),
        }
        scores = {n: root_mean_squared_error(y["test"], m.fit(x["train"], y["train"]).predict(x["test"])) for n, m in models.items()}
    else:
        models = {
            "forest, square root": RandomForestClassifier(100, n_jobs=2, random_state=0),
            "forest, a third": RandomForestClassifier(100, max_features=1 / 3, n_jobs=2, random_state=0),
            "boosting": HistGradientBoostingClassifier(learning_rate=0.05, max_iter=300, max_depth=5, random_state=0),
        }
        scores = {n: roc_auc_score(y["test"], m.fit(x["train"], y["train"]).predict_proba(x["test"])[:, 1]) for n, m in models.items()}
    print(name, ", ".join(f"{n} {score:.4f}" for n, score in scores.items()), flush=True)
