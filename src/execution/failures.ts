import { InputError } from '../dataset/input-error.ts';
import { TargetError } from '../experiment/target-error.ts';
import type { Failure } from '../protocol/port.ts';
import { RunUnreadable } from '../runs/regular-file.ts';
import { Cancelled } from './cancelled.ts';

/*
 * Errors of workers on their way to the caller. User errors keep their type; all others are bugs and keep their stacks.
 */

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof Cancelled) return { code: 'cancelled', message };
  if (error instanceof RunUnreadable) return { code: 'unreadable', message };
  if (error instanceof TargetError) return { code: 'target', message, details: { place: error.place } };
  if (error instanceof InputError) {
    const { reason, file, line, column } = error;
    return { code: 'input', message: reason, details: defined({ file, line, column }) };
  }
  return { code: 'fault', message, ...(stack !== undefined && { stack }) };
}

export function errorOf({ code, message, stack, details = {} }: Failure): Error {
  const text = (name: string): string | undefined => ofType(details[name], 'string');
  const number = (name: string): number | undefined => ofType(details[name], 'number');
  switch (code) {
    case 'cancelled':
      return new Cancelled();
    case 'unreadable':
      return new RunUnreadable(message);
    case 'target':
      return new TargetError(Array.isArray(details.place) ? details.place.map(String) : [], message);
    case 'input':
      return new InputError(message, text('file'), number('line'), number('column'));
    default: {
      const error = new Error(message);
      if (stack !== undefined) error.stack = stack;
      return error;
    }
  }
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function ofType(value: unknown, type: 'string'): string | undefined;
function ofType(value: unknown, type: 'number'): number | undefined;
function ofType(value: unknown, type: string): unknown {
  return typeof value === type ? value : undefined;
}
