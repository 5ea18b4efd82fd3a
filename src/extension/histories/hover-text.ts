import * as l10n from '@vscode/l10n';
import { parseSiteName, type SiteName } from '../../dataset/site-name.ts';
import type { CodeDescription } from '../../dataset/vocabulary.ts';
import { percentText } from '../../measures/percent-text.ts';
import type { CellContribution, Explanation } from '../../protocol/explanation.ts';
import type { PredictedTarget, TaskPrediction } from '../../protocol/prediction.ts';
import type { DescribedText } from '../../protocol/text-index.ts';
import { commandLink, escaped, markdownText } from './markdown-text.ts';
import {
  actText,
  likelierClass,
  type Outcome,
  outcomeOf,
  policyDecision,
  probabilityText,
} from './prediction-words.ts';

/*
 * What hovers in histories say, as Markdown. All that comes from data goes through `markdownText`.
 */

/** Cells that are named for a class, and against it, and what they have to add at least. */
const maxCells = 3;
const minContribution = 0.005;
/** Codes and sites that are named for attention. */
const maxLooked = 2;

const outcomeTexts: Readonly<Record<Outcome, string>> = {
  right: `$(pass) ${l10n.t({ message: 'correct', comment: 'A prediction is the recorded decision' })}`,
  wrong: `$(error) ${l10n.t({ message: 'incorrect', comment: 'A prediction is not the recorded decision' })}`,
  open: `$(dash) ${l10n.t('no decision yet')}`,
};

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
  const title = `$(sparkle) ${l10n.t({
    message: '**Predictions** by {0}, {1}',
    args: [markdownText(run.name), markdownText(run.about)],
    comment: 'Markdown; {0} = name of a run, {1} = its protocol and time',
  })}`;
  if (task.problem !== '') {
    return `${title}\n\n$(warning) ${l10n.t('This task cannot be predicted: {0}', escaped(task.problem))}`;
  }
  const rows = task.targets.map(
    (target) =>
      `| ${markdownText(target.target)}&nbsp; | **${markdownText(target.classes[target.predicted])}** ${probabilityText(target.probabilities[target.predicted])}${othersText(target)}${policyText(target)}&nbsp; | ${target.recorded === null ? '' : markdownText(target.recorded)}&nbsp; | ${outcomeTexts[outcomeOf(target)]} |`,
  );
  if (rows.length === 0) return [title, ...notes(task)].join('\n\n');
  const columns = [
    l10n.t({ message: 'decision', comment: 'Heading of a column: what is decided on' }),
    l10n.t({ message: 'predicted', comment: 'Heading of a column: the decision of the model' }),
    l10n.t({ message: 'recorded', comment: 'Heading of a column: the decision of the operator' }),
  ];
  const table = [`| ${columns.map((name) => `${name}&nbsp;`).join(' | ')} | |`, '|:--|:--|:--|:--|', ...rows].join(
    '\n',
  );
  return [title, table, ...notes(task)].join('\n\n');
}

/**
 * Links below the predictions.
 *
 * @param sample  the task's sample, if the run's panel can show it
 * @param history URI of the file that the hover is in
 */
export function linksText(
  run: PredictingRunText,
  sample: { readonly target: string; readonly name: string } | undefined,
  history: string,
): string {
  return [
    sample
      ? commandLink(
          `$(list-selection) ${l10n.t('Show Sample')}`,
          'operatorActions.openSample',
          run.folder,
          sample.target,
          sample.name,
        )
      : commandLink(`$(graph-line) ${l10n.t('Open Run')}`, 'operatorActions.openRun', { folder: run.folder }),
    ...commonLinks(history),
  ].join(' · ');
}

/** Said where no run predicts. @param history URI of the file that the hover is in */
export function noRunText(history: string): string {
  return [
    `$(sparkle) ${l10n.t('**No predictions yet.** No run was trained on this history and none is selected.')}`,
    [commandLink(`$(play) ${l10n.t('Train Model')}`, 'operatorActions.train'), ...commonLinks(history)].join(' · '),
  ].join('\n\n');
}

function commonLinks(history: string): string[] {
  return [
    commandLink(`$(arrow-swap) ${l10n.t('Choose Run')}`, 'operatorActions.chooseRun', history),
    commandLink(`$(eye-closed) ${l10n.t('Turn Hovers Off')}`, 'operatorActions.toggleHovers', history),
  ];
}

/** Commands that links in these texts give. */
export const linkedCommands = [
  'operatorActions.openSample',
  'operatorActions.openRun',
  'operatorActions.chooseRun',
  'operatorActions.toggleHovers',
  'operatorActions.train',
];

