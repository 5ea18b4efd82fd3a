/*
 * Loaded before a program (node --require): the n-th call that changes something in a folder of runs kills the process, or
 * fails. OAP_FAULT = "<main|worker> <n> <kill|code of an error>".
 */
const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const [thread, nth, fault] = (process.env.OAP_FAULT ?? '').split(' ');
if ((thread === 'main') === isMainThread) {
  let calls = 0;
  const handles = new Map();
  const isWatched = (file) => (typeof file === 'number' ? handles.has(file) : /[\\/]\.oap([\\/]|$)/.test(String(file)));

  const strike = (name, file) => {
    if (++calls !== Number(nth)) return;
    if (fault === 'kill') {
      process.kill(process.pid, 'SIGKILL');
      // A worker goes on until the signal has arrived.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    const path = typeof file === 'number' ? undefined : String(file);
    const message = `${fault}: made to fail, ${name}${path === undefined ? '' : ` '${path}'`}`;
    throw Object.assign(new Error(message), { code: fault, syscall: name, ...(path !== undefined && { path }) });
  };

  for (const name of ['writeFileSync', 'renameSync', 'mkdirSync', 'fsyncSync']) {
    const real = fs[name];
    fs[name] = (file, ...rest) => {
      if (isWatched(file)) strike(name.replace('Sync', ''), file);
      return real(file, ...rest);
    };
  }
  for (const name of ['rmSync', 'unlinkSync', 'rmdirSync']) {
    const real = fs[name];
    fs[name] = (file, ...rest) => {
      // What fails to be removed on a full disk was never seen: only kills come here.
      if (isWatched(file) && fault === 'kill') strike(name, file);
      return real(file, ...rest);
    };
  }
  const { openSync, closeSync } = fs;
  fs.openSync = (file, flags, ...rest) => {
    const isWriting = isWatched(file) && typeof flags === 'string' && flags !== 'r';
    if (isWriting) strike('open', file);
    const handle = openSync(file, flags, ...rest);
    if (isWatched(file)) handles.set(handle, file);
    return handle;
  };
  fs.closeSync = (handle) => {
    handles.delete(handle);
    return closeSync(handle);
  };
}
