// The licences of third-party code in the bundles: dist/ThirdPartyNotices.txt.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './bundles.mjs';

/** In the package, but in none of esbuild's bundles: the kernels' standard library. */
const others = ['node_modules/assemblyscript'];
/** A package with the text of a licence that is the same for all packages. */
const textsOf = { 'Apache-2.0': 'node_modules/@tensorflow/tfjs-core/node_modules/long' };

/** @param metafiles esbuild's description of each bundle */
export function writeNotices(metafiles) {
  const folders = new Set(others);
  for (const { outputs } of metafiles) {
    for (const [input, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
      const [folder] = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const notices = [...folders].map(notice).sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const line = '-'.repeat(80);
  const list = notices.map(({ heading, text }) => `${line}\n${heading}\n${line}\n\n${text.trim()}\n`).join('\n');
  fs.writeFileSync(
    path.join(root, 'dist', 'ThirdPartyNotices.txt'),
    `Operator Action Predictions contains the following third-party software.\n\n${list}`,
  );
}

function notice(folder) {
  const { name, version, license, author } = JSON.parse(read(folder, 'package.json'));
  const texts = fs
    .readdirSync(path.join(root, folder))
    .filter((file) => /^(licen[cs]e|notice)\b/i.test(file))
    .map((file) => read(folder, file));
  const text = texts.length > 0 ? texts.join('\n\n') : usualText(name, license, author);
  return { name, heading: `${name} ${version}, ${license}`, text };
}

/** The text of a licence for a package that only names it. */
function usualText(name, license, author) {
  const owner = (author?.name ?? author ?? `the authors of ${name}`).replace(/ *[<(].*/, '');
  for (const part of license.split(' AND ')) {
    if (part in textsOf) return `Copyright ${owner}\n\n${read(textsOf[part], 'LICENSE')}`;
    if (part === 'MIT') return read('.', 'LICENSE').replace(/^Copyright.*$/m, `Copyright (c) ${owner}`);
  }
  throw new Error(`${name} has no file with its licence, ${license}: add its text to scripts/notices.mjs.`);
}

function read(...names) {
  return fs.readFileSync(path.join(root, ...names), 'utf8').replaceAll('\r\n', '\n');
}