/** The cells that push most towards the predicted classes, and away from them. */
export function explanationText(task: TaskPrediction): string {
  const explanations = task.targets.flatMap(({ explanation }) => explanation ?? []);
  if (explanations.length === 0) return '';
  const title = explanations.some(({ method }) => method === 'tree-shap')
    ? l10n.t('**Why?** The strongest counts for the predicted class and against it, as parts of its margin')
    : l10n.t('**Why?** The strongest counts for the predicted class and against it, as parts of its logit');
  return [`$(question) ${title}`, ...explanations.map(oneExplanation)].join('\n\n');
}

function oneExplanation(one: Explanation): string {
  const sides = [
    ...sideText('$(arrow-small-up)', strongest(one, 1)),
    ...sideText('$(arrow-small-down)', strongest(one, -1)),
  ];
  const title = `**${markdownText(one.target)}: ${markdownText(one.class)}**`;
  const reasons =
    sides.length === 0
      ? [l10n.t({ message: '{0} whatever the counts are', args: [title], comment: '{0} = a decision and its class' })]
      : [title, ...sides];
  return [...reasons, ...attentionText(one)].join('\\\n');
}

/** Where a network with attention looks: the codes and sites that it gives most of its weights. */
function attentionText({ attention }: Explanation): string[] {
  if (!attention) return [];
  const shares = (weights: readonly { readonly name: string; readonly weight: number }[]): string[] =>
    weights
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, maxLooked)
      .map(({ name, weight }) => `${markdownText(name)} ${Math.round(100 * weight)} %`);
  const looked = [
    ...shares(attention.codes.map(({ code, weight }) => ({ name: code, weight }))),
    ...shares(attention.sites.map(({ site, weight }) => ({ name: site, weight }))),
  ];
  if (looked.length === 0) return [];
  const text = l10n.t({
    message: 'attends to {0}',
    args: [looked.join(', ')],
    comment: '{0} = codes and sites, with shares',
  });
  return [`$(eye) ${text}`];
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
    return [
      `${title} · ${l10n.t('unknown code')}`,
      l10n.t('Nothing is known about it here; `.oap/codes.json` can describe it.'),
      ...use,
    ].join('\n\n');
  }
  const family = known.family === '' ? '' : ` *(${markdownText(known.family)})*`;
  return [
    `${title}${known.title === '' ? '' : ` · ${markdownText(known.title)}`}${family}`,
    ...(known.description === '' ? [] : [escaped(known.description)]),
    known.usualAction === ''
      ? l10n.t('No usual procedure is known.')
      : l10n.t('Operators usually: **{0}**', markdownText(known.usualAction)),
    ...use,
  ].join('\n\n');
}

/** What a site's name says, and its share of the failures. */
export function siteText(site: string, described: DescribedText | undefined): string {
  const parsed = parseSiteName(site);
  const title = `$(server) **${markdownText(site)}**`;
  return [
    title,
    parsed ? placeText(parsed) : l10n.t('The name does not say country and tier, as `T1_US_FNAL` would.'),
    ...useText(
      described?.sites.find(({ name }) => name === site),
      described,
    ),
  ].join('\n\n');
}

function placeText({ country, code, tier }: SiteName): string {
  return country === undefined
    ? l10n.t('unknown country {0}, tier {1} ({2})', code, tier, tiers[tier])
    : l10n.t('{0}, tier {1} ({2})', escaped(country), tier, tiers[tier]);
}

const tiers = [
  l10n.t("CERN's own centre"),
  l10n.t({ message: 'national centre', comment: 'Of a grid: tier 1' }),
  l10n.t({ message: 'regional centre', comment: 'Of a grid: tier 2' }),
  l10n.t({ message: 'institute', comment: 'Of a grid: tier 3' }),
];

