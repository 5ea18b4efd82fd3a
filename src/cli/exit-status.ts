/* How a command ended (docs/guide.md): */
export const done = 0;
/** Something outside failed: a disk, a thread, a fit. */
export const failed = 1;
export const wrongInput = 2;
/** By Ctrl-C or a batch system's SIGTERM, as shells say it (128 + SIGINT). */
export const cancelled = 130;
