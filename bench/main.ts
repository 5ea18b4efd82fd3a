import path from 'node:path';
import { benchEditor } from './editor.ts';
import { benchEpochs } from './epochs.ts';
import { benchLoad } from './load.ts';
import { benchSelection } from './selection.ts';
import { benchTrees } from './trees.ts';

// Run by scripts/bench.mjs with the sample workspace's folder, the comparison to make, and whether on all or a sample.
const [workspace, comparison, extent] = process.argv.slice(2);
const history = path.join(workspace, 'history.json');
switch (comparison) {
  case 'load':
    await benchLoad(history);
    break;
  case 'epochs':
    await benchEpochs(history);
    break;
  case 'engines': {
    const { benchEngines } = await import('./engines.ts');
    await benchEngines(history);
    break;
  }
  case 'trees':
    await benchTrees(history);
    break;
  case 'selection':
    benchSelection(history, path.join(workspace, 'study.oap.json'), extent === 'all');
    break;
  case 'views': {
    // The browser's driver is there only where the tests have been set up.
    const { benchViews } = await import('./views.ts');
    await benchViews();
    break;
  }
  case 'editor':
    await benchEditor(path.resolve('dist'));
    break;
  default:
    throw new Error(`there is no comparison ${comparison}`);
}
