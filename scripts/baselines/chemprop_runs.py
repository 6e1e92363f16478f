"""Chemprop on the splits of docs/accuracy.md, one small file a training.

    python chemprop_runs.py DATASETS_FOLDER [--runs runs/ensembles] [--results results/chemprop] [--members 1] [--epochs 50]
                            [--only esol,bbbp-random-seed0] [--accelerator gpu] [--parallel 1] [--minutes 60]

Takes the splits.json of every run folder of `npm run results:ensembles` (NAME-SPLIT-seedN-QUALITY; all levels of a split have the
same), trains `chemprop train` on one CPU thread with its defaults (--members and --epochs change these two of them) and writes the test
metric (RMSE, or ROC-AUC as the mean over the targets), CPU seconds and peak memory. Finished files are kept; what the minutes do not
reach is trained by the next call. With --accelerator gpu the file names the card, since seconds on it are not compared. Needs chemprop
2, scikit-learn and numpy; skips what has no run folder yet.
"""
import argparse
import concurrent.futures
import csv
import importlib.metadata
import json
import os
import pathlib
import re
import sys
import tempfile
import time

import numpy as np
from sklearn.metrics import roc_auc_score

ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
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


def run_process(command, environment, log):
    """What the process used. Raises with the end of its output if it fails."""
    with open(log, "wb") as file:
        actions = [(os.POSIX_SPAWN_DUP2, file.fileno(), 1), (os.POSIX_SPAWN_DUP2, file.fileno(), 2)]
        process = os.posix_spawnp(command[0], command, environment, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise RuntimeError(log.read_text(errors="replace")[-2000:])
    return usage


def train(table, splits, options):
    header, used, parts = used_rows(table, splits)
    smiles, *targets = header
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with open(folder / "table.csv", "w", newline="") as file:
            csv.writer(file).writerows([header, *used])
        (folder / "splits.json").write_text(json.dumps([parts]))
        command = ["chemprop", "train", "-i", folder / "table.csv", "-s", smiles, "--target-columns", *targets]
        command += ["-t", options["task"], "--splits-file", folder / "splits.json", "-o", folder / "run"]
        command += ["--accelerator", options["accelerator"], "-n", "0", "--pytorch-seed", options["seed"]]
        command += ["--ensemble-size", options["members"], "--epochs", options["epochs"]]
        environment = {**os.environ, **ONE_THREAD}
        if options["accelerator"] == "cpu":
            environment["CUDA_VISIBLE_DEVICES"] = ""
        usage = run_process([str(part) for part in command], environment, folder / "log")
        tests = [
            np.array([[float(value) for value in row[1:]] for row in list(csv.reader(open(file)))[1:]])
            for file in sorted(folder.glob("run/model_*/test_predictions.csv"))
        ]
    labels = np.array([[float(cell) if cell else np.nan for cell in used[row][1:]] for row in parts["test"]])
    metric, value = metric_of(np.mean(tests, axis=0), labels, options["task"])
    return {"metric": metric, "value": value, "members": [metric_of(test, labels, options["task"])[1] for test in tests],
            "epochs": options["epochs"], "cpuSeconds": round(usage.ru_utime + usage.ru_stime),
            "peakMegabytes": round(usage.ru_maxrss / 1024)}


def card_name():
    import torch

    return torch.cuda.get_device_name(0)


def results_file(split_key, given):
    epochs = "" if given.epochs == 50 else f"-epochs{given.epochs}"
    return given.results / f"{split_key}-members{given.members}{epochs}.json"


def wanted_runs(given):
    """Splits without results yet: (dataset, split, seed, its splits.json). Large tables first, so that parallel trainings end together."""
    found = {}
    for splits in sorted(given.runs.glob("*/splits.json")):
        match = re.fullmatch(r"(([a-z0-9]+)-([a-z_]+)-seed(\d+))(-[a-z]+)?", splits.parent.name)
        if not match or results_file(match[1], given).exists():
            continue
        if given.only and not {match[1], match[2]} & set(given.only.split(",")):
            continue
        found[match[1]] = (match[2], match[3], int(match[4]), splits)
    return sorted(found.values(), key=lambda run: (-(given.datasets / f"{run[0]}.csv").stat().st_size, run[2], run[1]))


def measure(run, given, extra):
    dataset, split, seed, splits = run
    key = f"{dataset}-{split}-seed{seed}"
    task = "regression" if dataset in REGRESSION else "classification"
    content = json.loads(splits.read_text())
    options = {"task": task, "seed": seed, "members": given.members, "epochs": given.epochs, "accelerator": given.accelerator}
    measured = train(given.datasets / f"{dataset}.csv", content[0] if isinstance(content, list) else content, options)
    record = {"dataset": dataset, "split": split, "seed": seed, **measured, **extra}
    results = results_file(key, given)
    beside = results.with_suffix(".partial")
    beside.write_text(json.dumps(record, indent=2) + "\n")
    beside.rename(results)
    print(key, record["metric"], round(record["value"], 4), record["cpuSeconds"], "CPU s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("datasets", type=pathlib.Path)
    parser.add_argument("--runs", type=pathlib.Path, default=pathlib.Path("runs/ensembles"))
    parser.add_argument("--results", type=pathlib.Path, default=pathlib.Path("results/chemprop"))
    parser.add_argument("--members", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=50)
    parser.add_argument("--only")
    parser.add_argument("--accelerator", choices=["cpu", "gpu"], default="cpu")
    parser.add_argument("--parallel", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    given = parser.parse_args()
    given.results.mkdir(parents=True, exist_ok=True)
    extra = {"chemprop": importlib.metadata.version("chemprop")}
    if given.accelerator == "gpu":
        extra["card"] = card_name()
    end = time.monotonic() + 60 * given.minutes

    def in_time(run):
        if time.monotonic() < end:
            measure(run, given, extra)

    failures = 0
    with concurrent.futures.ThreadPoolExecutor(given.parallel) as pool:
        runs = wanted_runs(given)
        print(f"{len(runs)} splits of {given.runs} to train on", flush=True)
        for run, outcome in [(run, pool.submit(in_time, run)) for run in runs]:
            if outcome.exception():
                failures += 1
                print(f"{run[3].parent.name}: chemprop failed\n{outcome.exception()}", file=sys.stderr, flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
