import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/* Texts in the sources: the build finds them, and they are in the language of VS Code. */

const folder = fileURLToPath(new URL('../../../src/extension/', import.meta.url));
const sources = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const read = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');

it('every text is written out where it is translated: the build leaves out what is put together', () => {
  const writtenOut = /^\s*(\{\s*message:\s*)?('([^'\\\n]|\\.)*'|"([^"\\\n]|\\.)*")\s*[,)}]/;
  const others = sources.flatMap((name) => {
    const [, ...calls] = read(name).split(/\bl10n\.t\(/);
    return calls.filter((call) => !writtenOut.test(call)).map((call) => `${name}: ${call.slice(0, 80)}`);
  });
  expect(others).toEqual([]);
});

it('what is loaded with the entry has no texts in constants: they would be read before the language is known', () => {
  const entry = 'extension.ts';
  const loaded = new Set([entry]);
  for (const name of loaded) {
    for (const [, imported] of read(name).matchAll(/^import (?!type\b)[^;]*? from '(\.[^']+)';/gm)) {
      const file = path.join(path.dirname(name), imported);
      if (sources.includes(file)) loaded.add(file);
    }
  }
  expect(loaded.size).toBeGreaterThan(1);
  expect([...loaded].filter((name) => constantsOf(read(name)).some((text) => text.includes('l10n.t(')))).toEqual([]);
});

/** The constants of a file that are no functions: they have their values when the file is loaded. */
function constantsOf(source: string): string[] {
  const statements = source.split(/^(?=\w)/m);
  return statements.filter((text) => /^(export )?const\b/.test(text) && !/^[^\n]*(=>|\bfunction\b|= \($)/.test(text));
}
