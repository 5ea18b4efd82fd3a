import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/* The user guide has every command, setting and view, with a picture that an end-to-end test takes. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (...names: readonly string[]): string => fs.readFileSync(path.join(root, ...names), 'utf8');
const { contributes } = JSON.parse(read('package.json'));
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const guide = read('docs', 'guide.md');
/** Parts of the guide that have a picture, each with the heading that it stands under. The list of all commands does not count. */
const pictured = guide
  .split(/^(?=#{2,3} )/m)
  .filter((part) => part.includes('](images/') && !part.startsWith('## All commands'));
const inPictured = (text: string): boolean => pictured.some((part) => part.includes(text));
const textOf = (key: string): string => texts[key.slice(1, -1)];
/** The tests that take pictures. */
const pictureTests = fs
  .readdirSync(path.join(root, 'test', 'e2e'))
  .filter((name) => name.startsWith('guide-'))
  .map((name) => read('test', 'e2e', name))
  .join('\n');
const pictures = [...guide.matchAll(/\]\(images\/([\w-]+)\.png\)/g)].map(([, name]) => name);

it('every command stands beside a picture', () => {
  const titles = (contributes.commands as { title: string }[]).map(({ title }) => textOf(title));
  expect(titles.filter((title) => !inPictured(`*${title}*`))).toEqual([]);
});

it('every setting, view and keybinding of the package stands beside a picture', () => {
  const settings = Object.keys(contributes.configuration.properties);
  const views = Object.values(contributes.views as Record<string, { name: string }[]>).flat();
  expect(settings.filter((name) => !inPictured(`\`${name}\``))).toEqual([]);
  expect(views.map(({ name }) => textOf(name)).filter((name) => !inPictured(`*${name}*`))).toEqual([]);
});

it('every picture is there, is in the guide or the README, and is taken by a test', () => {
  const files = fs.readdirSync(path.join(root, 'docs', 'images')).map((name) => name.replace(/\.png$/, ''));
  expect([...new Set(pictures)].sort()).toEqual(files.sort());
  expect(files.filter((name) => !pictureTests.includes(`'${name}'`))).toEqual([]);
});

it('every step of the walkthrough has a picture in dark and in light colours, which a test takes', () => {
  const steps = (contributes.walkthroughs as { steps: { id: string; media: { image: object } }[] }[]).flatMap(
    (walkthrough) => walkthrough.steps,
  );
  const picture = (id: string, colours: 'dark' | 'light'): string => `media/walkthrough/${id}-${colours}.png`;
  for (const { id, media } of steps) {
    const [dark, light] = [picture(id, 'dark'), picture(id, 'light')];
    expect(media.image).toEqual({ dark, light, hc: dark, hcLight: light });
  }
  const files = fs.readdirSync(path.join(root, 'media', 'walkthrough')).map((name) => `media/walkthrough/${name}`);
  expect(files.sort()).toEqual(steps.flatMap(({ id }) => [picture(id, 'dark'), picture(id, 'light')]).sort());
  expect(steps.filter(({ id }) => !pictureTests.includes(`takeStep(page, workspace, '${id}'`))).toEqual([]);
});
