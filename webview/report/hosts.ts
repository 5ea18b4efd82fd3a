import type { ComparePanelToHost, HostToComparePanel } from '../../src/protocol/compare-panel.ts';
import type { SavePicture } from '../../src/protocol/picture.ts';
import type { Report, ReportedRun } from '../../src/protocol/report.ts';
import type { HostToRunPanel, RunPanelToHost } from '../../src/protocol/run-panel.ts';
import type { Host } from '../host.ts';
import { answerCurves, answerPair, answerRun, comparedRuns } from './answers.ts';

/*
 * What VS Code is to a panel, a page is here: it answers from its own data, copies and saves as a browser does. What only
 * VS Code can do, detached panels do not ask for.
 */

export function runHost(report: Report, run: ReportedRun): Host<RunPanelToHost> {
  return pageHost<RunPanelToHost, HostToRunPanel>((message) => {
    switch (message.kind) {
      case 'ready':
        return run.snapshot;
      case 'samples':
      case 'thresholds':
      case 'task':
      case 'find':
      case 'drivers':
      case 'embeddings':
      case 'reconstruction':
        return answerRun(report, run, message);
      case 'cancel':
      case 'continue':
      case 'run-again':
      case 'open':
      case 'explain':
      case 'go-to-task':
        throw new Error(`a report cannot ${message.kind}`);
      default:
        return act(message);
    }
  });
}

/** @param open shows a run, by its key */
export function comparisonHost(report: Report, open: (key: string) => void): Host<ComparePanelToHost> {
  return pageHost<ComparePanelToHost, HostToComparePanel>((message) => {
    switch (message.kind) {
      case 'ready':
        return comparedRuns(report);
      case 'curves':
        return answerCurves(report, message.folder, message.target);
      case 'pair':
        return answerPair(report, message.target, message.baseline, message.other);
      case 'open':
        open(message.folder);
        return undefined;
      case 'choose':
      case 'export-report':
        throw new Error(`a report cannot ${message.kind}`);
      default:
        return act(message);
    }
  });
}

/** Its state lasts as long as the page. */
function pageHost<Outgoing, Incoming>(answer: (message: Outgoing) => Incoming | undefined): Host<Outgoing> {
  const listeners: ((data: unknown) => void)[] = [];
  let kept: unknown;
  return {
    post(message) {
      // Asynchronously, as messages arrive: the caller is still working.
      setTimeout(() => {
        const reply = answer(message);
        if (reply !== undefined) for (const listener of listeners) listener(reply);
      });
    },
    onMessage: (listener) => void listeners.push(listener),
    getState: () => kept,
    setState(state) {
      kept = state;
    },
  };
}

/** What every panel may want done. */
type Deed = Extract<RunPanelToHost, { kind: 'copy' | 'save-picture' | 'failed' }>;

function act(message: Deed): undefined {
  switch (message.kind) {
    case 'copy':
      void copy(message.text);
      return;
    case 'save-picture':
      download(message);
      return;
    case 'failed':
      throw new Error(message.message);
    default:
      throw new Error(`no message ${message satisfies never}`);
  }
}

async function copy(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Pages from plain HTTP have no clipboard but that of the selection.
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

function download({ name, content }: SavePicture): void {
  const type = name.endsWith('.svg') ? 'image/svg+xml' : 'image/png';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
