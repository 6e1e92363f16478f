"""What is said of a prediction beside its value: deviations, entropies, intervals and sets of classes (src/uncertainty of graphsam).

answer: what the file answers (network.py); card: what it says of itself; target: number of the task and names of its classes.
"""

import math

import numpy as np


def says_uncertainty(card):
    """The model says by itself how far a prediction may be off: an ensemble, or a network that says variances."""
    return len(card.get("members") or []) > 1 or bool(card.get("saysVariance"))


def deviations(answer, card):
    """Standard deviations in the unit of the targets, [molecules, tasks]."""
    spread = answer["spread"][:, :, 0]
    scaling = (card.get("trust") or {}).get("spread")
    if scaling is None:
        return spread
    factor, floor = (np.array([target[name] for target in scaling["targets"]]) for name in ("factor", "floor"))
    return factor * np.maximum(spread, floor)


def intervals(answer, card, coverage):
    """Lowest and highest values, [molecules, tasks] each; NaN where too few rows were held out."""
    values, conformal = answer["predictions"][:, :, 0], card["trust"]["conformal"]
    half = np.array([_bound(target["scores"][0], coverage) for target in conformal["targets"]])
    half = np.where(np.isfinite(half), half, np.nan)
    if conformal["normalized"]:
        half = half * deviations(answer, card)
    return values - half, values + half


def label_sets(answer, card, coverage, target):
    """Names of the classes that each molecule may have."""
    task, classes = target
    probabilities = _probabilities(answer["predictions"], task, classes)
    scores = card["trust"]["conformal"]["targets"][task]["scores"]
    bounds = np.array([_bound(scores[at] if at < len(scores) else [], coverage) for at in range(probabilities.shape[1])])
    names = classes or ["0", "1"]
    return [[names[at] for at in np.flatnonzero(1 - row <= bounds)] for row in probabilities]


def entropies(answer, task, classes):
    """Mutual information and total entropy in nats, [molecules] each."""
    each = [_probabilities(values, task, classes) for values in np.moveaxis(answer["members"], 1, 0)]
    total = _entropy(np.mean(each, axis=0))
    return np.maximum(0, total - np.mean([_entropy(member) for member in each], axis=0)), total


def _entropy(probabilities):
    return -(probabilities * np.log(np.where(probabilities > 0, probabilities, 1))).sum(axis=1)


def _probabilities(values, task, classes):
    """Of each class, [molecules, classes]; of yes and no the file gives yes alone."""
    yes = values[:, task, :1]
    return np.concatenate([1 - yes, yes], axis=1) if classes is None else values[:, task, : len(classes)]


def _bound(scores, coverage):
    """The score that bounds this part of new molecules; infinity where there are too few scores to say."""
    rank = math.ceil((len(scores) + 1) * coverage - 1e-9)
    return math.inf if rank > len(scores) else scores[max(0, rank - 1)]
