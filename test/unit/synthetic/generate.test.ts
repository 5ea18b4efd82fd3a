import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureMatrix } from '../../../src/dataset/features.ts';
import { type History, workflowOf } from '../../../src/dataset/history.ts';
import { HistoryFormatter } from '../../../src/dataset/history-formatter.ts';
import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';
import { describeHistory } from '../../../src/dataset/statistics.ts';
import { studyCodes } from '../../../src/dataset/vocabulary.ts';
import { generateHistory } from '../../../src/synthetic/generate.ts';
import { studySites } from '../../../src/synthetic/workflow.ts';
import { names, parse, values } from '../dataset/files.ts';

const study: {
  tasks: number;
  codes: number;
  sites: number;
  nonzeroPerTask: number;
  pairsNeverUsed: number;
  listedSites: {
    mean: number;
    main: [number, number];
    second: [number, number];
    secondShare: [number, number];
    goodShare: number;
  };
  goodShareOfErrors: number;
  badSitesOnly: string[];
  goodSitesOnly: string[];
  sumsOf7582Tasks: Record<string, number>;
  percentile95: Record<string, number>;
  action: Record<string, number>;
  xrootd: Record<string, number>;
  splitting: Record<string, number>;
  memoryPercent: Record<string, number>;
  splittingShareOfAction: Record<string, number>;
  tasksPerWorkflow: number;
} = JSON.parse(readFileSync(path.join(import.meta.dirname, 'fixtures', 'calibration.json'), 'utf8'));

function generate(tasks: number, seed: number): string {
  const parts: string[] = [];
  for (const text of generateHistory({ tasks, seed })) parts.push(text);
  return parts.join('');
}

const text = generate(study.tasks, 42);
const history = parse(text);
const description = describeHistory(history);
const merged = featureMatrix(history, { transform: 'none', sites: 'merged' }).matrix;

/** [tasks] sum of the counts of a code. */
function sums(matrix: SparseRows, code: string): Float64Array {
  const wanted = history.codes.indexOf(code);
  const perTask = new Float64Array(matrix.rows);
  for (let task = 0; task < matrix.rows; task++) {
    for (let i = matrix.start[task]; i < matrix.start[task + 1]; i++) {
      if (Math.floor(matrix.column[i] / history.sites.length) === wanted) perTask[task] += matrix.value[i];
    }
  }
  return perTask;
}

const total = (numbers: Float64Array) => numbers.reduce((sum, number) => sum + number, 0);
const raw = (name: string) => values(history, name).map((value) => value ?? '');
const share = (tasks: readonly boolean[]) => tasks.filter(Boolean).length / tasks.length;

function frequencies(name: string): Map<string, number> {
  const target = description.targets.find((candidate) => candidate.name === name);
  return new Map(target?.rawValues.map((value) => [value.name, value.tasks]));
}

/** Tasks of each workflow. */
function workflows(of: History): Map<string, number[]> {
  const tasks = new Map<string, number[]>();
  names(of).forEach((name, task) => {
    tasks.set(workflowOf(name), [...(tasks.get(workflowOf(name)) ?? []), task]);
  });
  return tasks;
}

describe("a synthetic history has the study's sizes", () => {
  it('tasks, codes and sites, none of them unusable', () => {
    expect(history.tasks.count).toBe(study.tasks);
    expect(history.codes).toEqual(studyCodes.map(({ code }) => code));
    expect(history.sites).toEqual(studySites);
    expect([history.codes.length, history.sites.length]).toEqual([study.codes, study.sites]);
    expect(history.problemCount).toBe(0);
  });

  it('counts per task, zeros, pairs of code and site that never occur', () => {
    expect(Math.abs(description.nonzero / study.tasks - study.nonzeroPerTask)).toBeLessThan(0.5);
    expect(description.sparsity).toBeGreaterThan(0.997);
    expect(description.sparsity).toBeLessThan(0.998);
    expect(description.pairsNeverUsed).toBeCloseTo(study.pairsNeverUsed, 1);
  });

  it('tasks per workflow, most workflows having one', () => {
    const { mean, largest, distribution } = description.workflows;
    expect(mean).toBeCloseTo(study.tasksPerWorkflow, 1);
    expect(largest).toBeGreaterThan(6);
    expect(distribution[0][1]).toBeGreaterThan(description.workflows.count / 2);
  });
});

