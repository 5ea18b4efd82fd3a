import { parentPort } from 'node:worker_threads';
import { serve } from '../protocol/port.ts';
import { predictionService } from '../protocol/prediction.ts';
import { failureOf } from './failures.ts';
import { PredictionDesk } from './prediction-desk.ts';

// The entry of the worker thread that predicts for single tasks.

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');
serve(
  predictionService,
  new PredictionDesk(),
  { post: (message) => port.postMessage(message), onMessage: (listener) => port.on('message', listener) },
  failureOf,
);
