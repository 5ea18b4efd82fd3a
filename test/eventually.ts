import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something again until it has had its effect: what is being drawn or filled loses clicks and keys now and then. An action that
 * throws is done again, too.
 *
 * @param isDone of what the action gave; without it, that it did not throw
 * @returns what the action gave the last time
 */
export async function eventually<Result>(
  action: () => Promise<Result>,
  isDone: (result: Result) => boolean | Promise<boolean> = () => true,
  timeout = 60_000,
): Promise<Result> {
  const deadline = Date.now() + timeout;
  for (let attempts = 1; ; attempts++) {
    let cause: unknown;
    try {
      const result = await action();
      if (await isDone(result)) return result;
      cause = result;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`No effect after ${attempts} attempts`, { cause });
    // Long enough for others to have their turn.
    await sleep(20);
  }
}
