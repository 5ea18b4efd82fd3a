import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { clientHere } from '../../../src/protocol/port.ts';
import type { Service } from '../../../src/protocol/service.ts';
import { Answers, Refused } from '../../../webview/components/answers.ts';

const service = {
  double: { argument: z.int(), answer: z.int(), progress: z.string() },
  name: { argument: z.int(), answer: z.string() },
} satisfies Service;

interface Question {
  readonly of: number;
  readonly signal: AbortSignal;
  progress(text: string): void;
  answer(value: number): void;
  fail(error: Error): void;
}

/** Answers of a host that is played by the test. */
function start({ newestOnly = false, kept = 50 } = {}) {
  const asked: Question[] = [];
  let changes = 0;
  const calls = clientHere(service, {
    double: (of, { signal, progress }) =>
      new Promise((answer, fail) => void asked.push({ of, signal, progress, answer, fail })),
    name: (of) => `name of ${of}`,
  });
  const answers = new Answers(calls, () => changes++, { newestOnly, kept: () => kept });
  return { answers, asked, changes: () => changes, ofAll: () => asked.map(({ of }) => of) };
}

/** What was answered has arrived. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('a question', () => {
  test('is asked once, with its progress, and its answer is kept', async () => {
    const { answers, asked, changes } = start();
    expect(answers.of('double', 4)).toEqual({});
    expect(answers.of('double', 4)).toEqual({});
    expect(asked).toHaveLength(1);
    asked[0].progress('half');
    expect(answers.of('double', 4)).toEqual({ progress: 'half' });
    asked[0].answer(8);
    await settle();
    expect(answers.of('double', 4)).toEqual({ value: 8 });
    expect(answers.of('double', 4)).toBe(answers.of('double', 4));
    expect(changes()).toBe(2);
    answers.of('double', 5);
    expect(asked).toHaveLength(2);
  });

  test('that has no answer has the reason', async () => {
    const { answers, asked } = start();
    answers.of('double', 4);
    asked[0].fail(new Error('the file is gone'));
    await settle();
    expect(answers.of('double', 4)).toEqual({ problem: 'the file is gone' });
    expect(asked).toHaveLength(1);
  });

  test('of another version is asked again, and the old answer stays until the new one comes', async () => {
    const { answers, asked } = start();
    answers.of('double', 4, 'a');
    // Versions may come faster than answers.
    answers.of('double', 4, 'b');
    asked[0].answer(8);
    await settle();
    expect(answers.of('double', 4, 'c')).toEqual({ value: 8 });
    expect(asked).toHaveLength(2);
    asked[1].answer(9);
    await settle();
    expect(answers.of('double', 4, 'c')).toEqual({ value: 9 });
    expect(asked).toHaveLength(2);
  });
});

describe('where only the newest question of a kind matters', () => {
  test('it cancels the one before, which is asked again when it is wanted', async () => {
    const { answers, asked, ofAll } = start({ newestOnly: true });
    answers.of('double', 1);
    answers.of('name', 1);
    answers.of('double', 2);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    asked[0].fail(new Refused('cancelled', 'cancelled'));
    await settle();
    answers.of('double', 1);
    expect(ofAll()).toEqual([1, 2, 1]);
    expect(answers.of('name', 1)).toEqual({ value: 'name of 1' });
  });

  test('answers that have come stay', async () => {
    const { answers, asked } = start({ newestOnly: true });
    answers.of('double', 1);
    asked[0].answer(2);
    await settle();
    answers.of('double', 2);
    expect(answers.of('double', 1)).toEqual({ value: 2 });
  });
});

test('a question that the host gave up is asked again', async () => {
  const { answers, asked } = start();
  answers.of('double', 1);
  asked[0].fail(new Refused('cancelled', 'cancelled'));
  await settle();
  answers.of('double', 1);
  expect(asked).toHaveLength(2);
});

test('of each kind the last answers are kept', async () => {
  const { answers, asked, ofAll } = start({ kept: 3 });
  answers.of('name', 1);
  for (const of of [1, 2, 3, 4]) {
    answers.of('double', of);
    asked.at(-1)?.answer(2 * of);
    await settle();
  }
  expect(answers.of('double', 2)).toEqual({ value: 4 });
  answers.of('double', 1);
  expect(ofAll()).toEqual([1, 2, 3, 4, 1]);
  expect(answers.of('name', 1)).toEqual({ value: 'name of 1' });
});
