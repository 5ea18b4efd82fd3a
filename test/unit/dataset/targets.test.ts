import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { defaultTargets, inspectTargets, resolveTarget } from '../../../src/dataset/targets.ts';
import { parse } from './files.ts';

/** A history whose tasks have these parameters. */
function withParameters(...tasks: readonly object[]) {
  return parse(JSON.stringify(Object.fromEntries(tasks.map((parameters, i) => [`t${i}`, { errors: {}, parameters }]))));
}

function classesOf(
  history: ReturnType<typeof parse>,
  ...args: [string, Parameters<typeof resolveTarget>[2]?]
): string[] {
  const target = resolveTarget(history, ...args);
  return Array.from(target.labels, (label) => target.classes[label]);
}

describe('resolveTarget', () => {
  it('merges raw values as the study did for its four targets', () => {
    const merged: readonly (readonly [target: string, raw: string, className: string])[] = [
      ['memory', '2000', '2k-9k'],
      ['memory', '9000', '2k-9k'],
      ['memory', '10000', '10k-16k'],
      ['memory', '14900', '10k-16k'],
      ['memory', '15200', '10k-16k'],
      ['memory', '20480', '18k-20k'],
      ['memory', '180000', '18k-20k'],
      ['memory', '', 'default'],
      ['splitting', '3x', '2x-3x'],
      ['splitting', 'max', '10x-100x-max'],
      ['splitting', '50x', '10x-100x-max'],
      ['xrootd', 'enabled', 'enabled'],
      ['action', 'special', 'special'],
    ];
    for (const [target, raw, className] of merged) {
      expect(classesOf(withParameters({ [target]: raw }), target)).toEqual([className]);
    }
  });

  it("orders the study's classes as the study did and counts the tasks of each", () => {
    const memory = ['', '20000', '12000', '2000', '4000'].map((value) => ({ memory: value }));
    const target = resolveTarget(withParameters(...memory), 'memory');
    expect(target.classes).toEqual(['2k-9k', '10k-16k', '18k-20k', 'default']);
    expect([...target.counts]).toEqual([2, 1, 1, 1]);
    expect([...target.labels]).toEqual([3, 2, 1, 0, 0]);
    expect(target.labels.buffer).toBeInstanceOf(SharedArrayBuffer);
    const xrootd = ['', 'enabled', 'disabled'].map((value) => ({ xrootd: value }));
    expect(resolveTarget(withParameters(...xrootd), 'xrootd').classes).toEqual(['disabled', 'enabled', 'default']);
  });

  it('gives a value that no class lists a class of its own, sorted, before the default', () => {
    const history = withParameters({ memory: '77' }, { memory: '2000' }, { memory: '' }, { memory: '64000' });
    expect(resolveTarget(history, 'memory').classes).toEqual(['2k-9k', '64000', '77', 'default']);
  });

  it('gives just the words of a history that has other ones', () => {
    const history = withParameters({ action: 'software' }, { action: 'hardware' });
    expect(resolveTarget(history, 'action', {}).classes).toEqual(['hardware', 'software']);
  });

  it('takes empty, null and missing values for the default class', () => {
    const history = withParameters({ p: 'x' }, { p: '' }, { p: null }, {}, { p: ['x'] });
    expect(classesOf(history, 'p')).toEqual(['x', 'default', 'default', 'default', 'default']);
    expect(classesOf(history, 'p', { default: 'none' })).toEqual(['x', 'none', 'none', 'none', 'none']);
    expect(classesOf(history, 'p', { default: 'x' })).toEqual(['x', 'x', 'x', 'x', 'x']);
  });

  it('uses declared classes instead of the preset, in their order, with the default where they put it', () => {
    const history = withParameters({ memory: '2000' }, { memory: '' }, { memory: '9000' }, { memory: '1' });
    const classes = new Map([
      ['default', []],
      ['high', ['9000']],
      ['never', ['5']],
      ['low', ['2000']],
    ]);
    expect(resolveTarget(history, 'memory', { classes }).classes).toEqual(['default', 'high', 'low', '1']);
  });

  it('lets a class list the empty value', () => {
    const history = withParameters({ p: '' }, { p: 'x' }, {});
    expect(classesOf(history, 'p', { classes: new Map([['nothing', ['']]]) })).toEqual(['nothing', 'x', 'default']);
  });

  it('takes numbers for their text', () => {
    expect(classesOf(withParameters({ memory: 14900 }, { memory: 20480 }), 'memory')).toEqual(['10k-16k', '18k-20k']);
  });

  it('keeps awkward names apart', () => {
    const history = withParameters({ p: '__proto__' }, { p: 'constructor' }, { p: '' });
    expect(classesOf(history, 'p')).toEqual(['__proto__', 'constructor', 'default']);
  });

  it('refuses a parameter that the history does not have, and says which it has', () => {
    const history = withParameters({ action: 'acdc', cores: 4 });
    expect(() => resolveTarget(history, 'memory')).toThrow(
      new InputError('no task of the history has the parameter "memory", expected one of: "action", "cores"'),
    );
    expect(() => resolveTarget(withParameters({}), 'x')).toThrow('(the history has no parameters at all)');
  });

  it('refuses a value in two classes', () => {
    const classes = new Map([
      ['a', ['1']],
      ['b', ['1']],
    ]);
    expect(() => resolveTarget(withParameters({ p: '1' }), 'p', { classes })).toThrow(
      'the target "p" lists the value "1" in the classes "a" and "b", expected it in one',
    );
  });
});

describe('which targets a history has', () => {
  it("those of the study, in the study's order", () => {
    expect(defaultTargets(withParameters({ xrootd: '', cores: 4, action: 'acdc' }))).toEqual(['action', 'xrootd']);
    expect(defaultTargets(withParameters({ cores: 4 }))).toEqual([]);
  });

  it('and, to be inspected, others with at most 50 values', () => {
    const tasks = Array.from({ length: 51 }, (_, i) => ({ id: i, half: i % 50, action: 'acdc' }));
    expect(inspectTargets(withParameters(...tasks)).map((target) => target.name)).toEqual(['action', 'half']);
  });
});
