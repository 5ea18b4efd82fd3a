import { expect, test } from 'vitest';
import type { RunExplanation, RunPanelToHost } from '../../../src/protocol/run-panel.ts';
import { explanationKey, SampleStore } from '../../../webview/run/sample-store.ts';

const answer = (name: string): RunExplanation => ({
  kind: 'explanation',
  target: 'action',
  name,
  fit: 2,
  class: 1,
  explanation: null,
  unknown: 0,
  problem: 'no such task',
});

test('an explanation is asked for once, and again when another one came between', () => {
  const posted: RunPanelToHost[] = [];
  const store = new SampleStore((message) => posted.push(message));
  const want = (name: string) => store.wantExplanation('action', name, 2, 1);
  for (const name of ['a', 'a', 'b', 'a']) want(name);
  expect(posted.map((message) => message.kind === 'explain' && message.name)).toEqual(['a', 'b', 'a']);
  store.apply(answer('a'), () => []);
  want('a');
  expect(posted).toHaveLength(3);
  expect(store.explanations.get(explanationKey('action', 'a', 2, 1))).toEqual(answer('a'));
});

test('of the explanations the last ones are kept', () => {
  const store = new SampleStore(() => {});
  for (let i = 0; i < 60; i++) store.apply(answer(String(i)), () => []);
  expect(store.explanations.size).toBe(50);
  expect(store.explanations.has(explanationKey('action', '59', 2, 1))).toBe(true);
  expect(store.explanations.has(explanationKey('action', '0', 2, 1))).toBe(false);
});
