import path from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { indexText } from '../../../src/execution/index-text.ts';
import { temporaryFolder } from '../../records.ts';
import { standInWorker } from './stand-in.ts';

const folder = temporaryFolder();

/** A stand-in for the worker that answers with one task as long as the text, and with its length as the count. */
function standIn(): string {
  const body = `
  if (method === 'text') {
    length += argument.length;
    answer(null);
  }
  if (method === 'index')
    answer({ layout: 'lines', exact: true, from: Uint32Array.of(0), to: Uint32Array.of(length) });
  if (method === 'describeText')
    answer({ tasks: 1, count: length, codes: [], sites: [], faults: [], faultCount: 0, problems: [], problemCount: 0 });`;
  return standInWorker(path.join(folder, 'echo.cjs'), body, 'let length = 0;');
}

test('a text goes to the thread whole, in pieces, and its index and description come back', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`);
  let pieces = 0;
  const text = (from: number, to: number): string => {
    pieces++;
    return lines.slice(from, to).join('');
  };
  const { index, description } = await indexText(
    { count: lines.length, length: lines.join('').length, text },
    standIn(),
    new AbortController().signal,
  );
  expect([index.layout, index.count, index.to(0)]).toEqual(['lines', 1, lines.join('').length]);
  expect((await description).count).toBe(lines.join('').length);
  expect(pieces).toBeGreaterThan(1);
});

test('a text that is not wanted any more is not sent on', async () => {
  const cancelled = new AbortController();
  let sent = 0;
  const text = (from: number, to: number): string => {
    sent = to;
    cancelled.abort();
    return 'x'.repeat(to - from);
  };
  await expect(indexText({ count: 1e9, length: 1000, text }, standIn(), cancelled.signal)).rejects.toThrow(Cancelled);
  expect(sent).toBeLessThan(1e9);
});
