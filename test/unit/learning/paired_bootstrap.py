"""Writes paired_bootstrap.json: two runs on the same tasks, and their paired bootstrap as NumPy computes it.

    python3 test/unit/learning/paired_bootstrap.py > test/unit/learning/paired_bootstrap.json

The tasks and predictions are random; run "a" has 3 fits that all evaluated every task, run "b" has 2 fits that evaluated
one half each, as the folds of a cross-validation do.
"""

import json
import sys

import numpy as np

CLASSES, TASKS, CLUSTERS, RESAMPLES, SEED = 3, 60, 17, 2000, 42


def scores(confusion):
    total = confusion.sum(axis=1, keepdims=True)
    rows = np.divide(confusion, total, out=np.zeros_like(confusion), where=total > 0)
    return np.array([((rows - np.eye(CLASSES)) ** 2).mean(), np.diag(rows).mean()])


def run_scores(fits, truth, weight):
    """fits: list of (tasks, predictions); weight: [tasks] how often each task counts. Mean over the fits of (MSE, recall)."""
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


def difference(weight):
    return run_scores(b, truth, weight) - run_scores(a, truth, weight)


draws = []
random = np.random.RandomState(SEED)
for _ in range(RESAMPLES):
    times = np.bincount(random.randint(0, CLUSTERS, CLUSTERS), minlength=CLUSTERS)
    draws.append(difference(times[cluster].astype(float)))
low, high = np.percentile(draws, [2.5, 97.5], axis=0)
observed = difference(np.ones(TASKS))


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
    },
    sys.stdout,
)
print()
