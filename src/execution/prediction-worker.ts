import { parentPort } from 'node:worker_threads';
import { toPredictor } from '../protocol/prediction.ts';
import { PredictionDesk } from './prediction-desk.ts';

// The entry of the worker thread that predicts for single tasks: answers the requests of protocol/prediction.ts.

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');
const desk = new PredictionDesk((message) => port.postMessage(message));
port.on('message', (data: unknown) => desk.hear(toPredictor.parse(data)));
