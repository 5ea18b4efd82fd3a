import { describe, expect, it } from 'vitest';
import {
  codeText,
  explanationText,
  linksText,
  noRunText,
  predictionText,
  siteText,
} from '../../../../src/extension/histories/hover-text.ts';
import {
  markedLine,
  markOf,
  predictionLine,
  spokenPrediction,
} from '../../../../src/extension/histories/prediction-words.ts';
import type { Explanation } from '../../../../src/protocol/explanation.ts';
import type { PredictedTarget, TaskPrediction } from '../../../../src/protocol/prediction.ts';
import type { DescribedText } from '../../../../src/protocol/text-index.ts';

/** As it is read: references are signs again. */
const read = (markdown: string): string =>
  markdown.replaceAll('&nbsp;', '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

const history = 'file:///w/my%20history.json';
const run = { folder: '/w/.oap/runs/r', name: 'simple', about: 'holdout, today' };

function target(changes: Partial<PredictedTarget> = {}): PredictedTarget {
  return {
    target: 'action',
    classes: ['acdc', 'clone', 'special'],
    probabilities: [0.93, 0.06, 0.01],
    raw: [0.5, 0.3, 0.2],
    predicted: 0,
    default: 'default',
    recorded: 'acdc',
    standing: 'held-out',
    watched: false,
    fits: 1,
    edited: false,
    explanation: null,
    ...changes,
  };
}
const memory = target({
  target: 'memory',
  classes: ['18k-20k', 'default'],
  probabilities: [0.71, 0.29],
  recorded: 'default',
});

function task(targets: readonly PredictedTarget[], changes: Partial<TaskPrediction> = {}): TaskPrediction {
  return { name: '/w/s', problem: '', targets: [...targets], untrained: [], unknownPairs: 0, ...changes };
}

describe('the predictions of a hover', () => {
  it('name the most likely class where that is not the recommended one', () => {
    const rare = target({ probabilities: [0.91, 0.03, 0.06], predicted: 2 });
    expect(read(predictionText(task([rare]), run))).toContain('| **special** 0.06, most likely acdc 0.91 |');
    expect(predictionLine([rare], (name) => name)).toBe('special 0.06 (acdc 0.91) ✗');
  });

  it('say class and probability, the recorded decision, and whether they agree, in words', () => {
    expect(read(predictionText(task([target(), memory, target({ target: 'xrootd', recorded: null })]), run))).toBe(
      `$(sparkle) **Predictions** by simple, holdout, today

| decision | predicted | recorded | |
|:--|:--|:--|:--|
| action | **acdc** 0.93, clone 0.06 | acdc | $(pass) correct |
| memory | **18k-20k** 0.71, default 0.29 | default | $(error) incorrect |
| xrootd | **acdc** 0.93, clone 0.06 |  | $(dash) no decision yet |

$(verified) Held out: predicted by the training that did not use it.`,
    );
  });

  it.each([
    [target({ standing: 'seen' }), /\*\*Seen in training\*\*: the run has learned from this task/],
    [target({ standing: 'watched' }), /\*\*Used to choose when to stop\*\*: the run has not learned from this task/],
    [target({ standing: 'unused' }), /Not used by the run/],
    [target({ standing: 'imported' }), /Perhaps seen in training: the model was imported/],
    [target({ watched: true }), /did not learn from it, but used it to choose when to stop/],
    [target({ standing: 'unknown' }), /Perhaps seen in training: the history has changed/],
    [target({ standing: 'unfinished' }), /Perhaps seen in training: the run has not finished/],
    [target({ fits: 5 }), /predicted by the 5 trainings that did not use it/],
    [target({ edited: true }), /The counts have changed since the evaluation/],
  ])('say how the task stands to the run: %#', (one, words) => {
    expect(read(predictionText(task([one, memory]), run))).toMatch(words);
  });

  it('say of new tasks that they are, and what of them counts for nothing', () => {
    expect(read(predictionText(task([], { untrained: ['action', 'memory'] }), run))).toMatch(
      /today\n\n\$\(info\) Not trained yet: action, memory$/,
    );
    const text = read(predictionText(task([target({ standing: 'new' })], { unknownPairs: 2 }), run));
    expect(text).toMatch(
      /New: the run has not seen this task\.\n\n\$\(info\) 2 pairs of code and site are new to the run and count for nothing\.$/,
    );
    expect(text).not.toMatch(/Held out|training/);
  });

  it('say what the policy decides: for the task, for each decision, and why it asks', () => {
    const policy = { maxError: 0.02, reasons: ['<memory> is not sure enough'], problem: '' };
    const split = task([target({ act: true }), { ...memory, act: false }], { policy });
    const text = read(predictionText(split, run));
    expect(text).toContain('| **acdc** 0.93, clone 0.06 · $(pass) act |');
    expect(text).toContain('| **18k-20k** 0.71, default 0.29 · $(person) ask |');
    expect(text).toContain('$(person) **Ask**: <memory> is not sure enough.');
    expect(markOf(split.targets)).toBe('ask');
    const all = task([target({ act: true })], { policy: { ...policy, reasons: [] } });
    expect(read(predictionText(all, run))).toMatch(/\*\*Act\*\*: the policy lets .* an error of at most 2 %/);
    expect(markedLine('acdc 0.93', all.targets)).toBe('acdc 0.93 (act)');
  });

  it('say why a policy is not used, and nothing without one', () => {
    const problem = 'the run has changed since this policy was made';
    const text = read(predictionText(task([target()], { policy: { maxError: 0, reasons: [], problem } }), run));
    expect(text).toContain(`$(warning) The policy is not used: ${problem}`);
    expect(read(predictionText(task([target()]), run))).not.toMatch(/policy|ask/i);
    expect(markOf([target()])).toBe('');
  });

  it('name the decisions that a note is for, where it is not for all', () => {
    const text = read(predictionText(task([target({ standing: 'seen' }), memory]), run));
    expect(text).toMatch(/from this task\. \(action\)/);
    expect(text).toMatch(/that did not use it\. \(memory\)/);
  });

  it('say why there is none', () => {
    const broken = task([], { problem: 'the member "errors" is missing' });
    expect(read(predictionText(broken, run))).toMatch(/cannot be predicted: the member "errors" is missing$/);
  });

  it('lead to the sample of a task that was judged, else to the run', () => {
    expect(linksText(run, { target: 'action', name: '/a(b)' }, history)).toMatch(
      /\[[^\]]*Show Sample\]\(command:operatorActions\.openSample\?[^()]*\)/,
    );
    expect(linksText(run, undefined, history)).toMatch(/Open Run\]\(command:operatorActions\.openRun\?/);
  });

  it.each([[noRunText(history)], [linksText(run, undefined, history)]])('are for the file of the hover: %#', (text) => {
    for (const command of ['chooseRun', 'toggleHovers']) {
      const [, query = ''] = new RegExp(`\\(command:operatorActions\\.${command}\\?([^)]*)\\)`).exec(text) ?? [];
      expect(JSON.parse(decodeURIComponent(query))).toEqual([history]);
    }
  });

  it('have no Markdown of the data in them', () => {
    const nasty = '[x](command:evil) $(error) | <b>';
    const text = predictionText(
      task([target({ target: nasty, classes: [nasty, 'b'], probabilities: [0.5, 0.5], recorded: nasty })]),
      { ...run, name: nasty },
    );
    expect(text).not.toContain('command:');
    expect(text).not.toContain('<b>');
    expect(text.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(3);
  });
});

it('an explanation names the three cells that speak most for the class, and against it', () => {
  const cell = (code: string, contribution: number, changes = {}) => ({
    code,
    site: 'T1_A',
    good: null,
    count: 3,
    contribution,
    ...changes,
  });
  const cells = [
    cell('1', 2),
    cell('2', -1.5),
    cell('3', 1),
    cell('4', 0.5, { count: 0, good: true }),
    cell('5', 0.25),
    cell('6', -0.125, { good: false }),
  ];
  const explanation: Explanation = {
    target: 'action',
    class: 'acdc',
    method: 'integrated-gradients',
    base: 0,
    value: 2,
    cells,
    rest: 0,
    attention: null,
  };
  expect(
    read(explanationText(task([target({ explanation })]))),
  ).toBe(`$(question) **Why?** The strongest counts for the predicted class and against it, as parts of its logit

**action: acdc**\\
$(arrow-small-up) 1 at T1_A (3) **+2.00**; 3 at T1_A (3) **+1.00**; 4 at T1_A (none, good) **+0.50**\\
$(arrow-small-down) 2 at T1_A (3) **−1.50**; 6 at T1_A (3, bad) **−0.13**`);
  expect(explanationText(task([target()]))).toBe('');
});

it('attention tells the codes and sites that have most of its weights', () => {
  const attention = {
    codes: [
      { code: '1', weight: 0.25 },
      { code: '2', weight: 0.7 },
      { code: '3', weight: 0.05 },
    ],
    sites: [{ site: 'T1_A', good: null, weight: 1 }],
  };
  const explanation: Explanation = {
    ...{ target: 'action', class: 'acdc', method: 'integrated-gradients', base: 0, value: 0, cells: [], rest: 0 },
    attention,
  };
  expect(read(explanationText(task([target({ explanation })])))).toMatch(
    /\*\*action: acdc\*\* whatever the counts are\\\n\$\(eye\) attends to 2 70 %, 1 25 %, T1_A 100 %$/,
  );
});

const described: DescribedText = {
  tasks: 9522,
  count: 10_000,
  codes: [{ name: '50660', tasks: 345, count: 1234 }],
  sites: [{ name: 'T1_US_FNAL', tasks: 2, count: 3 }],
  faults: [],
  faultCount: 0,
  problems: [],
  problemCount: 0,
};

describe('a code', () => {
  const known = {
    code: '50660',
    title: 'Too much memory',
    description: 'It *was* ended.',
    family: 'memory',
    usualAction: 'acdc',
  };

  it('is told with its meaning, family, usual procedure and share', () => {
    expect(read(codeText('50660', known, described))).toBe(`$(symbol-number) **50660** · Too much memory *(memory)*

It *was* ended.

Operators usually: **acdc**

12.3 % of the failures in this history: 1,234 of 10,000, in 345 of 9,522 tasks`);
    expect(codeText('50660', known, described)).not.toContain('*was*');
  });

  it('that nobody knows says so, and so does a history that is not counted yet', () => {
    expect(read(codeText('99999', undefined, undefined))).toMatch(
      /\*\*99999\*\* · unknown code\n\nNothing is known about it here/,
    );
    expect(codeText('99999', undefined, undefined)).toMatch(/still being counted/);
    expect(codeText('99999', undefined, described)).toMatch(/0\.0 % of the failures in this history: 0 of 10,000/);
    expect(codeText('1', { ...known, usualAction: '' }, described)).toMatch(/No usual procedure is known/);
  });
});

describe('a site', () => {
  it('is told with country, tier and share', () => {
    expect(read(siteText('T1_US_FNAL', described))).toBe(`$(server) **T1_US_FNAL**

United States, tier 1 (national centre)

Less than 0.1 % of the failures in this history: 3 of 10,000, in 2 of 9,522 tasks`);
  });

  it('of another form says that its name does not tell', () => {
    expect(read(siteText('S07-N00', described))).toMatch(/The name does not say country and tier/);
    expect(siteText('T2_XX_A', described)).toMatch(/unknown country XX, tier 2/);
  });
});

describe('predictions in a line', () => {
  it('name classes, probabilities and what is wrong', () => {
    expect(predictionLine([target(), memory], String)).toBe('acdc 0.93 · 18k-20k 0.71 ✗');
  });

  const splitting = target({
    target: 'splitting',
    classes: ['2x', 'default'],
    probabilities: [0.004, 0.996],
    predicted: 1,
    recorded: null,
  });

  it('name the target of a class that another has, too, and do not round to certainty', () => {
    const wrong = { ...splitting, recorded: '2x' };
    expect(predictionLine([{ ...memory, predicted: 1, recorded: '18k-20k' }, wrong], String)).toBe(
      'memory default 0.29 (18k-20k 0.71) ✗ · splitting default >0.99 ✗',
    );
  });

  it('leave out what is nothing special, unless all is', () => {
    expect(predictionLine([target(), splitting, memory], String)).toBe('acdc 0.93 · 18k-20k 0.71 ✗');
    expect(predictionLine([splitting, { ...memory, predicted: 1 }], String)).toBe('splitting default >0.99');
  });

  it('can be heard', () => {
    expect(spokenPrediction('/w/s', [target(), { ...memory, recorded: null }])).toBe(
      'Prediction for /w/s: action acdc, probability 0.93, recorded acdc, correct; memory 18k-20k, probability 0.71, no decision recorded',
    );
  });
});
