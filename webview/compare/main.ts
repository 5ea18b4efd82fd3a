import '../texts.ts';
import { comparePanelService } from '../../src/protocol/compare-panel.ts';
import { pageStyles } from '../components/page-styles.ts';
import { vscodeHost } from '../host.ts';
import { ComparePanel } from './compare-panel.ts';

document.adoptedStyleSheets.push(pageStyles);
const panel = document.querySelector('compare-panel');
if (!(panel instanceof ComparePanel)) throw new Error('the page has no compare-panel');
panel.host = vscodeHost(comparePanelService);
