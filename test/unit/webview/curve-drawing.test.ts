import { describe, expect, test } from 'vitest';
import type { Curve, CurveSet } from '../../../webview/components/curve.ts';
import { drawCurves } from '../../../webview/components/curve-drawing.ts';
import { type PlotView, valueRange } from '../../../webview/components/curve-view.ts';
import { paper, pathsOf, textsOf, theme } from './picture/paper.ts';

const view: PlotView = {
  theme,
  marks: [],
  reference: null,
  hidden: new Set(),
  cursor: null,
  step: 'epoch',
  range: [0, 1],
  scale: 'linear',
  window: null,
  smoothing: 0,
};

function curve(series: number, set: Curve['set'], values: readonly number[], fits = 1, std = 0): Curve {
  return { series, set, points: values.map((y, i) => ({ x: i + 1, y, std, fits })) };
}

/** Two classes, each with its validation and its training line. */
const classes: CurveSet = {
  series: ['acdc', '<b>clone</b>'],
  fits: 1,
  curves: [
    curve(0, 'validation', [0.2, 0.5, 1]),
    curve(0, 'training', [0.2, 0.6, 1]),
    curve(1, 'validation', [0, 0.25, 0.5]),
    curve(1, 'training', [0, 0.3, 0.6]),
  ],
};

function drawn(set: CurveSet, changes: Partial<PlotView> = {}) {
  const sheet = paper();
  drawCurves(sheet, set, { ...view, ...changes }, 'recall');
  const picture = sheet.finish();
  return { picture, texts: textsOf(picture).map(({ text }) => text), paths: pathsOf(picture) };
}

