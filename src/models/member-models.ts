import { cnn } from './cnn.ts';
import { embedding } from './embedding.ts';
import { logistic } from './logistic.ts';
import { majority } from './majority.ts';
import type { Model } from './model.ts';
import { nearest } from './nearest.ts';
import { shared } from './shared.ts';
import { simple } from './simple.ts';
import { xgboost } from './xgboost.ts';

/** The models that can be members of an ensemble, in the order of lists: all but ensembles. */
export const memberModels: readonly Model[] = [simple, cnn, embedding, xgboost, logistic, shared, nearest, majority];
