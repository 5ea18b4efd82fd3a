import { studySites, trackedSites } from '../vocabulary.ts';
import { codeProfiles } from './code-profiles.ts';
import { Decider, type Decision } from './decisions.ts';
import { Random } from './random.ts';
import { makeWorkflow, type SyntheticTask } from './workflow.ts';

export interface GenerateOptions {
  readonly tasks: number;
  readonly seed: number;
}

/** About this many characters are handed on at a time. */
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
const someSites = studySites.filter((site) => trackedSites.has(site));

/**
 * A history that imitates the study's, which is not public, as the facts known of it describe it: sizes, the row −1, heavy
 * tails, frequencies of the classes and rules between the targets, several tasks per workflow with one action, decisions that
 * follow from the errors, but not quite. Every workflow's name begins with `synthetic_`. One task per line; the same options
 * give the same bytes.
 *
 * Workflows are made twice, first to rank them for the decisions, then to write them, so that memory does not hold them.
 *
 * @param write is given the text piece by piece
 */
export function generateHistory({ tasks, seed }: GenerateOptions, write: (text: string) => void): void {
  const decider = new Decider();
  const sizes: number[] = [];
  for (let number = 0, made = 0; made < tasks; number++) {
    const workflow = makeWorkflow(seed, number);
    const kept = { ...workflow, tasks: workflow.tasks.slice(0, tasks - made) };
    decider.add(kept);
    sizes.push(kept.tasks.length);
    made += kept.tasks.length;
  }
  const decisions = decider.decide(seed);
  let text = '{\n';
  let task = 0;
  sizes.forEach((size, number) => {
    const workflow = makeWorkflow(seed, number);
    // Names and lists of sites have a stream of their own, so that they change nothing else.
    const random = new Random(seed, -2 - number);
    const name = workflowName(number, random);
    workflow.tasks.slice(0, size).forEach((made, step) => {
      text += `"/${name}/${stepName(step)}": ${taskText(made, decisions[task], random)}`;
      task++;
      text += task < decisions.length ? ',\n' : '\n';
      if (text.length >= chunkLength) {
        write(text);
        text = '';
      }
    });
  });
  write(`${text}}\n`);
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

function taskText({ cells }: SyntheticTask, decision: Decision, random: Random): string {
  const errors = { good_sites: rowsOf(cells, true), bad_sites: rowsOf(cells, false) };
  return JSON.stringify({ errors, parameters: parametersOf(decision, random) });
}

function rowsOf(cells: SyntheticTask['cells'], good: boolean): Record<string, Record<string, number>> {
  const rows: Record<string, Record<string, number>> = {};
  for (const { code, site, count } of cells.filter((cell) => cell.good === good)) {
    const name = code < 0 ? '-1' : codeProfiles[code].code;
    rows[name] ??= {};
    rows[name][studySites[site]] = count;
  }
  return rows;
}

/** As the operators' form gives them: nothing but the action when it is special, missing or empty values otherwise. */
function parametersOf({ action, memory, splitting, xrootd }: Decision, random: Random): Record<string, unknown> {
  if (action === 'special') return { action };
  if (memory === '' && splitting === '' && xrootd === '' && random.chance(0.2)) return { action };
  const parameters: Record<string, unknown> = { action, memory, splitting };
  if (action === 'clone') return parameters;
  parameters.xrootd = xrootd;
  const sites = random.chance(0.3) ? 1 + random.below(6) : 0;
  parameters.sites = Array.from({ length: sites }, () => someSites[random.below(someSites.length)]);
  return parameters;
}
