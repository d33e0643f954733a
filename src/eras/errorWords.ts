import type { PrecheckLine } from './defineEra.js';

/** Words by which the evaluator takes an error text of the hub for a lasting refusal, tested first. */
export const ACCESS_WORDS: readonly string[] = [
  '401',
  '403',
  '404',
  'repository not found',
  'not found',
  'unauthorized',
  'authentication',
  'private',
  'gated',
  'restricted',
];

/** The same at the integrity check: gone, then restricted. */
export const GONE_WORDS: readonly string[] = ['404', 'not found'];
export const RESTRICTED_WORDS: readonly string[] = ['403', 'restricted'];

const PASSING_NOW: readonly string[] = [
  '429',
  'rate limit',
  'too many requests',
  '500',
  'internal server error',
  'server error',
  '503',
  '502',
  'temporary',
  'temporarily',
  'unavailable',
  'timeout',
  'timed out',
  'connection',
  'connectionerror',
  'connecttimeout',
  'network is unreachable',
  'name resolution',
  'temporary failure in name resolution',
  'dns',
  'gaierror',
  'errno -3',
  'errno 101',
  'no route to host',
];

const PASSING_P5: readonly string[] = [
  '429',
  'rate limit',
  'too many requests',
  'connection',
  'timeout',
  '503',
  '502',
  '500',
  'internal server error',
  'server error',
  'temporary',
  'unavailable',
];

/** Words by which a failed download of `config.json` counts as passing; none where that version's text is not held. */
export const PASSING_WORDS: Readonly<Record<PrecheckLine, readonly string[]>> = {
  P2: [],
  P5: PASSING_P5,
  MID: PASSING_NOW,
  LATEST: PASSING_NOW,
};

/** Words in the text of a disqualification that erase it at the next precheck, unless a hard word stands there too. */
export const CLEARING_WORDS: readonly string[] = [
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

export const HARD_WORDS: readonly string[] = [
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

/** The words that stand anywhere in a text, case ignored, in the order of the list: as the evaluator looks for them. */
export const wordsIn = (text: string, words: readonly string[]): string[] => {
  const lower = text.toLowerCase();
  return words.filter((word) => lower.includes(word));
};
