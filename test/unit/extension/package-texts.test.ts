import fs from 'node:fs';
import { expect, it } from 'vitest';

/* What VS Code shows of package.json stands in package.nls.json, where translators find it. */

const manifest: Record<string, unknown> = read('package.json');
const texts: Record<string, string> = read('package.nls.json');

function read(name: string) {
  return JSON.parse(fs.readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'));
}

/** Fields that people read. */
const textNames = [
  ...['title', 'shortTitle', 'category', 'displayName', 'label', 'detail', 'contents', 'altText'],
  ...['description', 'userDescription', 'enumDescriptions', 'enumItemLabels', 'deprecationMessage'],
  ...['markdownDescription', 'markdownEnumDescriptions', 'markdownDeprecationMessage'],
];
/** The name of a view is a text, too; other names are ids. */
const textField = new RegExp(`\\.(${textNames.join('|')})(\\.\\d+)?$|^\\.contributes\\.views\\..+\\.name$`);
/** What assistants read stays English. */
const forAssistants = /^\.contributes\.languageModelTools\.\d+\.inputSchema\./;

/** The strings in a value, each with its place. */
function stringsIn(value: unknown, place = ''): [place: string, text: string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => stringsIn(one, `${place}.${name}`));
}

/** The texts that VS Code would show as they are, in whatever language. */
function untranslatable(value: unknown): string[] {
  return stringsIn(value).flatMap(([place, text]) =>
    textField.test(place) && !forAssistants.test(place) && !/^%[\w.]+%$/.test(text) ? [`${place}: ${text}`] : [],
  );
}

it('no text that VS Code shows stands in package.json itself', () => {
  expect(untranslatable(manifest)).toEqual([]);
});

it('every key of package.json has a text, and every text is used', () => {
  const keys = stringsIn(manifest).flatMap(([, text]) => /^%(.+)%$/.exec(text)?.[1] ?? []);
  expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
});

it.each([
  [{ displayName: 'Plain' }, '.displayName: Plain'],
  [
    { capabilities: { untrustedWorkspaces: { description: 'Plain.' } } },
    '.capabilities.untrustedWorkspaces.description: Plain.',
  ],
  [{ contributes: { commands: [{ title: 'Plain', category: '%c%' }] } }, '.contributes.commands.0.title: Plain'],
  [{ contributes: { views: { ours: [{ id: 'a', name: 'Plain' }] } } }, '.contributes.views.ours.0.name: Plain'],
  [
    { contributes: { taskDefinitions: [{ enumDescriptions: ['%a%', 'Plain'] }] } },
    '.contributes.taskDefinitions.0.enumDescriptions.1: Plain',
  ],
])('a plain text is found: %#', (value, found) => {
  expect(untranslatable(value)).toEqual([found]);
});

it('ids and what assistants read are no texts', () => {
  const tool = { name: 'id', modelDescription: 'For a model', inputSchema: { run: { description: 'For a model' } } };
  const problemMatchers = [{ name: 'id' }];
  expect(untranslatable({ name: 'id', contributes: { languageModelTools: [tool], problemMatchers } })).toEqual([]);
});
