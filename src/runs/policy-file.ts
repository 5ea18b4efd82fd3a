import { InputError } from '../dataset/input-error.ts';
import { describeIssue } from '../experiment/issue-text.ts';
import { type Policy, policy } from '../protocol/policy.ts';
import { RunUnreadable, readRegularFile } from './regular-file.ts';

const maxBytes = 2 ** 22;

/** @throws InputError if the file cannot be read or is no policy */
export function readPolicy(file: string): Policy {
  let text: string;
  try {
    text = readRegularFile(file, maxBytes).toString('utf8');
  } catch (error) {
    if (error instanceof RunUnreadable) throw new InputError(error.message);
    throw error;
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputError('this is not JSON, expected a policy, as oap policy writes it', file);
  }
  const result = policy.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'the file';
  throw new InputError(`this is not a policy, as oap policy writes it: ${describeIssue(name, issue)}`, file);
}
