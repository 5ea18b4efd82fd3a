import { parseSiteName } from '../../dataset/site-name.ts';
import type { CodeDescription } from '../../dataset/vocabulary.ts';
import type { CellContribution, Explanation } from '../../protocol/explanation.ts';
import type { PredictedTarget, Standing, TaskPrediction } from '../../protocol/prediction.ts';
import type { DescribedText } from '../../protocol/text-index.ts';
import { commandLink, escaped, markdownText } from './markdown-text.ts';
import { outcomeOf, probabilityText } from './prediction-words.ts';

/*
 * What hovers in histories say, as Markdown. All that comes from data goes through `markdownText`.
 */

/** Cells that are named for a class, and against it, and what they have to add at least. */
const mostCells = 3;
const leastContribution = 0.005;

const outcomeTexts = {
  right: '$(pass) right',
  wrong: '$(error) wrong',
  open: '$(dash) no decision yet',
} as const;

/** The run that predicts, as hovers name it. */
export interface PredictingRunText {
  readonly folder: string;
  /** As it was named, or its model. */
  readonly name: string;
  /** Protocol and time. */
  readonly about: string;
}

/** The predictions for a task, by a run, with links. */
export function predictionText(task: TaskPrediction, run: PredictingRunText): string {
  const title = `$(sparkle) **Predictions** by ${markdownText(run.name)}, ${markdownText(run.about)}`;
  if (task.problem !== '') return `${title}\n\n$(warning) This task cannot be predicted: ${escaped(task.problem)}`;
  const rows = task.targets.map(
    (target) =>
      `| ${markdownText(target.target)}&nbsp; | **${markdownText(target.classes[target.predicted])}** ${probabilityText(target.probabilities[target.predicted])}${othersText(target)}&nbsp; | ${target.recorded === null ? '' : markdownText(target.recorded)}&nbsp; | ${outcomeTexts[outcomeOf(target)]} |`,
  );
  if (rows.length === 0) return [title, ...notes(task)].join('\n\n');
  const table = ['| decision | predicted | recorded | |', '|:--|:--|:--|:--|', ...rows].join('\n');
  return [title, table, ...notes(task)].join('\n\n');
}

/** Links below the predictions. @param sample the task's sample in the run's panel can be shown */
export function linksText(
  run: PredictingRunText,
  sample: { readonly target: string; readonly name: string } | undefined,
): string {
  return [
    sample
      ? commandLink(
          '$(list-selection) Show Sample',
          'operatorActions.openSample',
          run.folder,
          sample.target,
          sample.name,
        )
      : commandLink('$(graph-line) Open Run', 'operatorActions.openRun', { folder: run.folder }),
    commandLink('$(arrow-swap) Choose Run', 'operatorActions.chooseRun'),
    commandLink('$(eye-closed) Turn Hovers Off', 'operatorActions.toggleHovers'),
  ].join(' · ');
}

/** Said where no run predicts. */
export function noRunText(): string {
  return [
    '$(sparkle) **No run predicts** for this history: none was trained on it, and none is chosen.',
    [
      commandLink('$(play) Train Model', 'operatorActions.train'),
      commandLink('$(arrow-swap) Choose Run', 'operatorActions.chooseRun'),
      commandLink('$(eye-closed) Turn Hovers Off', 'operatorActions.toggleHovers'),
    ].join(' · '),
  ].join('\n\n');
}

/** Commands that links in these texts give. */
export const linkedCommands = [
  'operatorActions.openSample',
  'operatorActions.openRun',
  'operatorActions.chooseRun',
  'operatorActions.toggleHovers',
  'operatorActions.train',
];

/** The cells that speak most for the predicted classes, and against them. */
export function explanationText(task: TaskPrediction): string {
  const explanations = task.targets.flatMap(({ explanation }) => explanation ?? []);
  if (explanations.length === 0) return '';
  const measure = explanations.some(({ method }) => method === 'tree-shap') ? 'margin' : 'logit';
  const title = `$(question) **Why?** The strongest counts for the predicted class and against it, as parts of its ${measure}`;
  return [title, ...explanations.map(oneExplanation)].join('\n\n');
}

function oneExplanation(one: Explanation): string {
  const sides = [
    ...sideText('$(arrow-small-up)', strongest(one, 1)),
    ...sideText('$(arrow-small-down)', strongest(one, -1)),
  ];
  const title = `**${markdownText(one.target)}: ${markdownText(one.class)}**`;
  return sides.length === 0 ? `${title} whatever the counts are` : [title, ...sides].join('\\\n');
}

