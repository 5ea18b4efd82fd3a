import { expect, it } from 'vitest';
import { parseSiteName } from '../../../src/dataset/site-name.ts';
import { studySites } from '../../../src/synthetic/workflow.ts';

it("tells a site's tier and country from its name", () => {
  expect(parseSiteName('T1_US_FNAL')).toEqual({ tier: 1, code: 'US', country: 'United States', name: 'FNAL' });
  expect(parseSiteName('T2_UK_London_IC')).toMatchObject({ tier: 2, country: 'United Kingdom', name: 'London_IC' });
});

it("knows the country of each of the study's sites", () => {
  const named = studySites.filter((site) => site !== 'default');
  for (const site of named) expect(parseSiteName(site)?.country, site).toBeTypeOf('string');
});

it.each(['S07-N00', 'T4_US_FNAL', 'T1_us_FNAL', 'T1_US_', 'xT1_US_FNAL', '', '__proto__'])(
  'says nothing of %j',
  (site) => {
    expect(parseSiteName(site)).toBeUndefined();
  },
);

it('says when no country has those letters', () => {
  expect(parseSiteName('T2_XX_Nowhere')).toEqual({ tier: 2, code: 'XX', country: undefined, name: 'Nowhere' });
});
