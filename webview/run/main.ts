import '../texts.ts';
import { runPanelService } from '../../src/protocol/run-panel.ts';
import { pageStyles } from '../components/page-styles.ts';
import { vscodeHost } from '../host.ts';
import { RunPanel } from './run-panel.ts';

document.adoptedStyleSheets.push(pageStyles);
const panel = document.querySelector('run-panel');
if (!(panel instanceof RunPanel)) throw new Error('the page has no run-panel');
panel.host = vscodeHost(runPanelService);
