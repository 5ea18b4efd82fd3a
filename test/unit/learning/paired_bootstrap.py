"""Writes paired_bootstrap.json: two runs on the same tasks, their paired bootstrap and the bootstrap of one, as NumPy computes them.

    python3 test/unit/learning/paired_bootstrap.py > test/unit/learning/paired_bootstrap.json

The tasks and predictions are random; run "a" has 3 fits that all evaluated every task, run "b" has 2 fits that evaluated
one half each, as the folds of a cross-validation do.
"""

import json
import sys

import numpy as np

CLASSES, TASKS, CLUSTERS, RESAMPLES, SEED = 3, 60, 17, 2000, 42
METRICS = ["confusionMse", "recall", "precision", "f1", "accuracy"]


def scores(confusion):
    total = confusion.sum(axis=1, keepdims=True)
    rows = np.divide(confusion, total, out=np.zeros_like(confusion), where=total > 0)
    found, predicted = np.diag(confusion), confusion.sum(axis=0)
    precision = np.divide(found, predicted, out=np.zeros(CLASSES), where=predicted > 0)
    both = predicted + total[:, 0]
    f1 = np.divide(2 * found, both, out=np.zeros(CLASSES), where=both > 0)
    mse = ((rows - np.eye(CLASSES)) ** 2).mean()
    return np.array([mse, np.diag(rows).mean(), precision.mean(), f1.mean(), found.sum() / total.sum()])


def run_scores(fits, truth, weight):
    """fits: list of (tasks, predictions); weight: [tasks] how often each task counts. Mean over the fits of METRICS."""
    each = []
    for tasks, predicted in fits:
        confusion = np.zeros((CLASSES, CLASSES))
        np.add.at(confusion, (truth[tasks], predicted), weight[tasks])
        each.append(scores(confusion))
    return np.mean(each, axis=0)


data = np.random.RandomState(7)
truth = data.choice(CLASSES, TASKS, p=[0.7, 0.2, 0.1])
cluster = data.randint(0, CLUSTERS, TASKS)
cluster[:CLUSTERS] = np.arange(CLUSTERS)


def predict(tasks, right):
    return np.where(data.random_sample(len(tasks)) < right, truth[tasks], data.randint(0, CLASSES, len(tasks)))


everything = np.arange(TASKS)
a = [(everything, predict(everything, right)) for right in (0.5, 0.6, 0.7)]
b = [(half, predict(half, 0.8)) for half in (everything[::2], everything[1::2])]


def both_scores(weight):
    return run_scores(a, truth, weight), run_scores(b, truth, weight)


draws, own = [], []
random = np.random.RandomState(SEED)
for _ in range(RESAMPLES):
    times = np.bincount(random.randint(0, CLUSTERS, CLUSTERS), minlength=CLUSTERS)
    of_a, of_b = both_scores(times[cluster].astype(float))
    draws.append(of_b - of_a)
    own.append(of_a)
low, high = np.percentile(draws, [2.5, 97.5], axis=0)
own_low, own_high = np.percentile(own, [2.5, 97.5], axis=0)
observed_a, observed_b = both_scores(np.ones(TASKS))
observed = observed_b - observed_a


def interval(metric):
    return {"difference": observed[metric], "low": low[metric], "high": high[metric]}


def side(fits):
    rows = [(fit, int(task), int(c)) for fit, (tasks, predicted) in enumerate(fits) for task, c in zip(tasks, predicted)]
    return {"fits": len(fits), "predictions": rows}


json.dump(
    {
        "numpy": np.__version__,
        "classes": CLASSES,
        "clusters": CLUSTERS,
        "resamples": RESAMPLES,
        "seed": SEED,
        "truth": truth.tolist(),
        "cluster": cluster.tolist(),
        "a": side(a),
        "b": side(b),
        "expected": {"confusionMse": interval(0), "recall": interval(1)},
        "expectedOfA": {name: {"low": own_low[i], "high": own_high[i]} for i, name in enumerate(METRICS)},
    },
    sys.stdout,
)
print()
