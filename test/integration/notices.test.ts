import fs from 'node:fs';
import { expect, it } from 'vitest';

const file = new URL('../../dist/ThirdPartyNotices.txt', import.meta.url);
const line = '-'.repeat(80);

it('the licence of every library in the bundles is in the package', () => {
  const [, ...parts] = fs.readFileSync(file, 'utf8').split(new RegExp(`^${line}$`, 'm'));
  const notices = parts.flatMap((heading, i) => (i % 2 === 0 ? [[heading.trim(), parts[i + 1]]] : []));
  const names = notices.map(([heading]) => heading.replace(/ \S+, \S.*$/, ''));
  for (const name of ['zod', 'jsonc-parser', 'commander', 'lit-html', 'chart.js', '@vscode/codicons', '@vscode/l10n']) {
    expect(names).toContain(name);
  }
  expect(names.filter((name) => name.startsWith('@tensorflow/')).length).toBeGreaterThanOrEqual(4);
  expect(new Set(names).size).toBe(names.length);
  const granted = /Permission is hereby granted|Apache License|Redistribution and use|Attribution 4\.0 International/;
  expect(notices.filter(([, text]) => !granted.test(text))).toEqual([]);
});
