import { models } from '../src/models/registry.ts';
import { benchEpochs } from './epoch.ts';
import { benchLoad } from './load.ts';

// npm run bench [-- epochs|load]: all comparisons, or one.
const [history, ...wanted] = process.argv.slice(2);
const networks = models.filter(({ kind }) => kind === 'network').flatMap(({ name }) => [name, `${name}+attention`]);
if (wanted.length === 0 || wanted.includes('load')) await benchLoad(history);
if (wanted.length === 0 || wanted.includes('epochs')) await benchEpochs(history, networks);
