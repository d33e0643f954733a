/** Texts of options as values; a text that is none ends the call with the reason. */

import { InvalidArgumentError } from 'commander';
import type { RecurrenceForm } from '../domain/engine.js';
import { DEFECT_SWITCHES, type SwitchName } from '../eras/defectSwitches.js';
import { PARTS, type Part } from './call.js';
import { COMPARE_FAIL_ON, FAIL_ON } from './exit.js';

/** A whole number of at most ten digits. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
};

/** A block number as a whole number of any size up to 40 digits. */
export const blockNumber = (text: string): bigint => {
  if (!/^\d{1,40}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return BigInt(text);
};

/** A commit as 40 hex digits. */
export const commit = (text: string): string => {
  if (!/^[0-9a-f]{40}$/i.test(text)) throw new InvalidArgumentError('40 hex digits are needed');
  return text.toLowerCase();
};

/** Threads of the engine. */
export const threadCount = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 1 || count > 64) throw new InvalidArgumentError('1 to 64');
  return count;
};

/** Sequences that are decoded together. */
export const placeCount = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 1 || count > 32) throw new InvalidArgumentError('1 to 32');
  return count;
};

/** Tokens that a draw chooses from. */
export const tokenCount = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 1 || count > 1024) throw new InvalidArgumentError('1 to 1024');
  return count;
};

/** Names out of a fixed list, with commas between them; `never` stands alone. */
const nameList =
  <Name extends string>(known: readonly Name[]) =>
  (text: string): Name[] => {
    const names = text.split(',').map((name) => name.trim());
    const unknown = names.find((name) => !(known as readonly string[]).includes(name));
    if (unknown !== undefined) throw new InvalidArgumentError(`known are ${known.join(', ')}`);
    if (names.includes('never') && names.length > 1) throw new InvalidArgumentError('never stands alone');
    return names as Name[];
  };

/** Verdict classes of an audit. */
export const failOnList = nameList(FAIL_ON);

/** Findings of a comparison. */
export const compareFailOnList = nameList(COMPARE_FAIL_ON);

/** The values of an option that may be repeated, in order. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Forms of a recurrence; the option may be repeated. */
export const collectForm = (text: string, before: readonly RecurrenceForm[] = []): RecurrenceForm[] => {
  if (text !== 'contrib' && text !== 'plain') throw new InvalidArgumentError('known are contrib, plain');
  return [...before, text];
};

/** Switches of defects, or `all`; the option may be repeated. */
export const collectSwitch = (text: string, before: readonly SwitchName[] = []): SwitchName[] => {
  const all = DEFECT_SWITCHES.map(({ name }) => name);
  const found = all.filter((name) => name === text || text === 'all');
  if (found.length === 0) throw new InvalidArgumentError(`known are all, ${all.join(', ')}`);
  return all.filter((name) => before.includes(name) || found.includes(name));
};

/** Parts of a recording, with commas between them, or `none`. */
export const partList = (text: string): Part[] => {
  if (text === 'none') return [];
  const names = text.split(',').map((name) => name.trim());
  if (!names.every((name) => (PARTS as readonly string[]).includes(name)))
    throw new InvalidArgumentError(`known are ${PARTS.join(', ')}, none`);
  return names as Part[];
};

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** The longest time that a timer of the platform can wait, whole days. */
const MOST_SECONDS = 24 * 86_400;

/** A time as seconds: a whole number with s, m or h. */
export const duration = (text: string): number => {
  const match = /^(\d{1,9})([smh])$/.exec(text);
  const count = match === null ? 0 : Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 0);
  if (count < 1 || count > MOST_SECONDS)
    throw new InvalidArgumentError('a time from 1s to 576h, for example 90s, 30m, 2h');
  return count;
};

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Bytes, with K, M, G or T for powers of 1024. */
export const byteCount = (text: string): number => {
  const match = /^(\d{1,12})([KMGT]?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('a number of bytes, for example 200G');
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
};

/** Seconds between two passes of a watch. */
export const seconds = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 30 || count > 86_400) throw new InvalidArgumentError('30 to 86400');
  return count;
};

/** A time zone: UTC, local, or a name that this machine knows. */
export const timeZone = (text: string): string => {
  if (text === 'UTC' || text === 'local') return text;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    throw new InvalidArgumentError('UTC, local, or a name such as Europe/Berlin');
  }
  return text;
};
