import { expect, test } from 'vitest';
import * as z from 'zod';
import { policySchema } from '../../../src/experiment/schema.ts';
import { type PolicyCheck, policy } from '../../../src/protocol/policy.ts';

const schema = z.fromJSONSchema(policySchema() as Parameters<typeof z.fromJSONSchema>[0]);

const checked: PolicyCheck = {
  ...{ tasks: 10, workflows: 10, acted: 0, errors: 0, share: 0 },
  ...{ shareLow: null, shareHigh: null, error: null, errorUpper: null },
};
const whole = {
  ...{ version: 1, run: 'one', fingerprint: 'f', model: 'simple', synthetic: false, createdAt: '', seed: 42 },
  ...{ maxError: 0.02, confidence: 0.95, together: { checked } },
  targets: { action: { threshold: 0.9, chosenOn: { tasks: 10, workflows: 10 }, checked } },
};
const withThreshold = (threshold: unknown): object => ({
  ...whole,
  targets: { action: { ...whole.targets.action, threshold } },
});

test.each([
  ['a policy', whole, true],
  ['a target that always asks', withThreshold(null), true],
  ['a threshold above 1', withThreshold(1.5), false],
  ['a threshold below 0', withThreshold(-0.1), false],
  ['a threshold that is text', withThreshold('0.9'), false],
  ['an error above 1', { ...whole, maxError: 2 }, false],
  ['another version', { ...whole, version: 2 }, false],
  ['no run', { ...whole, run: undefined }, false],
])('the JSON schema judges %s as the reader does', (_, file, valid) => {
  const data: unknown = JSON.parse(JSON.stringify(file));
  expect(policy.safeParse(data).success).toBe(valid);
  expect(schema.safeParse(data).success).toBe(valid);
});

test('the schema says what each number means', () => {
  const { properties = {} } = policySchema() as { properties?: Record<string, { description?: string }> };
  const silent = Object.entries(properties).filter(([, { description }]) => description === undefined);
  expect(silent.map(([name]) => name)).toEqual(['createdAt']);
  const text = JSON.stringify(policySchema());
  for (const part of ['Tasks that are acted on.', 'always ask', 'by workflow, that chose the threshold']) {
    expect(text).toContain(part);
  }
});
