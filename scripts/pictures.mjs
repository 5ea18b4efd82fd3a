#!/usr/bin/env node
// Retakes the pictures of the user guide and the walkthrough, in a real VS Code, and puts them into docs/images and media/walkthrough.
import fs from 'node:fs';
import path from 'node:path';
import { bin, root, step } from './steps.mjs';

step('What the tests need', process.execPath, ['scripts/setup-tests.mjs']);
step('Package', process.execPath, ['scripts/package.mjs', '--build']);
step('Pictures', bin('vitest'), ['run', '--project', 'pictures']);
for (const [from, to] of [
  ['artifacts/guide', 'docs/images'],
  ['artifacts/walkthrough', 'media/walkthrough'],
]) {
  for (const name of fs.readdirSync(path.join(root, from))) {
    fs.copyFileSync(path.join(root, from, name), path.join(root, to, name));
  }
}
