import { studyCodes } from '../dataset/vocabulary.ts';
import { codeProfiles } from './code-profiles.ts';
import { Decider, type Decision } from './decisions.ts';
import { Random } from './random.ts';
import { type Cell, makeWorkflow, type SyntheticTask, studySites, trackedSites } from './workflow.ts';

export interface GenerateOptions {
  readonly tasks: number;
  readonly seed: number;
}

/** About this many characters are written at a time. */
const chunkLength = 1 << 16;
const campaigns = [
  'RunIIFall17DRPremix',
  'RunIISummer16DR80',
  'RunIIFall17GS',
  'RunIIWinter15pLHE',
  'PhaseIISpring17D',
  'pPb816Spring16GS',
];
const groups = ['B2G', 'EXO', 'HIG', 'HIN', 'SUS', 'TOP', 'SMP', 'BPH'];
const steps = [
  'DataProcessing',
  'StepOneProc',
  'StepOneProc/StepOneProcMergeAODSIMoutput',
  'Production',
  'Production/ProductionMergeRAWSIMoutput',
  'Reco',
];
/** [codeProfiles] place of the code among the study's. */
const profileRank = codeProfiles.map(({ code }) => studyCodes.findIndex((known) => known.code === code));
const someSites = studySites.filter((site) => trackedSites.has(site));

/**
 * A history that imitates the study's, which is not public, by the known facts: sizes, the row −1, heavy tails, frequencies of
 * the classes and rules between the targets, several tasks per workflow with one action, decisions that mostly follow from the
 * errors. Every workflow's name begins with `synthetic_`. One task per line; the same options give the same bytes.
 *
 * Workflows are made twice, first to rank them for the decisions, then to write them, so that they need no memory.
 *
 * @param write receives the text piece by piece
 */
export function* generateHistory({ tasks, seed }: GenerateOptions): Generator<string> {
  const decider = new Decider();
  const sizes: number[] = [];
  for (let number = 0, made = 0; made < tasks; number++) {
    const workflow = makeWorkflow(seed, number);
    const kept = { ...workflow, tasks: workflow.tasks.slice(0, tasks - made) };
    decider.add(kept);
    sizes.push(kept.tasks.length);
    made += kept.tasks.length;
  }
  const decide = decider.decide(seed);
  let text = '{\n';
  let task = 0;
  for (const [number, size] of sizes.entries()) {
    const workflow = makeWorkflow(seed, number);
    // Names and lists of sites have a separate stream, so that they change nothing else.
    const random = new Random(seed, -2 - number);
    const name = workflowName(number, random);
    for (const [step, made] of workflow.tasks.slice(0, size).entries()) {
      text += `"/${name}/${stepName(step)}": ${taskText(made, decide(task), random)}`;
      task++;
      text += task < tasks ? ',\n' : '\n';
      if (text.length >= chunkLength) {
        yield text;
        text = '';
      }
    }
  }
  yield `${text}}\n`;
}

function workflowName(number: number, random: Random): string {
  const group = groups[random.below(groups.length)];
  const campaign = campaigns[random.below(campaigns.length)];
  const date = 180_101 + 100 * random.below(6) + random.below(28);
  const time = String(random.below(24)).padStart(2, '0') + String(random.below(3600) + 10_000).slice(1);
  return `synthetic_task_${group}-${campaign}-${String(number).padStart(5, '0')}__v1_T_${date}_${time}_${random.below(9999)}`;
}

/** The first steps have their usual names, further ones are numbered. */
function stepName(step: number): string {
  return step < steps.length ? steps[step] : `Reco${step}`;
}

/** In the spelling of `oap history format`. */
function taskText({ cells }: SyntheticTask, decision: Decision, random: Random): string {
  const sorted = [...cells].sort((a, b) => rankOf(a) - rankOf(b) || a.site - b.site);
  const errors = `{"good_sites": {${rowsText(sorted, true)}}, "bad_sites": {${rowsText(sorted, false)}}}`;
  return `{"errors": ${errors}, "parameters": ${spaced(parametersOf(decision, random))}}`;
}

/** The list of sites, the row −1, comes first; then codes in the study's order. */
function rankOf({ code }: Cell): number {
  return code < 0 ? -1 : profileRank[code];
}

function rowsText(cells: readonly Cell[], good: boolean): string {
  let text = '';
  let row: number | undefined;
  for (const cell of cells) {
    if (cell.good !== good) continue;
    if (cell.code === row) text += ', ';
    else {
      if (row !== undefined) text += '}, ';
      text += `"${cell.code < 0 ? '-1' : codeProfiles[cell.code].code}": {`;
      row = cell.code;
    }
    text += `"${studySites[cell.site]}": ${cell.count}`;
  }
  return row === undefined ? '' : `${text}}`;
}

/** JSON with a space after commas and colons; none of its strings contains one. */
function spaced(value: Record<string, unknown>): string {
  return JSON.stringify(value).replaceAll(/[:,]/g, '$& ');
}

/**
 * As in the operators' form: a special workflow has no fields, a clone has no xrootd, secondary and sites, and untouched fields
 * are empty or missing.
 */
function parametersOf({ action, memory, splitting, xrootd }: Decision, random: Random): Record<string, unknown> {
  if (action === 'special') return { action };
  if (memory === '' && splitting === '' && xrootd === '' && random.chance(0.2)) return { action };
  const parameters: Record<string, unknown> = { action, memory };
  if (random.chance(0.6)) parameters.cores = random.chance(0.03) ? '4' : '';
  parameters.splitting = splitting;
  if (action === 'clone') return parameters;
  parameters.xrootd = xrootd;
  if (random.chance(0.6)) parameters.secondary = random.chance(0.08) ? 'enabled' : '';
  const sites = random.chance(0.3) ? 1 + random.below(6) : 0;
  parameters.sites = [...new Set(Array.from({ length: sites }, () => someSites[random.below(someSites.length)]))];
  return parameters;
}
