import { failed, type PrecheckResult, passed, shown } from './precheck.js';

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

/** Rule 1: an entry for `hotkey:block`. One that looks like a passing failure is erased and the UID checked again. */
export function existingDisqualification(
  entries: Readonly<Record<string, string>>,
  hotkey: string,
  committedAt: number,
): PrecheckResult {
  const key = `${hotkey}:${committedAt}`;
  if (!Object.hasOwn(entries, key)) return passed(1, 'No published disqualification names this commitment.');
  const reason = entries[key] ?? '';
  const text = reason.toLowerCase();
  const has = (words: readonly string[]) => words.some((word) => text.includes(word));
  if (has(CLEARING) && !has(KEEPING))
    return passed(
      1,
      'A published disqualification reads like a passing failure, which the evaluator erases.',
    );
  return failed(1, `It was disqualified before: ${shown(reason)} (disqualified.json).`);
}
