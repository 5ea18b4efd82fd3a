import { test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { servePanels } from './panel-page.ts';
import { startServer } from './vscode/server.ts';
import { vsix } from './workspace.ts';

/**
 * What all files of tests that run in one process share: pages and windows whose code a browser has run before are there in
 * half of the time. It ends with the process.
 */
export const sharing = test
  // biome-ignore lint/correctness/noEmptyPattern: Vitest takes nothing else for none.
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: Vitest takes nothing else for none.
  .extend('panelServer', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const server = await servePanels();
    onCleanup(() => server.stop());
    return server;
  })
  // biome-ignore lint/correctness/noEmptyPattern: Vitest takes nothing else for none.
  .extend('server', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const server = await startServer({ vsix: [vsix] });
    onCleanup(() => server.stop());
    return server;
  });
