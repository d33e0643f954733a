import type { Uid } from '../../domain/identity.js';
import type { PrecheckFinding } from '../../domain/round.js';
import type { PrecheckLine } from '../../eras/defineEra.js';
import { failed, passed, shown } from './precheck.js';

/** Words that make the evaluator erase an entry as a passing failure, and words that keep it (rule: prechecks, docs/methodology.md). */
const CLEARING = [
  'network is unreachable',
  'name resolution',
  'temporary failure in name resolution',
  'dns',
  'gaierror',
  'errno -3',
  'errno 101',
  'no route to host',
  'connectionerror',
  'connecttimeout',
  'timeout',
  'timed out',
  'rate limit',
  'too many requests',
  '503',
  '502',
  '500',
  'internal server error',
  'server error',
];
const KEEPING = [
  '404',
  '403',
  '401',
  'repository not found',
  'no longer exists',
  'private',
  'gated',
  'restricted',
  'unauthorized',
];
/** Code lines that erase entries. */
const ERASING: readonly PrecheckLine[] = ['MID', 'LATEST'];

/** What kind of refusal an entry says, by the beginning of its text. */
function categoryOf(text: string): 'COPY' | 'REMOVED' | 'INVALID' | 'FRAUD' {
  if (text.startsWith('copy:')) return 'COPY';
  if (text.startsWith('integrity:') || text.includes('no longer exists')) return 'REMOVED';
  return text.startsWith('fraud:') || text.startsWith('arch: fraud:') ? 'FRAUD' : 'INVALID';
}

/**
 * Rule 1: an entry for `hotkey:block`. From line MID on, one that reads like a passing failure is erased and the UID
 * checked again.
 */
export function existingDisqualification(
  entries: Readonly<Record<string, string>>,
  hotkey: string,
  committedAt: number,
  line: PrecheckLine,
): PrecheckFinding {
  const key = `${hotkey}:${committedAt}`;
  if (!Object.hasOwn(entries, key)) return passed(1, 'No published disqualification names this commitment.');
  const reason = entries[key] ?? '';
  const text = reason.toLowerCase();
  const has = (words: readonly string[]) => words.some((word) => text.includes(word));
  if (ERASING.includes(line) && has(CLEARING) && !has(KEEPING))
    return passed(
      1,
      'A published disqualification reads like a passing failure, which the evaluator erases.',
    );
  return failed(1, categoryOf(text), `It was disqualified before: ${shown(reason)} (disqualified.json).`);
}

/** The UID that an entry for `hotkey:block` names as the root of a copy; null when it names none. */
export function copyRoot(
  entries: Readonly<Record<string, string>>,
  hotkey: string,
  committedAt: number,
): Uid | null {
  const key = `${hotkey}:${committedAt}`;
  const reason = Object.hasOwn(entries, key) ? (entries[key] ?? '') : '';
  const found = /^copy: [^\n]{0,200}?\bUID (\d{1,5})\b/.exec(reason.slice(0, 400));
  return found === null ? null : Number(found[1]);
}
