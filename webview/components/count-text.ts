import * as l10n from '@vscode/l10n';
import { countText } from './number-text.ts';

/* Things with their count: `1 fit`, `9,522 tasks`. One message for one and one for more, as languages differ in more than a letter. */

export function errorCodesText(count: number): string {
  return count === 1 ? l10n.t('1 error code') : l10n.t('{0} error codes', countText(count));
}

export function fitsText(count: number): string {
  return count === 1 ? l10n.t('1 training') : l10n.t('{0} trainings', countText(count));
}

export function runsText(count: number): string {
  return count === 1
    ? l10n.t({ message: '1 run', comment: ['noun: training run'] })
    : l10n.t({ message: '{0} runs', args: [countText(count)], comment: ['noun: training run'] });
}

export function sitesText(count: number): string {
  return count === 1 ? l10n.t('1 site') : l10n.t('{0} sites', countText(count));
}

export function tasksText(count: number): string {
  return count === 1 ? l10n.t('1 task') : l10n.t('{0} tasks', countText(count));
}

export function workflowsText(count: number): string {
  return count === 1 ? l10n.t('1 workflow') : l10n.t('{0} workflows', countText(count));
}
