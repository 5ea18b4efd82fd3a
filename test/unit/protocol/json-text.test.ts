import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../../src/protocol/json-text.ts';

test('writes JSON as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 2), (value, indent) => {
      expect(jsonText(value, indent)).toBe(JSON.stringify(value, null, indent));
    }),
  );
  expect(jsonText({ a: undefined, b: [undefined, Number.NaN], c: new Date(0) })).toBe(
    '{"b":[null,null],"c":"1970-01-01T00:00:00.000Z"}',
  );
});

test('a Map is an object in its own order', () => {
  const map = new Map<string, unknown>([
    ['small', 1],
    ['10', new Map([['__proto__', 2]])],
    ['2', { 3: [] }],
  ]);
  expect(jsonText(map)).toBe('{"small":1,"10":{"__proto__":2},"2":{"3":[]}}');
  expect(jsonText({ map }, 1)).toBe(
    '{\n "map": {\n  "small": 1,\n  "10": {\n   "__proto__": 2\n  },\n  "2": {\n   "3": []\n  }\n }\n}',
  );
});
