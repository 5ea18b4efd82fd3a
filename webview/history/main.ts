import '../texts.ts';
import { historyPanelService } from '../../src/protocol/history-panel.ts';
import { pageStyles } from '../components/page-styles.ts';
import { vscodeHost } from '../host.ts';
import { HistoryPanel } from './history-panel.ts';

document.adoptedStyleSheets.push(pageStyles);
const panel = document.querySelector('history-panel');
if (!(panel instanceof HistoryPanel)) throw new Error('the page has no history-panel');
panel.host = vscodeHost(historyPanelService);
