import { expect, test } from 'vitest';
import { Panels } from './panels.ts';
import { throughTabs } from './run-tabs.ts';

/* How the tabs of the run's panel look: pictures go to artifacts/screenshots. */

const panels = new Panels();

test.each([
  ['a column of 360 pixels', 'narrow', { width: 360 }],
  ['a zoom of 200 %', 'zoomed', { zoom: 2 }],
])('in %s nothing is cut off that cannot be scrolled to', async (_, name, options) => {
  await panels.with('run', options, (panel) =>
    throughTabs(panel, async (tab) => {
      await panel.screenshot(`run-${tab}-${name}`);
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await panel.page.evaluate(beyond), tab).toBe(0);
    }),
  );
});
