import { expect, test } from 'vitest';
import * as z from 'zod';
import { describeIssue } from '../../../src/experiment/issue-text.ts';

function words(schema: z.ZodType, value: unknown): string {
  const result = schema.safeParse(value);
  if (result.success) throw new Error('expected an issue');
  return describeIssue('"x"', result.error.issues[0]);
}

test.each<[string, z.ZodType, unknown]>([
  ['"x" must be a string', z.string(), 3],
  ['"x" must be a whole number', z.int(), 1.5],
  ['"x" must be a list', z.array(z.string()), {}],
  ['"x" must be an object', z.map(z.string(), z.string()), 3],
  ['"x" must be true or false', z.boolean(), 'no'],
  ['"x" must be "task" or "workflow"', z.enum(['task', 'workflow']), 'day'],
  ['"x" must be "none", "log1p" or "binary"', z.enum(['none', 'log1p', 'binary']), 'sqrt'],
  ['"x" must be false', z.literal(false), true],
  ['"x" must be at least 2', z.int().min(2), 1],
  ['"x" must be above 0', z.number().gt(0), 0],
  ['"x" must be at most 100', z.int().max(100), 101],
  ['"x" must be below 1', z.number().lt(1), 1],
  ['"x" must not be empty', z.string().min(1), ''],
  ['"x" must have at most 2 characters', z.string().max(2), 'abc'],
  ['"x" must have at least one entry', z.array(z.string()).min(1), []],
  ['"x" must have at most one entry', z.array(z.string()).max(1), ['a', 'b']],
  ['"x": expected an even number', z.int().refine((n) => n % 2 === 0, 'Expected an even number'), 3],
])('%s', (expected, schema, value) => {
  expect(words(schema, value)).toBe(expected);
});
