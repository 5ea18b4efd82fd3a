// Part of `npm run lint`: lower folders never import higher ones (docs/decisions/0002-layers.md).
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './steps.mjs';

/** Code that browsers load, too, without Node.js and without a DOM. */
const shared = [['src/protocol'], ['src/measures']];
const core = [
  ...shared,
  ['src/dataset'],
  ['src/learning'],
  ['src/network', 'src/boosting'],
  ['src/models'],
  ['src/experiment'],
  ['src/runs'],
  ['src/execution'],
];

const rooms = [['files'], ['runs'], ['panels', 'histories'], ['assistants', 'experiments'], ['training']].map((line) =>
  line.map((room) => `src/extension/${room}`),
);

/**
 * The folders of each side, from low to high. A folder imports from the lines before its own; those of one line do not import each
 * other. A file belongs to the longest name that its path begins with, so subfolders can have separate lines before it.
 */
const sides = {
  browser: [...shared, ['webview']],
  commandLine: [...core, ['src/synthetic'], ['src/cli']],
  window: [...core, ...rooms, ['src/extension']],
};

/** Matches `from '…'`, `import '…'` and `import('…')`, types included. */
const importing = /(?<![\w.$])(?:from|import)\s*\(?\s*'([^'\n]+)'/g;

/**
 * @param text   of the file
 * @param orders of folders, from low to high
 * @returns what the file may not import, a sentence each
 */
export function forbiddenImports(file, text, orders = Object.values(sides)) {
  const own = folderOf(file, orders);
  if (own === undefined) return [`${file}: is not in a folder of scripts/layers.mjs`];
  return [...text.matchAll(importing)].flatMap(([, name]) => {
    const reason = name.startsWith('.')
      ? whyNoFile(own, path.posix.join(path.posix.dirname(file), name), orders)
      : whyNoPackage(own, name);
    return reason === undefined ? [] : [`${file}: imports ${name}, but ${reason}`];
  });
}

function whyNoFile(own, file, orders) {
  const other = folderOf(file, orders);
  // A file in no folder of the list is either reported itself or not a source file.
  if (other === own || other === undefined) return undefined;
  const isBelow = orders.some((lines) => lineOf(other, lines) !== -1 && lineOf(other, lines) < lineOf(own, lines));
  return isBelow ? undefined : `${own} is not above ${other}`;
}

function whyNoPackage(own, name) {
  if (name === 'vscode' && !own.startsWith('src/extension')) return 'only src/extension has VS Code';
  return sides.browser.flat().includes(own) && isBuiltin(name) ? `${own} runs in browsers` : undefined;
}

function folderOf(file, orders) {
  const folders = orders.flat(2).filter((folder) => file === folder || file.startsWith(`${folder}/`));
  return folders.sort((a, b) => b.length - a.length)[0];
}

function lineOf(folder, lines) {
  return lines.findIndex((line) => line.includes(folder));
}

function sourceFiles() {
  const all = ['src', 'webview'].flatMap((folder) =>
    fs.readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.posix.join(folder, name)),
  );
  return all.filter((file) => file.endsWith('.ts') && !file.startsWith('src/network/assembly/'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = sourceFiles().flatMap((file) => forbiddenImports(file, fs.readFileSync(path.join(root, file), 'utf8')));
  for (const one of found) console.error(one);
  if (found.length > 0) process.exitCode = 1;
}