describe('a saved chart of curves', () => {
  test('has its baseline as a dashed line at its value, with its name at the end, and room for it', () => {
    const reference = { value: 1.5, text: 'always acdc' };
    const { texts, paths, picture } = drawn(classes, { reference, range: null });
    expect(texts).toContain('always acdc');
    const line = paths.find((path) => path.line?.dash?.join() === '8,4,2,4');
    const [from, to] = [...(line?.d ?? '').matchAll(/([\d.]+),([\d.]+)/g)].map((match) => Number(match[2]));
    expect(from).toBe(to);
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThan(picture.height / 2);
    expect(valueRange(classes, { ...view, reference, range: null })[1]).toBeGreaterThan(1.5);
    // One that is out of sight is left out.
    expect(drawn(classes, { reference }).texts).not.toContain('always acdc');
  });

  test('has both axes with their names, and every class and set of examples in its legend', () => {
    const { texts } = drawn(classes);
    expect(texts).toEqual(expect.arrayContaining(['epoch', 'recall', '1', '10', '0.0', '1.0']));
    expect(texts.slice(-4)).toEqual(['acdc', '<b>clone</b>', 'validation', 'training']);
  });

  test('has its lines where the values are', () => {
    const [line] = drawn({ ...classes, curves: classes.curves.slice(0, 1) }).paths.filter(({ clip }) => clip);
    const { x, y, width, height } = line.clip ?? { x: 0, y: 0, width: 0, height: 0 };
    const points = [...line.d.matchAll(/([\d.]+),([\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
    // Epochs 1, 2 and 3 of an axis from 1 to 10, values 0.2, 0.5 and 1 of one from 0 to 1.
    for (const [i, value] of [0.2, 0.5, 1].entries()) {
      expect(points[i][0]).toBeCloseTo(x + (i * width) / 9, 1);
      expect(points[i][1]).toBeCloseTo(y + (1 - value) * height, 1);
    }
  });

  test('looks as on the screen: colour and marker of the class, training thin, dashed and hollow', () => {
    const { paths } = drawn(classes);
    const lines = paths.filter(({ clip }) => clip).map(({ line }) => line);
    expect(lines.map((line) => [line?.colour, line?.width, line?.dash])).toEqual([
      [theme.series[0], 1, [5, 3]],
      [theme.series[1], 1, [5, 3]],
      [theme.series[0], 2, []],
      [theme.series[1], 2, []],
    ]);
    const markers = paths.filter(({ place }) => place?.scale === 0.9 && place.y < 450);
    expect(new Set(markers.map(({ d }) => d)).size).toBe(2);
    expect(markers.some(({ fill }) => fill?.colour === theme.background)).toBe(true);
  });

  test('has a band where there are several fits, fainter lines where not all have the epoch, and says so', () => {
    const points = [2, 2, 1].map((fits, i) => ({ x: i + 1, y: 0.5, std: 0.1, fits }));
    const { paths, texts } = drawn({ series: [], fits: 2, curves: [{ series: 0, set: 'validation', points }] });
    const clipped = paths.filter(({ clip }) => clip);
    expect(clipped.map(({ fill, line }) => fill?.opacity ?? line?.opacity)).toEqual([0.22, 0.5, 1]);
    expect(texts.join(' ')).toContain('bands are ± one standard deviation');
  });

  test('leaves hidden classes out, in the legend, too', () => {
    const { paths, texts } = drawn(classes, { hidden: new Set([0]) });
    expect(paths.filter(({ clip }) => clip)).toHaveLength(2);
    expect(texts).not.toContain('acdc');
  });

  test('marks the best epoch and the stop', () => {
    const { texts, paths } = drawn(classes, {
      marks: [
        { kind: 'best', from: 2, to: 2, text: 'best 2' },
        { kind: 'stop', from: 3, to: 3, text: 'stop 3' },
      ],
    });
    expect(texts).toEqual(expect.arrayContaining(['best 2', 'stop 3']));
    expect(paths.filter(({ line }) => line?.dash?.join() === '2,3')).toHaveLength(1);
  });

  test('says what was smoothed and what part is shown', () => {
    const { texts } = drawn(classes, { smoothing: 0.6, window: [2, 3] });
    expect(texts.join(' ')).toContain('Smoothed with weight 0.60; the raw lines are behind. Showing epochs 2 to 3.');
  });

  test('tells single lines apart by colour, dashes and marker', () => {
    const names = ['simple', 'cnn', 'embedding'];
    const curves = names.map((_, i) => curve(i, 'training', [0.1, 0.2]));
    const { paths, texts } = drawn({ series: names, fits: 1, single: true, curves });
    expect(texts.slice(-3)).toEqual(names);
    const looks = paths.filter(({ clip }) => clip).map(({ line }) => `${line?.colour} ${line?.dash}`);
    expect(new Set(looks).size).toBe(3);
  });
});

describe('the range of values', () => {
  const free = { ...view, range: null };
  const banded: CurveSet = { series: [], fits: 2, curves: [curve(0, 'validation', [0.5, 0.3], 2, 0.1)] };

  test('has room for the bands and a little more', () => {
    const [low, high] = valueRange(banded, free);
    expect(low).toBeCloseTo(0.2 - 0.05 * 0.4, 12);
    expect(high).toBeCloseTo(0.6 + 0.05 * 0.4, 12);
  });

  test('does not go below zero, for no metric is', () => {
    expect(valueRange({ ...banded, curves: [curve(0, 'validation', [0.02, 0.9], 2, 0.1)] }, free)[0]).toBe(0);
  });

  test('of a logarithmic axis leaves out what has no logarithm', () => {
    const set: CurveSet = { ...banded, curves: [curve(0, 'validation', [0, 0.05, 0.8], 2, 0.1)] };
    const [low, high] = valueRange(set, { ...free, scale: 'logarithmic' });
    expect(low).toBeCloseTo(0.05, 12);
    expect(high).toBeCloseTo(0.9, 12);
  });

  test('is that of the epochs in sight', () => {
    const set: CurveSet = { series: [], fits: 1, curves: [curve(0, 'validation', [9, 0.4, 0.6])] };
    const [, high] = valueRange(set, { ...free, window: [2, 3] });
    expect(high).toBeCloseTo(0.61, 12);
  });

  test('is some where there is nothing', () => {
    expect(valueRange({ series: [], fits: 1, curves: [] }, free)).toEqual([0, 1]);
  });
});
