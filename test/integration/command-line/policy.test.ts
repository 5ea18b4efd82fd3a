import { beforeAll, expect, test } from 'vitest';
import { lines, Workplace } from './command.ts';
import type { DecisionLine, HistoryFile, ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();

interface Checked {
  readonly tasks: number;
  readonly workflows: number;
  readonly acted: number;
  readonly errors: number;
  readonly share: number;
  readonly shareLow: number | null;
  readonly shareHigh: number | null;
  readonly error: number | null;
  readonly errorUpper: number | null;
}

interface PolicyDocument {
  readonly targets: Readonly<
    Record<
      string,
      {
        readonly threshold: number | null;
        readonly chosenOn: { readonly tasks: number; readonly workflows: number };
        readonly checked: Checked;
      }
    >
  >;
  readonly together: { readonly checked: Checked };
}

/** 1,000 tasks of 250 workflows: the colour follows from the code, the size from nothing. */
function manyPaints(): HistoryFile {
  const history: HistoryFile = {};
  for (let i = 0; i < 1000; i++) {
    const code = i % 2 === 0 ? '1' : '2';
    history[`/paint_${Math.floor(i / 4)}/step${i % 4}`] = {
      errors: { good_sites: { [code]: { north: 1 + (i % 3) } }, bad_sites: { '3': { south: 1 + (i % 5) } } },
      parameters: { colour: code === '1' ? 'red' : 'blue', size: (i * 7919) % 101 < 50 ? 'large' : '' },
    };
  }
  return history;
}

let trained: ResultsDocument;
let run = '';
let policy: PolicyDocument;

beforeAll(async () => {
  place.write('many.json', manyPaints());
  const targets = { colour: {}, size: { default: 'small' } };
  place.write('many.oap.json', { history: 'many.json', targets, training: { maxEpochs: 20 } });
  trained = await place.json<ResultsDocument>('train', 'many.oap.json');
  run = trained.runs[0].id;
  policy = await place.json<PolicyDocument>('policy', run, '--max-error', '0.1', '--out', 'policy.json');
});

test('results say what calibration does', async () => {
  for (const { calibration } of Object.values(trained.runs[0].targets)) {
    expect(calibration).toMatchObject({ rows: 140, notes: [] });
    expect(Object.keys(calibration?.raw ?? {})).toEqual(['ece', 'brier', 'logLoss']);
    expect(calibration?.calibrated.logLoss).toBeLessThanOrEqual((calibration?.raw.logLoss ?? 0) + 0.01);
  }
  expect((await place.run('runs', 'show', run)).out).toMatch(
    /calibration error of simple: colour \d\.\d{3} → \d\.\d{3}, size \d\.\d{3} → \d\.\d{3}/,
  );
});

test('what is certain is acted on, what nobody can know is not; both are checked on other workflows', () => {
  const { colour, size } = policy.targets;
  expect(colour.threshold).toBeGreaterThan(0.5);
  expect(colour.chosenOn.tasks + colour.checked.tasks).toBe(300);
  expect(Math.abs(colour.chosenOn.workflows - colour.checked.workflows)).toBeLessThanOrEqual(1);
  expect(colour.checked).toMatchObject({ errors: 0, error: 0 });
  expect(colour.checked.share).toBe(colour.checked.acted / colour.checked.tasks);
  expect(colour.checked.share).toBeGreaterThan(0.5);
  expect(colour.checked.shareLow).toBeLessThanOrEqual(colour.checked.share);
  expect(colour.checked.shareHigh).toBeGreaterThanOrEqual(colour.checked.share);
  expect(colour.checked.errorUpper).toBeLessThan(0.1);
  expect(size).toMatchObject({ threshold: null, checked: { acted: 0, share: 0, error: null, errorUpper: null } });
  expect(policy.together.checked.acted).toBe(0);
});

test('what is more likely wrong than right is never acted on, however many errors are accepted', async () => {
  const { targets } = await place.json<PolicyDocument>('policy', run, '--max-error', '0.9');
  for (const { threshold } of Object.values(targets)) expect(threshold ?? 1).toBeGreaterThanOrEqual(0.499999);
});

test('a table for people has the error of always choosing the most frequent class beside it', async () => {
  const { out } = await place.run('policy', run, '--max-error', '0.1');
  expect(out).toMatch(/act from .* error without a model\n/);
  expect(out).toMatch(/\ncolour .* \d+(\.\d)? % \(always (red|blue)\)\n/);
});

test('the same run gives the same policy, also in the file', async () => {
  const { targets, together } = JSON.parse(place.read('policy.json')) as PolicyDocument;
  expect({ targets, together }).toEqual({ targets: policy.targets, together: policy.together });
  const again = await place.json<PolicyDocument>('policy', run, '--max-error', '0.1');
  expect(again.targets).toEqual(policy.targets);
});

test('predictions act or ask by it, and say why they ask', async () => {
  const answers = lines<DecisionLine>((await place.run('predict', run, 'many.json', '--policy', 'policy.json')).out);
  const threshold = policy.targets.colour.threshold ?? 1;
  for (const { predictions, decision, reasons } of answers) {
    expect(predictions.colour.decision).toBe(predictions.colour.confidence >= threshold ? 'act' : 'ask');
    expect(predictions.size.decision).toBe('ask');
    expect(decision).toBe('ask');
    expect(reasons).toContain('size is never acted on');
  }
  const colours = await place.run('predict', run, 'many.json', '--policy', 'policy.json', '--target', 'colour');
  const acted = lines<DecisionLine>(colours.out).filter(({ decision }) => decision === 'act');
  expect(acted.length).toBeGreaterThan(500);
  expect(acted[0]).not.toHaveProperty('reasons');
});

test('a code that the run has never seen is asked about', async () => {
  const [[task, content]] = Object.entries(manyPaints());
  place.write('new.json', {
    [task]: { errors: { ...content.errors, bad_sites: { ...content.errors.bad_sites, '999': { south: 1 } } } },
  });
  const { out } = await place.run('predict', run, 'new.json', '--policy', 'policy.json', '--target', 'colour');
  expect(lines<DecisionLine>(out)).toMatchObject([
    { decision: 'ask', reasons: ['a code or a site is new to the run'], predictions: { colour: { decision: 'ask' } } },
  ]);
});

test('a policy of another run is refused, and so is what is none', async () => {
  const other = (await place.json<ResultsDocument>('train', 'many.oap.json', '--fresh')).runs[0].id;
  const file = JSON.parse(place.read('policy.json')) as object;
  place.write('other.json', { ...file, fingerprint: 'x', run: other });
  const refused = await place.run('predict', run, 'many.json', '--policy', 'other.json');
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.err).toContain(`other.json: this policy is for the run ${other}, not for ${run}`);
  expect((await place.run('predict', run, 'many.json', '--policy', 'many.oap.json')).err).toContain(
    'many.oap.json: this is not a policy, as oap policy writes it',
  );
});

test('too few workflows are refused, with how many are needed', async () => {
  const { status, out, err } = await place.run('policy', run);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(/evaluated on tasks of \d+ workflows, but an error of at most 2 % .* needs at least 610/);
});

test('folds that early stopping watched are refused', async () => {
  place.write('paint.json', paintHistory());
  place.write('paint.oap.json', { history: 'paint.json', targets: { colour: {} }, training: { maxEpochs: 2 } });
  const selected = (await place.json<ResultsDocument>('select', 'paint.oap.json')).runs[0];
  expect(selected.targets.colour.calibration).toMatchObject({ method: 'none', rows: expect.any(Number) });
  const { status, err } = await place.run('policy', selected.id, '--max-error', '0.4');
  expect(status).toBe(2);
  expect(err).toContain('is a cross-validation whose folds early stopping watched');
});
