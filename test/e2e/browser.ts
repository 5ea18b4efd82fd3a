import fs from 'node:fs';
import { createRequire } from 'node:module';
import type * as Playwright from './tools/node_modules/playwright-core';

export type {
  Browser,
  BrowserContextOptions,
  Frame,
  FrameLocator,
  Locator,
  Page,
} from './tools/node_modules/playwright-core';

export const toolsFolder = new URL('./tools/', import.meta.url);

/** Debian's Chromium, headless, quiet on the network. `E2E_CHROMIUM` names another one. */
export async function launchBrowser(): Promise<Playwright.Browser> {
  const executablePath = process.env.E2E_CHROMIUM ?? '/usr/bin/chromium';
  if (!fs.existsSync(executablePath)) {
    throw new Error(`No browser at ${executablePath}: run "node scripts/setup-tests.mjs", or set E2E_CHROMIUM.`);
  }
  return playwright().chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--disable-gpu',
    ],
  });
}

/** Playwright stands in the tools' own node_modules, which the root install knows nothing of. */
function playwright(): typeof Playwright {
  try {
    return createRequire(new URL('package.json', toolsFolder))('playwright-core');
  } catch (error) {
    throw new Error('The end-to-end tools are not installed: run "node scripts/setup-tests.mjs".', { cause: error });
  }
}
