#!/usr/bin/env node
// Takes the pictures of the user guide anew, in a real VS Code, and puts them into docs/images.
import fs from 'node:fs';
import path from 'node:path';
import { bin, root, step } from './steps.mjs';

const taken = path.join(root, 'artifacts', 'guide');
const images = path.join(root, 'docs', 'images');

step('What the tests need', process.execPath, ['scripts/setup-tests.mjs']);
step('Package', process.execPath, ['scripts/package.mjs', '--build']);
step('Pictures', bin('vitest'), ['run', '--project', 'pictures']);
for (const name of fs.readdirSync(taken)) fs.copyFileSync(path.join(taken, name), path.join(images, name));