function useText(use: DescribedText['sites'][number] | undefined, described: DescribedText | undefined): string[] {
  if (!described) return [l10n.t('The history is still being counted.')];
  const { tasks, count } = use ?? { tasks: 0, count: 0 };
  const share = described.count === 0 ? 0 : count / described.count;
  const counts = [count, described.count, tasks, described.tasks].map(counted);
  return [
    share > 0 && share < 0.001
      ? l10n.t('Less than 0.1 % of the failures in this history: {0} of {1}, in {2} of {3} tasks', ...counts)
      : l10n.t(
          '{0} % of the failures in this history: {1} of {2}, in {3} of {4} tasks',
          (100 * share).toFixed(1),
          ...counts,
        ),
  ];
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

/** The runner-up, where there is a contest; it may be more likely than what is recommended. */
function othersText(target: PredictedTarget): string {
  const { classes, probabilities, predicted } = target;
  let second = -1;
  for (const [c, probability] of probabilities.entries()) {
    if (c !== predicted && (second < 0 || probability > probabilities[second])) second = c;
  }
  if (second < 0 || probabilities[second] < 0.05) return '';
  const other = `${markdownText(classes[second])} ${probabilityText(probabilities[second])}`;
  if (likelierClass(target) === undefined) return `, ${other}`;
  return `, ${l10n.t({
    message: 'most likely {0}',
    args: [other],
    comment: '{0} = a class and its probability, after the recommended class',
  })}`;
}

/** What the reader has to know of how the predictions came about. */
function notes({ targets, untrained, unknownPairs, policy }: TaskPrediction): string[] {
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
    unknownPairs === 1
      ? l10n.t('1 pair of code and site is new to the run and counts for nothing.')
      : l10n.t('{0} pairs of code and site are new to the run and count for nothing.', counted(unknownPairs));
  const missing = untrained.map(markdownText).join(', ');
  return [
    ...policyNote(targets, policy),
    ...ofTargets,
    ...(untrained.length > 0 ? [`$(info) ${l10n.t('Not trained yet: {0}', missing)}`] : []),
    ...(unknownPairs > 0 ? [`$(info) ${pairs}`] : []),
  ];
}

/** Where some targets may be acted on and others not. */
function policyText({ act }: PredictedTarget): string {
  return act === undefined ? '' : ` · ${act ? '$(pass)' : '$(person)'} ${actText(act)}`;
}

/** What the policy decides for the task, and why. */
function policyNote(targets: readonly PredictedTarget[], policy: TaskPrediction['policy']): string[] {
  if (!policy) return [];
  if (policy.problem !== '') {
    return [`$(warning) ${l10n.t('The policy is not used: {0}', escaped(policy.problem))}`];
  }
  const acts = policyDecision(targets);
  if (acts === undefined) return [];
  return acts
    ? [
        `$(pass) ${l10n.t('**Act**: the policy lets these predictions be followed without asking, each target with an error of at most {0}.', percentText(policy.maxError))}`,
      ]
    : [`$(person) ${l10n.t('**Ask**: {0}.', policy.reasons.map(escaped).join('; '))}`];
}

const editedText = `$(edit) ${l10n.t('The counts have changed since the evaluation, so this is a new prediction.')}`;

function standingText({ standing, watched, fits }: PredictedTarget): string {
  switch (standing) {
    case 'held-out':
      return `$(verified) ${watched ? watchedFoldText(fits) : heldOutText(fits)}`;
    case 'seen':
      return `$(mortar-board) ${l10n.t('**Seen in training**: the run has learned from this task.')}`;
    case 'watched':
      return `$(watch) ${l10n.t('**Used to choose when to stop**: the run has not learned from this task, but training stopped where it did well on tasks like this one.')}`;
    case 'unused':
      return `$(circle-slash) ${l10n.t('Not used by the run: neither for training nor for its evaluation.')}`;
    case 'new':
      return `$(add) ${l10n.t('New: the run has not seen this task.')}`;
    case 'unfinished':
      return `$(question) ${l10n.t('Perhaps seen in training: the run has not finished.')}`;
    case 'unknown':
      return `$(question) ${l10n.t('Perhaps seen in training: the history has changed since the run.')}`;
    case 'imported':
      return `$(question) ${l10n.t('Perhaps seen in training: the model was imported.')}`;
    default:
      throw new Error(`no standing ${standing satisfies never}`);
  }
}

function heldOutText(fits: number): string {
  return fits === 1
    ? l10n.t('Held out: predicted by the training that did not use it.')
    : l10n.t('Held out: predicted by the {0} trainings that did not use it.', fits);
}

function watchedFoldText(fits: number): string {
  return fits === 1
    ? l10n.t('Held out: predicted by the training that did not learn from it, but used it to choose when to stop.')
    : l10n.t(
        'Held out: predicted by the {0} trainings that did not learn from it, but used it to choose when to stop.',
        fits,
      );
}

/** The cells that push most in one direction. */
function strongest({ cells }: Explanation, sign: 1 | -1): CellContribution[] {
  return cells
    .filter(({ contribution }) => sign * contribution >= minContribution)
    .toSorted((a, b) => sign * (b.contribution - a.contribution))
    .slice(0, maxCells);
}

function sideText(label: string, cells: readonly CellContribution[]): string[] {
  return cells.length === 0 ? [] : [`${label} ${cells.map(cellText).join('; ')}`];
}

function cellText({ code, site, good, count, contribution }: CellContribution): string {
  const errors = [
    count === 0 ? l10n.t({ message: 'none', comment: 'No errors of a code at a site' }) : counted(count),
    ...(good === null ? [] : [groupText(good)]),
  ];
  const added = `**${contribution > 0 ? '+' : '−'}${Math.abs(contribution).toFixed(2)}**`;
  return l10n.t({
    message: '{0} at {1} ({2}) {3}',
    args: [markdownText(code), markdownText(site), errors.join(', '), added],
    comment: '{0} = error code, {1} = site, {2} = number of errors, {3} = what they add to the logit',
  });
}

function groupText(good: boolean): string {
  return good
    ? l10n.t({ message: 'good', comment: 'Group of sites' })
    : l10n.t({ message: 'bad', comment: 'Group of sites' });
}
