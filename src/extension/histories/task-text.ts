import { studyDescriptions } from '../../dataset/vocabulary.ts';
import type { Explanation } from '../../protocol/explanation.ts';
import type { PredictedTarget, Standing, TaskPrediction } from '../../protocol/prediction.ts';
import type { RunRecord } from '../../protocol/run.ts';
import { outcomeOf } from './prediction-words.ts';

/** Counts that are named in either direction. */
const maxCells = 5;

const standingTexts = {
  'held-out': 'held out: by the trainings that did not use the task',
  seen: 'SEEN IN TRAINING: the run has learned from this very task, so that it says little',
  watched: 'USED TO CHOOSE WHEN TO STOP: the run has not learned from the task, but is a little too good on it',
  unused: 'not used by the run: neither for training nor for its evaluation',
  new: 'new: the run has not seen the task',
  unfinished: 'not evaluated so far, but the run has not finished, so that it may have been seen',
  unknown: 'perhaps seen in training: the history has changed since the run',
  imported: 'perhaps seen in training: the model was imported',
} as const satisfies Record<Standing, string>;
/** Instead of that of held-out tasks. */
const watchedFoldText =
  'held out: by the trainings that did not learn from the task, but used it to choose when to stop';

/** What a run predicts for a task and why, in Markdown, for readers who do not see its hover: assistants, other extensions. */
export function taskText(task: TaskPrediction, run: RunRecord): string {
  const lines = [
    `Task ${oneLine(task.name)}, predicted by run ${run.id}: model ${oneLine(run.model)}, protocol ${run.protocol}${
      run.history.synthetic
        ? '. SYNTHETIC DATA: the run was trained on a generated history, it says nothing about real operators'
        : ''
    }`,
  ];
  if (task.problem !== '') return [...lines, `This task cannot be predicted: ${oneLine(task.problem)}`].join('\n');
  return [
    ...lines,
    ...(task.unknownPairs === 0
      ? []
      : [`Pairs of code and site that are new to the run and count for nothing: ${task.unknownPairs}`]),
    ...(task.untrained.length === 0 ? [] : [`Not trained yet: ${task.untrained.map(oneLine).join(', ')}`]),
    ...task.targets.flatMap(targetLines),
  ].join('\n');
}

function targetLines(target: PredictedTarget): string[] {
  const { classes, probabilities, predicted, recorded, standing, watched, edited, explanation } = target;
  const standingText = watched ? watchedFoldText : standingTexts[standing];
  const ranked = classes
    .map((name, c) => ({ name, probability: probabilities[c] }))
    .sort((a, b) => b.probability - a.probability)
    .map(({ name, probability }) => `${oneLine(name)} ${probability.toFixed(3)}`);
  const outcome = outcomeOf(target);
  return [
    '',
    `Decision ${oneLine(target.target)}: ${oneLine(classes[predicted])}`,
    `- probabilities: ${ranked.join(', ')}`,
    `- recorded by the operators: ${recorded === null ? 'nothing yet' : `${oneLine(recorded)}, so the prediction is ${outcome === 'right' ? 'correct' : 'incorrect'}`}`,
    `- standing: ${standingText}${edited ? '; its counts have changed since the evaluation, so this is a new prediction' : ''}`,
    ...(explanation ? reasonLines(explanation) : []),
  ];
}

function reasonLines({ method, base, value, cells }: Explanation): string[] {
  const measure = {
    'tree-shap': 'margin (TreeSHAP)',
    'integrated-gradients': 'logit (integrated gradients)',
    'cell-by-cell': 'logarithm of its probability (adding the counts one after the other)',
  }[method];
  const known = studyDescriptions(cells.map(({ code }) => code));
  const titleOf = (code: string): string => (known.has(code) ? ` (${known.get(code)?.title})` : '');
  const side = (name: string, sign: 1 | -1): string[] => {
    const strongest = cells
      .filter(({ contribution }) => sign * contribution > 0)
      .slice(0, maxCells)
      .map(({ code, site, good, count, contribution }) => {
        const group = good === null ? '' : good ? ', good site' : ', bad site';
        const where = `code ${oneLine(code)}${titleOf(code)} at ${oneLine(site)}${group}`;
        return `${where}, count ${count}: ${contribution > 0 ? '+' : ''}${contribution.toFixed(3)}`;
      });
    return strongest.length === 0 ? [] : [`- counts that speak ${name} it: ${strongest.join('; ')}`];
  };
  return [
    `- its ${measure} is ${value.toFixed(3)}, ${base.toFixed(3)} without the task's counts`,
    ...side('for', 1),
    ...side('against', -1),
  ];
}

/** Names from data, which may hold anything, in one line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\n\r\u2028\u2029]/g, ' ');
}
