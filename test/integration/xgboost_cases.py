"""Trains XGBoost on the cases of standard input (JSON) and predicts with the models that came with them.

A case: rows, columns, start, column, value (sparse rows), labels, classes, weights or null, unseen (sparse rows), rounds,
parameters, zeros, model (JSON text), names or null.
"""
import json
import os
import sys

os.environ['OMP_NUM_THREADS'] = '1'
import numpy as np
import scipy.sparse
import xgboost


def matrix(m, zeros, **more):
    csr = scipy.sparse.csr_matrix((np.float32(m['value']), m['column'], m['start']), shape=(m['rows'], m['columns']))
    return xgboost.DMatrix(csr.toarray() if zeros == 'value' else csr, nthread=1, **more)


def run(case):
    zeros, names = case['zeros'], case['names']
    train = matrix(case['train'], zeros, label=case['labels'], weight=case['weights'], feature_names=names)
    unseen = matrix(case['unseen'], zeros, feature_names=names)
    fixed = {'objective': 'multi:softprob', 'base_score': 0.5, 'nthread': 1, 'verbosity': 0}
    trained = xgboost.train({**fixed, **case['parameters']}, train, case['rounds'])
    given = xgboost.Booster({'nthread': 1})
    given.load_model(bytearray(case['model'].encode()))
    return {
        'model': trained.save_raw('json').decode(),
        'dump': trained.get_dump(with_stats=True),
        'train': trained.predict(train).ravel().tolist(),
        'unseen': trained.predict(unseen).ravel().tolist(),
        'givenTrain': given.predict(train).ravel().tolist(),
        'givenUnseen': given.predict(unseen).ravel().tolist(),
        'givenContributions': given.predict(unseen, pred_contribs=True).ravel().tolist(),
        'givenNames': given.feature_names,
        'givenAgain': given.save_raw('json').decode(),
    }


json.dump({'version': xgboost.__version__, 'results': [run(case) for case in json.load(sys.stdin)]}, sys.stdout)