/** What is known of an error code. */
export function codeText(
  code: string,
  known: CodeDescription | undefined,
  described: DescribedText | undefined,
): string {
  const title = `$(symbol-number) **${markdownText(code)}**`;
  const use = useText(
    described?.codes.find(({ name }) => name === code),
    described,
  );
  if (!known) {
    return [`${title} · unknown code`, 'Nothing is known of it here; `.oap/codes.json` can describe it.', ...use].join(
      '\n\n',
    );
  }
  const family = known.family === '' ? '' : ` *(${markdownText(known.family)})*`;
  return [
    `${title}${known.title === '' ? '' : ` · ${markdownText(known.title)}`}${family}`,
    ...(known.description === '' ? [] : [escaped(known.description)]),
    known.usualAction === ''
      ? 'No usual procedure is known.'
      : `Operators usually: **${markdownText(known.usualAction)}**`,
    ...use,
  ].join('\n\n');
}

/** What a site's name says, and its share of the failures. */
export function siteText(site: string, described: DescribedText | undefined): string {
  const parsed = parseSiteName(site);
  const title = `$(server) **${markdownText(site)}**`;
  const about = parsed
    ? `${parsed.country === undefined ? `unknown country ${parsed.code}` : escaped(parsed.country)}, tier ${parsed.tier} (${tiers[parsed.tier]})`
    : 'The name does not say country and tier, as `T1_US_FNAL` would.';
  return [
    title,
    about,
    ...useText(
      described?.sites.find(({ name }) => name === site),
      described,
    ),
  ].join('\n\n');
}

const tiers = ["CERN's own centre", 'national centre', 'regional centre', 'institute'];

function useText(use: DescribedText['sites'][number] | undefined, described: DescribedText | undefined): string[] {
  if (!described) return ['The history is still being counted.'];
  const { tasks, count } = use ?? { tasks: 0, count: 0 };
  const share = described.count === 0 ? 0 : count / described.count;
  return [
    `${percent(share)} of the failures in this history: ${counted(count)} of ${counted(described.count)}, in ${counted(tasks)} of ${counted(described.tasks)} tasks`,
  ];
}

function percent(share: number): string {
  if (share > 0 && share < 0.001) return 'Less than 0.1 %';
  return `${(100 * share).toFixed(1)} %`;
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

/** The runner-up, where there is a contest. */
function othersText({ classes, probabilities, predicted }: PredictedTarget): string {
  let second = -1;
  for (const [c, probability] of probabilities.entries()) {
    if (c !== predicted && (second < 0 || probability > probabilities[second])) second = c;
  }
  return second < 0 || probabilities[second] < 0.05
    ? ''
    : `, ${markdownText(classes[second])} ${probabilityText(probabilities[second])}`;
}

/** What the reader has to know of how the predictions came about. */
function notes({ targets, untrained, unknownPairs }: TaskPrediction): string[] {
  const texts = new Map<string, string[]>();
  for (const target of targets) {
    for (const text of [standingText(target), ...(target.edited ? [editedText] : [])]) {
      if (text !== '') texts.set(text, [...(texts.get(text) ?? []), target.target]);
    }
  }
  const ofTargets = [...texts].map(([text, names]) =>
    names.length === targets.length ? text : `${text} (${names.map(markdownText).join(', ')})`,
  );
  const pairs =
    unknownPairs === 1 ? '1 pair of code and site is' : `${counted(unknownPairs)} pairs of code and site are`;
  return [
    ...ofTargets,
    ...(untrained.length > 0 ? [`$(info) Not trained yet: ${untrained.map(markdownText).join(', ')}`] : []),
    ...(unknownPairs > 0
      ? [`$(info) ${pairs} new to the run and count${unknownPairs === 1 ? 's' : ''} for nothing.`]
      : []),
  ];
}

const editedText = '$(edit) Its counts are not those that the run was judged on: predicted anew.';

function standingText({ standing, fits }: PredictedTarget): string {
  const texts = {
    'held-out': `$(verified) Held out: predicted by the ${fits === 1 ? 'fit that was' : `${fits} fits that were`} not trained on it.`,
    seen: '$(mortar-board) **Seen in training**: the run has learned from this very task.',
    unused: '$(circle-slash) Put aside by the run: no fit has learned from it or was judged on it.',
    new: '$(add) New: the run has not seen this task.',
    unfinished: '$(question) Perhaps seen in training: the run has not finished.',
    unknown: '$(question) Perhaps seen in training: the history has changed since the run.',
  } as const satisfies Record<Standing, string>;
  return texts[standing];
}

/** The cells that speak most in one direction. */
function strongest({ cells }: Explanation, sign: 1 | -1): CellContribution[] {
  return cells
    .filter(({ contribution }) => sign * contribution >= leastContribution)
    .toSorted((a, b) => sign * (b.contribution - a.contribution))
    .slice(0, mostCells);
}

function sideText(label: string, cells: readonly CellContribution[]): string[] {
  return cells.length === 0 ? [] : [`${label} ${cells.map(cellText).join('; ')}`];
}

function cellText({ code, site, good, count, contribution }: CellContribution): string {
  const group = good === null ? '' : good ? ', good' : ', bad';
  const where = `${markdownText(code)} at ${markdownText(site)} (${count === 0 ? 'none' : counted(count)}${group})`;
  return `${where} **${contribution > 0 ? '+' : '−'}${Math.abs(contribution).toFixed(2)}**`;
}
