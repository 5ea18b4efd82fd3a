import { expect, test } from 'vitest';
import { forbiddenImports } from '../../scripts/layers.mjs';

test('a folder may import from those below it, libraries and Node.js', () => {
  const text =
    "import fs from 'node:fs';\nimport {\n  a,\n} from '../protocol/run.ts';\nimport '../learning/fit.ts';\nimport 'zod';";
  expect(forbiddenImports('src/runs/report/a.ts', text.replaceAll('../', '../../'))).toEqual([]);
  expect(forbiddenImports('src/network/kernels.ts', "import wasm from '../../build/kernels.wasm';")).toEqual([]);
  expect(forbiddenImports('src/extension/a.ts', "import * as vscode from 'vscode';")).toEqual([]);
});

test.each([
  ['src/protocol/a.ts', "import { b } from '../measures/b.ts';"],
  ['src/measures/a.ts', "import { b } from '../dataset/b.ts';"],
  ['src/measures/a.ts', "import { readFileSync } from 'node:fs';"],
  ['src/learning/a.ts', "import type { B } from '../models/b.ts';"],
  ['src/boosting/a.ts', "export { b } from '../network/b.ts';"],
  ['src/runs/report/a.ts', "const b = await import('../../execution/b.ts');"],
  ['src/execution/a.ts', "type B = typeof import('../cli/b.ts');"],
  ['src/cli/a.ts', "import '../extension/b.ts';"],
  ['src/execution/a.ts', "import * as vscode from 'vscode';"],
  ['src/extension/runs/a.ts', "import { b } from '../panels/b.ts';"],
  ['src/extension/panels/a.ts', "import { b } from '../histories/b.ts';"],
  ['src/extension/a.ts', "import { b } from '../../webview/run/b.ts';"],
  ['webview/run/a.ts', "import { b } from '../../src/runs/b.ts';"],
  ['webview/run/a.ts', "import path from 'path';"],
])('%s with %s is reported', (file, text) => {
  expect(forbiddenImports(file, text)).toHaveLength(1);
});

test('a page may import what browser and host share', () => {
  const text =
    "import '../../src/measures/b.ts';\nimport '../../src/protocol/c.ts';\nimport '../components/d.ts';\nimport 'lit';";
  expect(forbiddenImports('webview/run/a.ts', text)).toEqual([]);
});

test('a folder that nobody has given a place is reported', () => {
  expect(forbiddenImports('src/elsewhere/a.ts', '')).toEqual([
    'src/elsewhere/a.ts: is not in a folder of scripts/layers.mjs',
  ]);
});

test('rooms of a folder have an order of their own', () => {
  const orders = [[['src/protocol'], ['src/house/cellar'], ['src/house/hall', 'src/house/kitchen'], ['src/house']]];
  const importFrom = (file: string, name: string) => forbiddenImports(file, `import '${name}';`, orders);
  expect(importFrom('src/house/door.ts', './hall/a.ts')).toEqual([]);
  expect(importFrom('src/house/hall/a.ts', '../cellar/b.ts')).toEqual([]);
  expect(importFrom('src/house/hall/a.ts', '../kitchen/b.ts')).toHaveLength(1);
  expect(importFrom('src/house/cellar/a.ts', '../hall/b.ts')).toHaveLength(1);
  expect(importFrom('src/house/cellar/a.ts', '../door.ts')).toEqual([
    'src/house/cellar/a.ts: imports ../door.ts, but src/house/cellar is not above src/house',
  ]);
});
