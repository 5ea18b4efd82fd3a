// Collects the texts of the extension and its webviews for translators: l10n/bundle.l10n.json. A translation is a file
// next to it, bundle.l10n.<language>.json, and package.nls.<language>.json next to package.nls.json.
import fs from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './bundles.mjs';

const folder = path.join(root, 'l10n');

export async function collectTexts() {
  const files = ['src/extension', 'src/measures', 'webview'].flatMap((name) => sourcesUnder(path.join(root, name)));
  const texts = await getL10nJson(files.map((file) => ({ extension: '.ts', contents: fs.readFileSync(file, 'utf8') })));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'bundle.l10n.json'), `${JSON.stringify(texts, null, 2)}\n`);
}

function sourcesUnder(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => path.join(folder, name));
}
