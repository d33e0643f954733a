import { printable } from '../domain/printable.js';
import { AuditError } from '../errors/base.js';

/** Three lines for a person: what happened, why, what to do. Whatever a file, a chain or a hub put into them is cleaned. */
export function errorText(error: AuditError): string {
  const lines = [`recrown: error ${error.code}: ${printable(error.message)}`];
  if (error.why !== undefined) lines.push(`  ${printable(error.why)}`);
  lines.push(`  ${printable(error.remedy)}`);
  return `${lines.join('\n')}\n`;
}

/** The same for an error that is our own fault. */
export function internalErrorText(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = what.split('\n').map((line) => printable(line));
  return `recrown: error INTERNAL: ${lines.join('\n')}\n  this is a fault of recrown, not a finding\n  report it with the command that you ran\n`;
}

/** The exit code of anything that was thrown: an AuditError's own, else 70. */
export const exitCodeOfError = (error: unknown): number =>
  error instanceof AuditError ? error.exitCode : 70;
