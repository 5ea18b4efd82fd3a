import { type CodeProfile, codeProfiles, logSpread } from './code-profiles.ts';
import { cumulate, Random } from './random.ts';
import study from './study-sites.json';

/** The 142 sites of the study in its order. The last is for tasks without a site. */
export const studySites: readonly string[] = study.sites;
/** The sites whose readiness is tracked: all others always count as bad. */
export const trackedSites: ReadonlySet<string> = new Set(study.tracked);

/** One cell of a task: code, site, whether the site was good, count. Code −1 is the list of sites. */
export interface Cell {
  /** Index into codeProfiles; −1 = the `-1` row. */
  readonly code: number;
  /** Index into studySites. */
  readonly site: number;
  readonly good: boolean;
  readonly count: number;
}

export interface SyntheticTask {
  /** Cells, the site list first. */
  readonly cells: readonly Cell[];
  /** [codeProfiles] sum of the counts. */
  readonly sums: Float64Array;
  /** Length of the site list. */
  readonly listed: number;
}

/** The tasks (steps) of one failed workflow: similar, because they failed for the same reason. */
export interface SyntheticWorkflow {
  readonly tasks: readonly SyntheticTask[];
  /** For the decisions: the stream that made the workflow continues there. */
  readonly random: Random;
}

/** The pseudo-site of failures without a site. */
const noSite = studySites.length - 1;
const sites = noSite;
/** Share of the tasks without their own site list: all sites are listed. */
const allSitesShare = 0.06;
/** Workflows by number of tasks: about 1.4 on average, a few with many. */
const tasksPerWorkflow = cumulate([0.8, 0.115, 0.04, 0.018, 0.01, 0.006, 0.004, 0.003, 0.002, 0.001, 0.001]);

const isTracked = Uint8Array.from(studySites, (site) => (trackedSites.has(site) ? 1 : 0));
/** How often a site is in a list; big centres first, untracked ones less often. */
const listedWeights = cumulate(studySites.slice(0, sites).map((site, i) => listWeight(site, i)));
/** How often a site fails: more uneven, so that two thirds of all pairs of code and site never occur. */
const failureWeights = studySites.slice(0, sites).map((site, i) => listWeight(site, i) ** 2.4);
const presence = codeProfiles.map((profile) => profile.presence);
const cumulativePresence = cumulate(presence);
const indexOfLonelyCode = codeProfiles.findIndex(({ code }) => code === '99305');

function listWeight(site: string, index: number): number {
  const tier = site.startsWith('T0') || site.startsWith('T1') ? 1.5 : site.startsWith('T2') ? 1 : 0.3;
  // A fixed unevenness between the sites of a tier.
  const uneven = new Random(20180618, index).uniform();
  return tier * (trackedSites.has(site) ? 1 : 0.42) * Math.exp(2.2 * (uneven - 0.5));
}

/** The workflow with a number; the same seed and number give the same workflow. */
export function makeWorkflow(seed: number, number: number): SyntheticWorkflow {
  const random = new Random(seed, number);
  const count = 1 + random.weighted(tasksPerWorkflow);
  // A week's readiness: tracked sites are good most of the time.
  const good = new Uint8Array(isTracked.length);
  for (let site = 0; site < good.length; site++) {
    if (isTracked[site] === 1 && random.chance(0.68)) good[site] = 1;
  }
  const list = makeSiteList(random);
  const codes = pickCodes(random);
  const tasks = Array.from({ length: count }, (_, i) => {
    const ownList = i === 0 || random.chance(0.6) ? list : varyList(random, list);
    const ownCodes = i === 0 || random.chance(0.75) ? codes : varyCodes(random, codes);
    return makeTask(random, ownList, ownCodes, good);
  });
  return { tasks, random };
}

/** One to about forty sites, or nearly all of them. */
function makeSiteList(random: Random): number[] {
  if (random.chance(allSitesShare)) return sample(random, listedWeights, 105 + random.below(10));
  const length = Math.exp(1.8 + 0.98 * random.normal());
  return sample(random, listedWeights, Math.min(41, Math.max(1, Math.round(length))));
}

function varyList(random: Random, list: readonly number[]): number[] {
  if (list.length > 50) return [...list];
  const kept = list.filter(() => random.chance(0.9));
  return kept.length > 0 ? kept : [...list];
}

/** One to four codes; a few tasks only have their site list. */
function pickCodes(random: Random): number[] {
  const count = random.chance(0.05) ? 0 : 1 + random.weighted([0.56, 0.83, 0.95, 1]);
  const picked = new Set<number>();
  while (picked.size < count) picked.add(random.weighted(cumulativePresence));
  return [...picked];
}

function varyCodes(random: Random, codes: readonly number[]): number[] {
  const kept = codes.filter(() => random.chance(0.8));
  return kept.length > 0 ? kept : pickCodes(random);
}

function makeTask(random: Random, list: readonly number[], codes: readonly number[], good: Uint8Array): SyntheticTask {
  const cells: Cell[] = list.map((site) => ({ code: -1, site, good: good[site] === 1, count: 1 }));
  const sums = new Float64Array(codeProfiles.length);
  for (const code of codes) {
    const profile = codeProfiles[code];
    const places = code === indexOfLonelyCode ? [noSite] : failingSites(random, profile, list, good);
    const total = Math.exp(Math.log(profile.mean) - logSpread ** 2 / 2 + logSpread * random.normal());
    const shares = places.map(() => Math.exp(random.normal()));
    const sum = shares.reduce((all, share) => all + share, 0);
    places.forEach((site, i) => {
      const count = Math.max(1, Math.round((Math.min(total, 13_000) * shares[i]) / sum));
      cells.push({ code, site, good: good[site] === 1, count });
      sums[code] += count;
    });
  }
  return { cells, sums, listed: list.length };
}

/** Where a code occurs: mostly at listed sites, good or bad by its profile. */
function failingSites(random: Random, profile: CodeProfile, list: readonly number[], good: Uint8Array): number[] {
  const wanted = sitesOf(random, profile.sites);
  const chosen = new Set<number>();
  for (let attempt = 0; chosen.size < wanted && attempt < 4 * wanted; attempt++) {
    const atGood = random.chance(profile.good) ? 1 : 0;
    const candidates = list.filter((site) => good[site] === atGood && !chosen.has(site));
    if (candidates.length > 0)
      chosen.add(candidates[random.weighted(cumulate(candidates.map((site) => failureWeights[site])))]);
    else if (attempt >= wanted) chosen.add(anySite(random, profile, good));
  }
  if (chosen.size === 0) chosen.add(anySite(random, profile, good));
  return [...chosen];
}

const cumulativeFailures = cumulate(failureWeights);

/** A site outside the list, if the list has none that suits the code. */
function anySite(random: Random, profile: CodeProfile, good: Uint8Array): number {
  for (let attempt = 0; ; attempt++) {
    const site = random.weighted(cumulativeFailures);
    if (attempt > 20 || profile.good === 0.5 || (good[site] === 1) === profile.good > 0.5) return site;
  }
}

/** At least one, geometric beyond. */
function sitesOf(random: Random, mean: number): number {
  let count = 1;
  while (count < 12 && random.chance(1 - 1 / mean)) count++;
  return count;
}

function sample(random: Random, cumulative: Float64Array, count: number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.weighted(cumulative));
  return [...chosen].sort((a, b) => a - b);
}
