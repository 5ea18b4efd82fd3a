import type { RandomState } from '../../../../src/learning/random.ts';

/* Damage to files: of bytes, as disks and copies do it, and of single values, as people and programs do it. */

const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1,
  0.5,
  1e308,
  -1e308,
  1e39,
  2 ** 31,
  2 ** 31 - 1,
  2 ** 53,
  -(2 ** 40),
  '',
  '-1',
  '99999999999999999999',
  'NaN',
  '[]',
  'x'.repeat(1000),
  '__proto__',
  [],
  {},
  [[]],
  [1, 2, 3],
];

/** A file with one byte changed, some left out, some twice, or its end cut off. */
export function mutateBytes(bytes: Uint8Array, random: RandomState): Uint8Array {
  const below = (limit: number): number => random.randint(0, Math.max(1, limit), 1)[0];
  const at = below(bytes.length);
  const some = below(40);
  switch (below(5)) {
    case 0: {
      const changed = Uint8Array.from(bytes);
      changed[at] ^= 1 << below(8);
      return changed;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + some)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + some), bytes.subarray(at)]);
    case 3:
      return bytes.subarray(0, at);
    default: {
      const changed = Uint8Array.from(bytes);
      changed.fill([0, 0xff, 0x39, 0x2d][below(4)], at, at + 1 + below(4));
      return changed;
    }
  }
}

/** JSON with one of its values, of any depth, replaced by an odd one, left out, or put in twice. */
export function mutateJson(text: string, random: RandomState): string {
  const content: unknown = JSON.parse(text);
  const below = (limit: number): number => random.randint(0, Math.max(1, limit), 1)[0];
  let holder = content as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(holder);
    const key = keys[below(keys.length)];
    const value = key === undefined ? undefined : holder[key];
    const isDeeper = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (isDeeper && below(8) > 0) {
      holder = value as Record<string, unknown>;
      continue;
    }
    if (key === undefined) return JSON.stringify(content);
    if (Array.isArray(holder) && below(5) === 0)
      holder.splice(Number(key), below(2), ...(below(2) === 0 ? [value] : []));
    else if (!Array.isArray(holder) && below(8) === 0) delete holder[key];
    else if (typeof value === 'number' && below(2) === 0) holder[key] = value + [1, -1, 0.5, 1e6, 1e30][below(5)];
    else holder[key] = oddValues[below(oddValues.length)];
    return JSON.stringify(content);
  }
}
