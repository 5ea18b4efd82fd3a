"""Trains XGBoost in many ways on the data of standard input (JSON) and prints the models and their probabilities.

Input: rows (dense, numbers), labels (of 3 classes), cases: method, matrix (dense or sparse), objective, order (of the columns) and names
or null, early (stop early), transform, version, base (of the classes, or null). Zeros of a sparse matrix are missing values.
"""
import json
import os
import sys

os.environ['OMP_NUM_THREADS'] = '1'
import numpy as np
import scipy.sparse
import xgboost


def rewritten(model, version, base):
    """The model as a later version saves it."""
    content = json.loads(model)
    content['version'] = version
    learner = content['learner']
    parameters = learner['learner_model_param']
    booster = learner['gradient_booster']['model']
    if version >= [2, 0, 0]:
        rounds = len(booster['trees']) // max(1, len(set(booster['tree_info'])))
        booster['iteration_indptr'] = list(range(0, len(booster['trees']) + 1, len(booster['trees']) // rounds))
    if version >= [3, 1, 0]:
        score = float(parameters['base_score'])
        scores = base if base else [score]
        parameters['base_score'] = '[' + ','.join(f'{s:.8E}' for s in scores) + ']'
        booster['cats'] = {'enc': [], 'feature_segments': [], 'sorted_idx': []}
    return json.dumps(content)


def softmax(margins):
    shares = np.exp(margins - margins.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def run(case, rows, labels):
    counts = np.float32(rows)[:, case['order']]
    dense = {'none': counts, 'binary': np.float32(counts > 0), 'log1p': np.float32(np.log1p(np.float64(counts)))}[case['transform']]
    binary = case['objective'] == 'binary:logistic'
    labels = np.minimum(labels, 1) if binary else np.array(labels)

    def matrix(values, **more):
        given = values if case['matrix'] == 'dense' else scipy.sparse.csr_matrix(values)
        return xgboost.DMatrix(given, nthread=1, feature_names=case['names'], **more)

    half = len(dense) // 2
    train, watched = matrix(dense[:half], label=labels[:half]), matrix(dense[half:], label=labels[half:])
    everything = matrix(dense)
    parameters = {'objective': case['objective'], 'tree_method': case['method'], 'max_depth': 3, 'eta': 0.5, 'nthread': 1,
                  'verbosity': 0, **({} if binary else {'num_class': 3})}
    early = {'early_stopping_rounds': 4, 'evals': [(watched, 'watched')], 'verbose_eval': False} if case['early'] else {}
    booster = xgboost.train(parameters, train, 60 if case['early'] else 8, **early)
    range_ = (0, booster.best_iteration + 1) if case['early'] else (0, 0)
    margins = booster.predict(everything, output_margin=True, iteration_range=range_)
    if binary:
        second = booster.predict(everything, iteration_range=range_)
        probabilities = np.stack([1 - second, second], axis=1)
    else:
        base = case['base'] or [0.5] * 3
        probabilities = softmax(np.float64(margins) - 0.5 + np.array(base))
    rounds = booster.num_boosted_rounds()
    used = booster.best_iteration + 1 if case['early'] else rounds
    model = rewritten(booster.save_raw('json').decode(), case['version'], case['base'])
    return {'model': model, 'probabilities': probabilities.tolist(), 'rounds': rounds, 'used': used}


given = json.load(sys.stdin)
results = [run(case, given['rows'], given['labels']) for case in given['cases']]
json.dump({'version': xgboost.__version__, 'results': results}, sys.stdout)
