import type { Uid } from '../../domain/identity.js';
import type { PrecheckFinding } from '../../domain/round.js';
import type { PrecheckLine } from '../../eras/defineEra.js';
import { CLEARING_WORDS, HARD_WORDS, wordsIn } from '../../eras/errorWords.js';
import { failed, passed, shown } from './precheck.js';

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
  const has = (words: readonly string[]) => wordsIn(reason, words).length > 0;
  if (ERASING.includes(line) && has(CLEARING_WORDS) && !has(HARD_WORDS))
    return passed(
      1,
      'A published disqualification reads like a passing failure, which the evaluator erases.',
    );
  return failed(
    1,
    categoryOf(reason.toLowerCase()),
    `It was disqualified before: ${shown(reason)} (disqualified.json).`,
  );
}

/** The UID that an entry for `hotkey:block` names as the root of a copy; null when it names none. */
export function copyRoot(
  entries: Readonly<Record<string, string>>,
  hotkey: string,
  committedAt: number,
): Uid | null {
  const key = `${hotkey}:${committedAt}`;
  const reason = Object.hasOwn(entries, key) ? (entries[key] ?? '') : '';
  if (reason === '') return null;
  const found = /^copy: [^\n]{0,200}?\bUID (\d{1,5})\b/.exec(reason.slice(0, 400));
  return found === null ? null : Number(found[1]);
}
