"""Chemprop with its defaults on the splits of docs/accuracy.md, one small file a training.

    python chemprop_runs.py DATASETS_FOLDER [--runs runs/ensembles] [--results results/chemprop] [--members 1] [--only esol,bbbp]

Takes the splits.json of every run folder of `npm run results:ensembles` (NAME-SPLIT-seedN), trains `chemprop train` on one CPU thread and
writes the test metric (RMSE, or ROC-AUC as the mean over the targets), CPU seconds and peak memory. Finished files are kept.
Needs chemprop 2, scikit-learn and numpy; skips what has no run folder yet.
"""
import argparse
import csv
import importlib.metadata
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.metrics import roc_auc_score

THREADS = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
REGRESSION = {"esol", "lipophilicity"}


def used_rows(table, splits):
    """Rows of the three parts, one after the other, and the positions of the parts in them."""
    with open(table, newline="") as file:
        header, *rows = csv.reader(file)
    parts, used = {}, []
    for name in ("train", "val", "test"):
        chosen = [rows[row] for row in splits[name]]
        parts[name] = list(range(len(used), len(used) + len(chosen)))
        used += chosen
    return header, used, parts


def metric_of(predicted, labels, task):
    known = ~np.isnan(labels)
    if task == "regression":
        return "rmse", float(np.sqrt(np.mean((predicted - labels)[known] ** 2)))
    values = [
        roc_auc_score(labels[known[:, column], column], predicted[known[:, column], column])
        for column in range(labels.shape[1])
        if len(np.unique(labels[known[:, column], column])) == 2
    ]
    return "roc-auc", float(np.mean(values))


def train(table, splits, options):
    header, used, parts = used_rows(table, splits)
    smiles, *targets = header
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        with open(place / "table.csv", "w", newline="") as file:
            csv.writer(file).writerows([header, *used])
        (place / "splits.json").write_text(json.dumps([parts]))
        command = ["chemprop", "train", "-i", place / "table.csv", "-s", smiles, "--target-columns", *targets]
        command += ["-t", options["task"], "--splits-file", place / "splits.json", "-o", place / "run"]
        command += ["--accelerator", "cpu", "-n", "0", "--pytorch-seed", str(options["seed"])]
        command += ["--ensemble-size", str(options["members"])]
        # A model is trained in a process of its own, so that what it cost can be told.
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([str(part) for part in command], env={**os.environ, **THREADS}, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{table.name}: chemprop failed\n{done.stderr[-2000:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        tests = [
            np.array([[float(value) for value in row[1:]] for row in list(csv.reader(open(file)))[1:]])
            for file in sorted(place.glob("run/model_*/test_predictions.csv"))
        ]
    labels = np.array([[float(cell) if cell else np.nan for cell in used[row][1:]] for row in parts["test"]])
    metric, value = metric_of(np.mean(tests, axis=0), labels, options["task"])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"metric": metric, "value": value, "members": [metric_of(test, labels, options["task"])[1] for test in tests],
            "cpuSeconds": round(cpu), "peakMegabytes": round(after.ru_maxrss / 1024)}


parser = argparse.ArgumentParser()
parser.add_argument("datasets", type=pathlib.Path)
parser.add_argument("--runs", type=pathlib.Path, default=pathlib.Path("runs/ensembles"))
parser.add_argument("--results", type=pathlib.Path, default=pathlib.Path("results/chemprop"))
parser.add_argument("--members", type=int, default=1)
parser.add_argument("--only")
given = parser.parse_args()
given.results.mkdir(parents=True, exist_ok=True)
for run in sorted(given.runs.iterdir()):
    found = re.fullmatch(r"([a-z0-9]+)-([a-z_]+)-seed(\d+)", run.name)
    results = given.results / f"{run.name}-members{given.members}.json"
    if not found or results.exists() or not (run / "splits.json").exists():
        continue
    dataset, split, seed = found.groups()
    if given.only and dataset not in given.only.split(","):
        continue
    task = "regression" if dataset in REGRESSION else "classification"
    content = json.loads((run / "splits.json").read_text())
    options = {"task": task, "seed": int(seed), "members": given.members}
    measured = train(given.datasets / f"{dataset}.csv", content[0] if isinstance(content, list) else content, options)
    record = {"dataset": dataset, "split": split, "seed": int(seed), **measured, "chemprop": importlib.metadata.version("chemprop")}
    beside = results.with_suffix(".partial")
    beside.write_text(json.dumps(record, indent=2) + "\n")
    beside.rename(results)
    print(run.name, record["metric"], round(record["value"], 4), record["cpuSeconds"], "CPU s", flush=True)
