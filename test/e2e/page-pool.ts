import type { Browser, BrowserContextOptions, Page } from './browser.ts';

/*
 * Pages that are used again: one that has run the same code before shows it in a fraction of the time that a new one takes,
 * which begins with a process of its own.
 */

/** Idle pages of each browser, by the options of their contexts. */
const idle = new WeakMap<Browser, Map<string, Page[]>>();

/** What tests listen to. */
const events = ['console', 'dialog', 'pageerror', 'request'] as const;

/** @param prepare what is done once with each new page */
export async function takePage(
  browser: Browser,
  { viewport, ...options }: BrowserContextOptions & { readonly viewport: { width: number; height: number } },
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = idlePages(browser, options).pop();
  if (page) {
    await page.setViewportSize(viewport);
    return page;
  }
  const context = await browser.newContext({ viewport, ...options });
  // A busy machine takes its time.
  context.setDefaultTimeout(90_000);
  const created = await context.newPage();
  await prepare?.(created);
  return created;
}

/** Gives a page back, with whatever was not saved in it. @param options those that it was taken with */
export async function givePage(browser: Browser, page: Page, options: BrowserContextOptions): Promise<void> {
  for (const event of events) page.removeAllListeners(event);
  page.once('dialog', (dialog) => dialog.accept());
  // Not over anything.
  await page.mouse.move(0, 0);
  await page.evaluate('sessionStorage.clear()');
  // Nothing goes on in it.
  await page.goto('about:blank');
  page.removeAllListeners('dialog');
  const { viewport: _, ...others } = options;
  idlePages(browser, others).push(page);
}

function idlePages(browser: Browser, options: BrowserContextOptions): Page[] {
  const ofBrowser = idle.get(browser) ?? new Map<string, Page[]>();
  idle.set(browser, ofBrowser);
  const key = JSON.stringify(options);
  const pages = ofBrowser.get(key) ?? [];
  ofBrowser.set(key, pages);
  return pages;
}
