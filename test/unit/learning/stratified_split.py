"""Writes stratified_split.json: stratified splits as scikit-learn's train_test_split gives them.

    python3 test/unit/learning/stratified_split.py > test/unit/learning/stratified_split.json

The labels are random; every class has at least two rows. Equal remainders occur, so that the draw by lot is covered.
"""

import json
import sys

import numpy as np
from sklearn.model_selection import train_test_split

random = np.random.RandomState(1)
cases = []
for rows, classes, share, seed in [
    (12, 2, 0.3, 42), (40, 4, 0.2, 7), (60, 3, 0.3, 0), (100, 5, 0.25, 42), (200, 6, 0.1, 3), (90, 9, 0.5, 11),
]:
    labels = np.concatenate([np.repeat(np.arange(classes), 2), random.randint(0, classes, size=rows - 2 * classes) // random.randint(1, 3)])
    random.shuffle(labels)
    train, test = train_test_split(np.arange(rows), test_size=share, stratify=labels, random_state=seed)
    cases.append({"labels": labels.tolist(), "share": share, "seed": seed, "train": train.tolist(), "test": test.tolist()})
json.dump({"cases": cases}, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