describe('the list of sites (the row −1)', () => {
  const listed = sums(merged, '-1');
  const { main, second, secondShare, mean, goodShare } = study.listedSites;

  it('counts every site once', () => {
    for (const { column, value } of [history.good, history.bad]) {
      expect(value.every((count, i) => column[i] >= history.sites.length || count === 1)).toBe(true);
    }
  });

  it('is short, or holds nearly all sites, with nothing between', () => {
    const within = (length: number, [from, to]: [number, number]) => length >= from && length <= to;
    expect(listed.every((length) => within(length, main) || within(length, second))).toBe(true);
    const long = share(Array.from(listed, (length) => within(length, second)));
    expect(long).toBeGreaterThan(secondShare[0]);
    expect(long).toBeLessThan(secondShare[1]);
    expect(Math.abs(total(listed) / study.tasks - mean)).toBeLessThan(0.75);
  });

  it('holds good and bad sites as the study does', () => {
    expect(total(sums(history.good, '-1')) / total(listed)).toBeCloseTo(goodShare, 1);
  });
});

describe('errors', () => {
  it('are mostly at good sites, some codes at good or at bad ones only', () => {
    const ofErrors = (matrix: SparseRows) =>
      matrix.value.reduce((sum, count) => sum + count, 0) - total(sums(matrix, '-1'));
    const good = ofErrors(history.good);
    expect(Math.abs(good / (good + ofErrors(history.bad)) - study.goodShareOfErrors)).toBeLessThan(0.06);
    for (const code of study.badSitesOnly) expect(total(sums(history.good, code))).toBe(0);
    for (const code of study.goodSitesOnly) expect(total(sums(history.bad, code))).toBe(0);
  });

  it('at sites whose readiness nobody tracks are at bad sites', () => {
    const untracked = history.sites.indexOf('T3_US_UCD');
    expect(history.good.column.every((column) => column % history.sites.length !== untracked)).toBe(true);
    expect(history.bad.column.some((column) => column % history.sites.length === untracked)).toBe(true);
  });

  it('have heavy tails: sums within a factor of two, percentiles and maxima of the right size', () => {
    for (const [code, sum] of Object.entries(study.sumsOf7582Tasks)) {
      const generated = (total(sums(merged, code)) * 7582) / study.tasks;
      expect(generated / sum).toBeGreaterThan(0.5);
      expect(generated / sum).toBeLessThan(2);
    }
    for (const [code, percentile] of Object.entries(study.percentile95)) {
      const sorted = sums(merged, code).sort();
      expect(sorted[Math.floor(0.95 * study.tasks)]).toBeLessThanOrEqual(5 * percentile);
      expect(sorted[Math.floor(0.95 * study.tasks)]).toBeGreaterThanOrEqual(percentile / 5);
      expect(sorted[study.tasks - 1]).toBeGreaterThan(100 * (percentile + 1));
    }
  });

  it('are few in each task: four codes at most', () => {
    const perTask = new Set<number>();
    for (let task = 0; task < study.tasks; task++) {
      const columns = merged.column.slice(merged.start[task], merged.start[task + 1]);
      perTask.add(new Set(Array.from(columns, (column) => Math.floor(column / history.sites.length))).size - 1);
    }
    expect([...perTask].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('decisions', () => {
  it('are as frequent as in the study', () => {
    expect(Object.fromEntries(frequencies('action'))).toEqual(study.action);
    expect(Object.fromEntries(frequencies('xrootd'))).toEqual(study.xrootd);
    const splitting = frequencies('splitting');
    expect([...splitting.keys()].sort()).toEqual(Object.keys(study.splitting).sort());
    for (const [value, count] of Object.entries(study.splitting)) {
      expect(Math.abs((splitting.get(value) ?? 0) - count)).toBeLessThanOrEqual(2 + Math.sqrt(count));
    }
    for (const [value, percent] of Object.entries(study.memoryPercent)) {
      expect(((frequencies('memory').get(value) ?? 0) * 100) / study.tasks).toBeCloseTo(percent, 0);
    }
    expect(frequencies('memory').size).toBe(26);
  });

  it("keep to the rules of the operators' form", () => {
    const [action, memory, splitting, xrootd] = ['action', 'memory', 'splitting', 'xrootd'].map(raw);
    for (let task = 0; task < study.tasks; task++) {
      if (action[task] === 'special') expect([memory[task], splitting[task], xrootd[task]]).toEqual(['', '', '']);
      if (action[task] !== 'acdc') expect(xrootd[task]).toBe('');
    }
    for (const name of ['acdc', 'clone']) {
      const split = splitting.filter((_, task) => action[task] === name).map((value) => value !== '');
      expect(Math.abs(share(split) - study.splittingShareOfAction[name])).toBeLessThan(0.006);
    }
  });

  it('come with fields that are no targets of the study, and with lists of sites, which are no decisions', () => {
    expect([...history.parameters.keys()].sort()).toEqual([
      'action',
      'cores',
      'memory',
      'secondary',
      'splitting',
      'xrootd',
    ]);
    expect(text).toMatch(/"sites": \["T[0-9]_/);
  });

  it('are the same for all tasks of a workflow: the action always, everything when it is cloned', () => {
    const [action, memory, splitting] = ['action', 'memory', 'splitting'].map(raw);
    const several = [...workflows(history).values()].filter((tasks) => tasks.length > 1);
    for (const tasks of several) {
      expect(new Set(tasks.map((task) => action[task])).size).toBe(1);
      if (action[tasks[0]] === 'clone')
        expect(new Set(tasks.map((task) => memory[task] + splitting[task])).size).toBe(1);
    }
    expect(several.some((tasks) => new Set(tasks.map((task) => memory[task])).size > 1)).toBe(true);
  });

  it('depend on the errors, but do not follow from them', () => {
    const rate = (code: string, decided: (task: number) => boolean) => {
      const counts = sums(merged, code);
      const tasks = Array.from(counts.keys());
      const having = tasks.filter((task) => counts[task] > 0).map(decided);
      const without = tasks.filter((task) => counts[task] === 0).map(decided);
      return [share(having), share(without)];
    };
    const [memory, action, xrootd] = ['memory', 'action', 'xrootd'].map(raw);
    for (const [[having, without], factor] of [
      [rate('50660', (task) => memory[task] !== ''), 5],
      [rate('99109', (task) => action[task] === 'clone'), 3],
      [rate('73', (task) => action[task] !== 'acdc'), 2],
      [rate('50664', (task) => action[task] !== 'acdc'), 2],
      [rate('92', (task) => xrootd[task] === 'enabled'), 1.5],
    ] as const) {
      expect(having).toBeGreaterThan(factor * without);
      expect(having).toBeLessThan(0.95);
    }
  });
});

describe('the file', () => {
  it('has the name of the generator in every workflow', () => {
    expect(names(history).every((name) => workflowOf(name).startsWith('synthetic_'))).toBe(true);
  });

  it('is written as it would be formatted, one task per line', () => {
    const formatter = new HistoryFormatter('history.json', 'task-per-line');
    const formatted = [formatter.push(new TextEncoder().encode(text)).slice(), formatter.finish()];
    expect(Buffer.concat(formatted).toString() === text).toBe(true);
    expect(text.split('\n')).toHaveLength(study.tasks + 3);
  });

  it('has the list of sites first in each task', () => {
    expect(text.split('\n')[1]).toMatch(/^"\/synthetic_[^"]*": \{"errors": \{"good_sites": \{"-1": \{/);
  });

  it('is the same for the same seed and another one for another', () => {
    expect(generate(300, 1)).toBe(generate(300, 1));
    expect(generate(300, 1)).not.toBe(generate(300, 2));
  });

  it('has the wanted number of tasks, however small', () => {
    for (const tasks of [1, 2, 7, 100]) expect(parse(generate(tasks, 5)).tasks.count).toBe(tasks);
  });
});
