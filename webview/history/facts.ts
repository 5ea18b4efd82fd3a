import * as l10n from '@vscode/l10n';
import type {
  HistoryNoise,
  HistoryPanelDescription,
  HistoryTarget,
  HistoryUse,
} from '../../src/protocol/history-panel.ts';
import type { Bar } from '../components/bar.ts';
import { tasksText } from '../components/count-text.ts';
import { countText } from '../components/number-text.ts';

/** A share as people read it: `99.75 %`, `12 %`. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value > 99 && value < 100 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** The numbers of slide 4, as name and value. */
export function keyFacts(history: HistoryPanelDescription): (readonly [string, string])[] {
  const { tasks, codes, sites, nonzero, sparsity, pairsNeverUsed, workflows, bytes } = history;
  return [
    [l10n.t('tasks'), countText(tasks)],
    [l10n.t('workflows'), countText(workflows.count)],
    [l10n.t('error codes'), countText(codes)],
    [l10n.t('sites'), countText(sites)],
    [l10n.t('counts per task'), tasks === 0 ? '–' : (nonzero / tasks).toFixed(2)],
    [l10n.t('zeros'), percent(sparsity)],
    [l10n.t('pairs never used'), percent(pairsNeverUsed)],
    [l10n.t('file'), `${(bytes / 2 ** 20).toFixed(1)} MB`],
  ];
}

export function useBars(uses: readonly HistoryUse[], tasks: number): Bar[] {
  return uses.map(({ name, title, tasks: having, count }) => ({
    name,
    ...(title !== undefined && { title }),
    value: having,
    texts: [countText(having), percent(tasks === 0 ? 0 : having / tasks), countText(count)],
  }));
}

export function classBars(classes: HistoryTarget['classes'], tasks: number): Bar[] {
  return classes.map(({ name, tasks: having }) => ({
    name: name === '' ? l10n.t('(empty or missing)') : name,
    value: having,
    texts: [countText(having), percent(tasks === 0 ? 0 : having / tasks)],
  }));
}

export function workflowBars({ workflows }: HistoryPanelDescription): Bar[] {
  return workflows.distribution.map(({ tasks, workflows: count }) => ({
    name: tasksText(tasks),
    value: count,
    texts: [countText(count), percent(workflows.count === 0 ? 0 : count / workflows.count)],
  }));
}

/** What a split task by task leaks, in sentences; the first is of the history, the others of a target each. */
export function leakageSentences({ tasks, workflows, targets }: HistoryPanelDescription): string[] {
  if (workflows.sharing === 0) return [l10n.t('Every workflow has one task: a split by task leaks nothing.')];
  const known = targets.flatMap(({ name, leakage }) => (leakage ? [{ name, ...leakage }] : []));
  const [first] = known;
  return [
    l10n.t(
      '{0} of {1} share their workflow with another one, and mostly its decision.',
      countText(workflows.sharing),
      tasksText(tasks),
    ),
    ...(first && first.known > 0
      ? [
          l10n.t(
            'Split at random by task (30 %, seed 42), {0} of {1} test tasks ({2}) have a task of the same workflow among those to train on.',
            countText(first.known),
            countText(first.tested),
            percent(first.known / first.tested),
          ),
        ]
      : []),
    ...known.flatMap(({ name, known: siblings, same }) =>
      siblings > 0
        ? [
            l10n.t('{target}: {tasks} of these ({share}) have the class of most of their siblings.', {
              target: name,
              tasks: countText(same),
              share: percent(same / siblings),
            }),
          ]
        : [],
    ),
    l10n.t(
      'A model can learn that by heart and look better than it is. With {0} no workflow is on both sides, and results say what to expect of new workflows.',
      '"split": {"by": "workflow"}',
    ),
  ];
}

/** How far a target's decisions differ for the same errors, a sentence or two. */
export function noiseSentence({ name, noise }: HistoryTarget, tasks: number): string {
  if (noise.conflicts === 0) return l10n.t('{0}: tasks with the same errors were always decided the same way.', name);
  return l10n.t(
    '{target}: {tasks} of {all} have the same errors at the same sites as another task that was decided differently. On these tasks no model of the errors can exceed an accuracy of {accuracy} or a macro recall of {recall}.',
    {
      target: name,
      tasks: countText(noise.conflicting),
      all: tasksText(tasks),
      accuracy: percent(noise.bestAccuracy),
      recall: percent(noise.bestRecall),
    },
  );
}

/** The decisions of a group with the same errors: `4 × default, 1 × enabled`. */
export function conflictText({ classes }: HistoryNoise['review'][number]): string {
  return classes.map(({ name, tasks }) => `${countText(tasks)} × ${name}`).join(', ');
}
