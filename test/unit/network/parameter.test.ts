import { expect, test } from 'vitest';
import { Arena } from '../../../src/network/arena.ts';
import { Parameter } from '../../../src/network/parameter.ts';

function stepped(gradients: readonly number[], steps = 1): Float32Array {
  const arena = new Arena();
  const parameter = new Parameter(arena, 'dense1/bias', 1, gradients.length, 0);
  parameter.prepareTraining();
  parameter.write(gradients.map(() => 0.01));
  for (let step = 0; step < steps; step++) {
    parameter.gradient.floats().set(gradients);
    parameter.adam(0.001, 0.9, 0.999, 1e-7);
  }
  return parameter.read();
}

test('Adam moves a weight by the learning rate against a steady gradient', () => {
  const [weight] = stepped([2], 1);
  // m = 0.1·g, v = 0.001·g²; the rate is given without bias correction here.
  expect(weight).toBeCloseTo(0.01 - (0.001 * 0.2) / (Math.sqrt(0.004) + 1e-7), 9);
});

test('gradients too faint to move a weight leave it as it is', () => {
  expect(stepped([1e-16, -1e-20, 1e-38, 0], 100)).toEqual(new Float32Array(4).fill(Math.fround(0.01)));
});

test('a gradient that is no number is not hidden', () => {
  const [weight, other] = stepped([Number.NaN, 1]);
  expect(weight).toBeNaN();
  expect(other).toBeLessThan(0.01);
});

test('weights that are only predicted with take no room for training, and cannot be trained by mistake', () => {
  const arena = new Arena();
  const before = arena.bytes;
  const parameter = new Parameter(arena, 'dense1/kernel', 100, 4, 0);
  expect(arena.bytes - before).toBe(1600);
  expect(() => parameter.adam(0.001, 0.9, 0.999, 1e-7)).toThrow('dense1/kernel was not prepared for training');
  parameter.prepareTraining();
  parameter.prepareTraining();
  expect(arena.bytes - before).toBe(4 * 1600);
});
