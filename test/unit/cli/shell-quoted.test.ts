import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellQuoted, shellQuotedPath } from '../../../src/cli/shell-quoted.ts';

test('an argument is quoted only where a shell needs it', () => {
  expect(shellQuoted('study.oap.json')).toBe('study.oap.json');
  expect(shellQuoted('my #1.oap.json')).toBe("'my #1.oap.json'");
  expect(shellQuoted("it's $HOME")).toBe(`'it'\\''s $HOME'`);
  expect(shellQuoted('')).toBe("''");
  expect(shellQuoted('a\u001b[31mb\n')).toBe(String.raw`$'a\u001b[31mb\u000a'`);
  expect(shellQuoted('my file', 'win32')).toBe('"my file"');
  expect(shellQuotedPath('-x.oap.json')).toBe('./-x.oap.json');
  expect(shellQuotedPath('~/x.oap.json')).toBe("'~/x.oap.json'");
});

test('bash reads every argument as it was', () => {
  const argument = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
  const special = fc
    .array(fc.constantFrom(...' \t\n\r\'"\\$`!#&;|<>()[]{}*?~=%^-\u001b\u007f\u009b\u202e\u00e9'), { maxLength: 8 })
    .map((characters) => characters.join(''));
  const texts = fc.sample(fc.oneof(argument, special), { numRuns: 300, seed: 11 });
  const script = `printf '%s\\0' ${texts.map((text) => shellQuoted(text, 'linux')).join(' ')}`;
  const out = execFileSync('bash', ['--norc', '-c', script], {
    env: { LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  }).toString();
  expect(out.split('\0').slice(0, -1)).toEqual(texts);
});
