import { test } from 'vitest';
import { launchBrowser } from './browser.ts';

test('x', async () => {
  const browser = await launchBrowser();
  for (const scheme of ['dark', 'light'] as const) {
    const context = await browser.newContext({
      viewport: { width: 1300, height: 900 },
      colorScheme: scheme,
      offline: true,
    });
    const page = await context.newPage();
    page.on('console', (m) => console.log(m.type(), m.text()));
    page.on('pageerror', (e) => console.log('ERR', String(e)));
    page.on('request', (r) => console.log('REQ', r.url().slice(0, 100)));
    const t = Date.now();
    await page.goto('file:///tmp/out-try/two.html');
    await page.getByRole('heading', { name: 'Comparison of 2 runs' }).waitFor();
    console.log('shown after', Date.now() - t);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `/tmp/out-try/two-${scheme}.png`, fullPage: true });
    await page.getByRole('tab', { name: 'simple' }).click();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/out-try/run-${scheme}.png`, fullPage: true });
    for (const tab of ['Curves', 'Confusion', 'Samples', 'Thresholds', 'Settings']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.waitForTimeout(800);
      if (tab === 'Samples') {
        await page.getByRole('treegrid').focus();
        await page.keyboard.press('Enter');
        await page.waitForTimeout(500);
      }
      await page.screenshot({ path: `/tmp/out-try/run-${tab}-${scheme}.png`, fullPage: true });
    }
    await page.emulateMedia({ media: 'print' });
    await page.pdf({ path: `/tmp/out-try/print-${scheme}.pdf` });
    await context.close();
  }
  await browser.close();
});
