/** The parts of a site's name, if it follows the rules of the CMS computing grid: `T1_US_FNAL`. */
export interface SiteName {
  /** 0 = CERN's own centre, 1 = large national centres, 2 = centres of universities and laboratories, 3 = small ones. */
  readonly tier: number;
  /** The two letters of the country in the name. */
  readonly code: string;
  /** Its English name; undefined if no country has those letters. */
  readonly country: string | undefined;
  readonly name: string;
}

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Undefined if the name is not of that form. */
export function parseSiteName(site: string): SiteName | undefined {
  const [, tier, code, name] = /^T([0-3])_([A-Z]{2})_(\w[\w-]*)$/.exec(site) ?? [];
  if (tier === undefined) return undefined;
  // ZZ is not a country.
  return { tier: Number(tier), code, country: code === 'ZZ' ? undefined : countries.of(code), name };
}
