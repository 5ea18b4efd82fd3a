import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from './browser.ts';
import { root, type Workspace } from './workspace.ts';

/** Pictures of the user guide as the tests take them; `npm run pictures` copies them into docs/images. */
const pictures = path.join(root, 'artifacts/guide');

/** Those of the walkthrough's steps, which `npm run pictures` copies into media/walkthrough. */
const steps = path.join(root, 'artifacts/walkthrough');

/** Settings of a window that pictures are taken of. */
export const pictureSettings = {
  'workbench.colorTheme': 'Default Light Modern',
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it.
  'window.title': '${activeEditorShort}',
};

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes a picture for the guide of a part of the window, or of all of it. */
export async function takePicture(page: Page, name: string, part?: Part): Promise<void> {
  fs.mkdirSync(pictures, { recursive: true });
  await page.screenshot({
    path: path.join(pictures, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
    ...(part && { clip: part }),
  });
}

/**
 * Takes pictures for a step of the walkthrough, one in VS Code's dark colours and one in its light ones.
 *
 * @param show brings into sight what is in the picture, and goes away when the colours change
 */
export async function takeStep(
  page: Page,
  workspace: Workspace,
  name: string,
  part: Part,
  show: () => Promise<void> = async () => {},
): Promise<void> {
  fs.mkdirSync(steps, { recursive: true });
  for (const [colours, theme, className] of [
    ['dark', 'Default Dark Modern', 'vs-dark'],
    ['light', 'Default Light Modern', 'vs'],
  ]) {
    workspace.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': theme }));
    await page.locator(`.monaco-workbench.${className}`).waitFor();
    await page.waitForTimeout(1000);
    await show();
    await page.screenshot({
      path: path.join(steps, `${name}-${colours}.png`),
      animations: 'disabled',
      caret: 'hide',
      clip: part,
    });
  }
}

/** The part of the window that these take up together, with a margin around it. */
export async function around(page: Page, elements: readonly Locator[], margin = 8): Promise<Part> {
  const { width, height } = page.viewportSize() ?? { width: Infinity, height: Infinity };
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const element of elements) {
    const box = await element.boundingBox();
    if (!box) throw new Error('What is to be in the picture is not in sight.');
    left = Math.min(left, box.x - margin);
    top = Math.min(top, box.y - margin);
    right = Math.max(right, box.x + box.width + margin);
    bottom = Math.max(bottom, box.y + box.height + margin);
  }
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  return { x, y, width: Math.min(width, Math.ceil(right)) - x, height: Math.min(height, Math.ceil(bottom)) - y };
}

/** The quick input that is open. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible');
}

/** Waits until a quick pick has been filled and drawn. */
export async function quickPickIsThere(page: Page, text: string): Promise<void> {
  await quickInput(page).locator('.monaco-list-row', { hasText: text }).first().waitFor();
  await page.waitForTimeout(400);
}

export async function closeQuickInput(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await quickInput(page).waitFor({ state: 'hidden' });
}
