// An extension next to ours, in the same extension host, that runs what tests send it: the text of a function and its argument.
const net = require('node:net');
const path = require('node:path');
const readline = require('node:readline');
const vscode = require('vscode');
const { registerElsewhere } = require('./elsewhere.js');

exports.activate = ({ extensionPath, subscriptions }) => {
  const socket = net.connect(path.join(extensionPath, 'socket'));
  subscriptions.push(registerElsewhere(), { dispose: () => socket.destroy() });
  readline.createInterface({ input: socket }).on('line', async (line) => {
    const { id, script, argument } = JSON.parse(line);
    const answer = await run(script, argument).then(
      (value) => ({ id, value }),
      (error) => ({ id, error: String(error?.stack ?? error) }),
    );
    socket.write(`${JSON.stringify(answer)}\n`);
  });
};

function uriOf(name) {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, name);
}

function documentOf(name) {
  return vscode.workspace.openTextDocument(uriOf(name));
}

async function run(script, argument) {
  // biome-ignore lint/security/noGlobalEval: running the tests' functions is what this is for.
  return eval(`(${script})`)({ vscode, uriOf, documentOf }, argument);
}
