#!/usr/bin/env node
// `npm run models [-- history.json…]`: trains the study's 14 models and ours on several histories under every split and writes docs/models.md.
// Histories that are not in the repository are named on the command line; the generated ones are always measured.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { root } from './steps.mjs';

const oap = path.join(root, 'dist/oap.js');
const folder = path.join(root, 'build', 'models');
const features = { transform: 'log1p', totals: true };
const ours = [
  'best',
  'shared',
  'logistic',
  'nearest',
  { model: 'simple', name: 'simple, totals', features },
  { model: 'simple', name: 'simple, focal loss', loss: 'focal' },
  { model: 'simple', name: 'simple, adjusted logits', loss: 'logit-adjusted' },
  { model: 'xgboost', name: 'xgboost, weights, totals', classWeights: true, features: { totals: true } },
  'majority',
];
const splits = ['task', 'workflow', 'time'];
const chosen = process.argv.slice(2);

fs.mkdirSync(folder, { recursive: true });
const study = readStudy();
const sets = [
  generated('generated.json', []),
  generated('generated-small.json', ['--tasks', '3000', '--seed', '7']),
  ...chosen.map((file) => ({ file: path.resolve(file), name: path.basename(file), text: path.basename(file) })),
];
const measured = sets.flatMap((set) => splits.map((by) => measure(set, by)));
fs.writeFileSync(path.join(root, 'docs/models.md'), documentOf(measured));

function generated(name, options) {
  const file = path.join(folder, name);
  if (!fs.existsSync(file)) run(['history', 'generate', '--out', file, ...options]);
  const tasks = options.length > 0 ? '3,000 tasks, seed 7' : '9,522 tasks, seed 42';
  return { file, name, text: `synthetic history, ${tasks}` };
}

/** The models of the study's experiment, which is JSON with comments. */
function readStudy() {
  return parse(fs.readFileSync(path.join(root, 'examples/study/study.oap.json'), 'utf8')).models;
}

function run(args) {
  console.error(`oap ${args.join(' ')}`);
  return execFileSync(process.execPath, [oap, ...args], {
    cwd: folder,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
}

/** One training per model and target: the results on the held-out tasks, with intervals, and paired differences from `best`. */
function measure({ file, name, text }, by) {
  const targets = targetsOf(file);
  const experiment = path.join(folder, `${path.parse(name).name}-${by}.oap.json`);
  const content = { history: path.relative(folder, file), targets, models: [...study, ...ours], split: { by } };
  fs.writeFileSync(experiment, JSON.stringify(content));
  const { runs } = JSON.parse(run(['train', experiment, '--json']));
  const best = runs.find(({ model }) => model === 'best');
  const others = runs.filter((one) => one !== best);
  const compared = JSON.parse(run(['compare', best.id, ...others.map(({ id }) => id), '--json']));
  return { text, by, runs, compared };
}

function targetsOf(file) {
  const { targets } = JSON.parse(run(['history', 'inspect', file, '--json']));
  const known = ['action', 'memory', 'splitting', 'xrootd', 'downtime'];
  return Object.fromEntries(known.filter((name) => Object.hasOwn(targets, name)).map((name) => [name, {}]));
}

function documentOf(results) {
  const lines = [
    '# Models, measured',
    '',
    "The study's 14 models and ours, each trained once with its default settings on the training tasks and tested on the other 30 % (`oap train`, seed 42). Written by `npm run models`.",
    '',
    '- **Confusion MSE** is the main metric of the study, lower is better; **recall** is the mean over the classes. In brackets: the 95 % interval of a bootstrap over workflows, for other tasks of the same kind.',
    '- **Against `best`**: the paired difference in confusion MSE from `best` on the same tasks. *worse* or *better* means that the 95 % interval of the difference does not include 0; otherwise chance explains it.',
    '- `majority` always names the most frequent class: what does not beat it has learned nothing.',
    '- Of *synthetic* histories the decisions follow invented rules ([source](../src/synthetic)): they say how models cope with data of this shape, not how good they are on real tasks.',
    '',
    ...summaryOf(results),
  ];
  for (const result of results) lines.push(...sectionOf(result));
  return `${lines.join('\n')}\n`;
}

/** How often each model is worse than, as good as, or better than `best`, over all histories, splits and targets. */
function summaryOf(results) {
  const counted = new Map();
  for (const { runs, compared } of results) {
    for (const { run: id, confusionMse } of compared.comparisons) {
      const { model } = runs.find((one) => one.id === id);
      if (!counted.has(model)) counted.set(model, { worse: 0, equal: 0, better: 0 });
      counted.get(model)[verdict(confusionMse)]++;
    }
  }
  const rows = [...counted].map(
    ([model, { worse, equal, better }]) => `| ${model} | ${worse} | ${equal} | ${better} |`,
  );
  return [
    '## Against best, all together',
    '',
    `How often each model is worse than, as good as, or better than \`best\` in confusion MSE, over ${results.length} histories and splits and all their targets.`,
    '',
    '| model | worse | chance | better |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}

function verdict({ low, high }) {
  if (low > 0) return 'worse';
  return high < 0 ? 'better' : 'equal';
}

function sectionOf({ text, by, runs, compared }) {
  const targets = Object.keys(runs[0].targets);
  const lines = [
    `## ${text}, split by ${by}`,
    '',
    `| model | ${targets.map((name) => `${name}: confusion MSE | recall | against best`).join(' | ')} |`,
    `|---|${targets.map(() => '---|---|---').join('|')}|`,
  ];
  for (const { id, model, targets: results } of runs) {
    const cells = targets.map((name) => {
      const result = results[name];
      if (!result) return 'failed | |';
      const found = compared.comparisons.find((one) => one.run === id && one.target === name);
      const against = found ? { worse: 'worse', equal: 'chance', better: 'better' }[verdict(found.confusionMse)] : '';
      return `${cell(result, 'confusionMse', 4)} | ${cell(result, 'recall', 3)} | ${against}`;
    });
    lines.push(`| ${model} | ${cells.join(' | ')} |`);
  }
  return [...lines, ''];
}

function cell(result, metric, digits) {
  const range = result.intervals?.[metric];
  const value = result[metric].mean.toFixed(digits);
  return range ? `${value} (${range.low.toFixed(digits)} – ${range.high.toFixed(digits)})` : value;
}
