"""Forest and boosted trees of scikit-learn and LightGBM on the splits of run folders, as a check of graphsam's own (src/baselines).

    python sklearn-trees.py TABLE.csv TARGET regression|classification RESULTS.json RUN/splits.json...

Reads the column smiles, computes Morgan counts and the 43 descriptors with Python's RDKit, and prints a line a split: RMSE or ROC-AUC of
the test part. RESULTS.json keeps them, with versions and seconds. Needs rdkit, scikit-learn, lightgbm, numpy and rdkit-features.py of
scripts/molecule-features.
"""
import csv
import importlib.util
import json
import pathlib
import sys
import time

import lightgbm
import numpy as np
import rdkit
import sklearn
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


table, target, task, results, *splits = sys.argv[1:]
rows = list(csv.DictReader(open(table)))
described = [row_of(row["smiles"]) for row in rows]
labels = [float(row[target]) if row[target] else np.nan for row in rows]
kept = []
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
            "lightgbm": lightgbm.LGBMRegressor(n_estimators=300, learning_rate=0.05, max_depth=5, n_jobs=2, random_state=0, verbose=-1),
        }
        metric, measure = "rmse", lambda m: root_mean_squared_error(y["test"], m.predict(x["test"]))
    else:
        models = {
            "forest, square root": RandomForestClassifier(100, n_jobs=2, random_state=0),
            "forest, a third": RandomForestClassifier(100, max_features=1 / 3, n_jobs=2, random_state=0),
            "boosting": HistGradientBoostingClassifier(learning_rate=0.05, max_iter=300, max_depth=5, random_state=0),
            "lightgbm": lightgbm.LGBMClassifier(n_estimators=300, learning_rate=0.05, max_depth=5, n_jobs=2, random_state=0, verbose=-1),
        }
        metric, measure = "roc-auc", lambda m: roc_auc_score(y["test"], m.predict_proba(x["test"])[:, 1])
    scores = {}
    for label, model in models.items():
        start = time.process_time()
        model.fit(x["train"], y["train"])
        scores[label] = {"value": round(float(measure(model)), 6), "cpuSeconds": round(time.process_time() - start, 1)}
    rows_of = {part: len(rs) for part, rs in parts.items()}
    kept.append({"split": "/".join(pathlib.Path(name).parts[-2:-1]), "metric": metric, **rows_of, "models": scores})
    print(name, ", ".join(f"{n} {score['value']:.4f}" for n, score in scores.items()), flush=True)
versions = {"rdkit": rdkit.__version__, "scikit-learn": sklearn.__version__, "lightgbm": lightgbm.__version__}
pathlib.Path(results).write_text(json.dumps({"table": pathlib.Path(table).name, "software": versions, "splits": kept}, indent=1) + "\n")
