import { createHash } from 'node:crypto';

/** A record with the SHA-256 of what it says, whatever its layout. */
export function sealRecord(record: object): object {
  return { ...record, sha256: hashOf(record) };
}

/** Whether a record says what it said when it was sealed; one without a seal (of version 0.1) is taken as it is. */
export function isAsSealed(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('sha256' in data)) return true;
  const { sha256, ...record } = data;
  return sha256 === hashOf(record);
}

function hashOf(record: object): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}
