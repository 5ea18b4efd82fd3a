// The scheme `elsewhere:` gives the files of the disk, read only, as another machine might.
const fs = require('node:fs');
const vscode = require('vscode');

function orGone(uri, read) {
  try {
    return read(uri.path);
  } catch {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}

function refuse(uri) {
  throw vscode.FileSystemError.NoPermissions(uri);
}

const typeOf = (one) => (one.isDirectory() ? vscode.FileType.Directory : vscode.FileType.File);

const provider = {
  onDidChangeFile: new vscode.EventEmitter().event,
  watch: () => ({ dispose() {} }),
  stat: (uri) =>
    orGone(uri, (file) => {
      const found = fs.statSync(file);
      const { size, mtimeMs, ctimeMs } = found;
      return { type: typeOf(found), size, mtime: Math.round(mtimeMs), ctime: Math.round(ctimeMs) };
    }),
  readDirectory: (uri) =>
    orGone(uri, (file) => fs.readdirSync(file, { withFileTypes: true }).map((one) => [one.name, typeOf(one)])),
  readFile: (uri) => orGone(uri, (file) => new Uint8Array(fs.readFileSync(file))),
  createDirectory: refuse,
  writeFile: refuse,
  delete: refuse,
  rename: refuse,
};

exports.registerElsewhere = () =>
  vscode.workspace.registerFileSystemProvider('elsewhere', provider, { isReadonly: true });
