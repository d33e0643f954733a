import { flatMap } from '../domain/flatMap.js';
import type { Uid } from '../domain/identity.js';
import type { Cause } from '../domain/verdict.js';

/** What a validator published about one contender, and our replays of it. */
export interface CauseContender {
  readonly uid: Uid;
  readonly role: 'king' | 'challenger';
  /** Published KL per prompt; null = not published. */
  readonly claimedKl: readonly (number | null)[] | null;
  readonly replays: readonly { readonly capture: string; readonly kl: readonly number[] }[];
}

export interface CauseInput {
  readonly contenders: readonly CauseContender[];
  /** Whom the rows crown. */
  readonly claimedUid: Uid | null;
  /** Whom a validator's published round crowns; null = none published. */
  readonly publishedUid: Uid | null;
  /** Whom our default decision pays. */
  readonly ourUid: Uid | null;
  /** Whom the rule pays on the claimed scores, under each legal setting; null when they are not complete. */
  readonly fromClaims: readonly (Uid | null)[] | null;
}

export interface CauseFinding {
  /** null when what was published does not tell. */
  readonly cause: Cause | null;
  /** One sentence each, with the numbers. */
  readonly reasons: readonly string[];
}

/** Nats per position within which a claimed and a replayed value count as equal: above bf16 noise, far below text noise. */
export const SAME_KL = 1e-3;
/** Share of prompts that must agree. */
const SAME_SHARE = 0.99;

export interface Agreement {
  readonly capture: string;
  readonly prompts: number;
  readonly differing: number;
  /** Index of the first prompt that differs; null when none does. */
  readonly firstIndex: number | null;
  readonly agrees: boolean;
}

/** Compares claimed with replayed KL prompt by prompt; a shorter claim is a prefix, a longer one does not agree. */
export function agreement(
  claimed: readonly (number | null)[],
  replay: { readonly capture: string; readonly kl: readonly number[] },
): Agreement {
  let differing = 0;
  let firstIndex: number | null = null;
  for (let i = 0; i < claimed.length; i++) {
    const value = claimed[i] ?? null;
    const own = replay.kl[i];
    if (value !== null && own !== undefined && Math.abs(value - own) <= SAME_KL) continue;
    differing += 1;
    firstIndex ??= i;
  }
  return {
    capture: replay.capture,
    prompts: claimed.length,
    differing,
    firstIndex,
    agrees: claimed.length > 0 && claimed.length - differing >= SAME_SHARE * claimed.length,
  };
}

/** Says what made a crown wrong, by swapping one input at a time (rule: causes, docs/methodology.md). */
export function findCause(input: CauseInput): CauseFinding {
  const { claimedUid, publishedUid, ourUid } = input;
  if (publishedUid !== null && publishedUid === ourUid && claimedUid !== publishedUid)
    return {
      cause: 'weights',
      reasons: [
        `The published round crowns UID ${publishedUid}, as the rule does; the rows pay ${named(claimedUid)}.`,
      ],
    };
  const measured = input.contenders.filter((one) => one.claimedKl !== null && one.replays.length > 0);
  if (measured.length === 0)
    return { cause: null, reasons: ['No per-prompt scores were published, so the cause cannot be told.'] };
  const kingText = textOfKing(measured);
  const swapped = flatMap(measured, (one) => onOtherText(one, kingText));
  if (swapped.length > 0) return { cause: 'inputs', reasons: swapped };
  const nowhere = flatMap(measured, (one) =>
    matches(one).some((match) => match.agrees) ? [] : [reproducedNowhere(one)],
  );
  if (nowhere.length > 0) return { cause: 'scores', reasons: nowhere };
  return fromEqualScores(input);
}

function fromEqualScores({ fromClaims, claimedUid }: CauseInput): CauseFinding {
  if (fromClaims === null)
    return {
      cause: null,
      reasons: ['The claimed scores that were published agree with the replay; others are missing.'],
    };
  if (!fromClaims.includes(claimedUid))
    return {
      cause: 'rules',
      reasons: [
        `The claimed scores agree with the replay, and on them the rule gives ${[...new Set(fromClaims)].map(named).join(' or ')}, not ${named(claimedUid)}.`,
      ],
    };
  return {
    cause: 'scores',
    reasons: [
      `Each claimed score lies within ${SAME_KL} nats of the replay for nearly every prompt, yet the claimed crown follows only from the claimed ones.`,
    ],
  };
}

const matches = (one: CauseContender): Agreement[] =>
  one.replays.map((replay) => agreement(one.claimedKl ?? [], replay));

/** The text on which the king's claimed scores agree; without a king's claim, the one where most contenders agree. */
function textOfKing(contenders: readonly CauseContender[]): string | null {
  const king = contenders.find((one) => one.role === 'king');
  if (king !== undefined) return matches(king).find((match) => match.agrees)?.capture ?? null;
  const counts = new Map<string, number>();
  for (const one of contenders)
    for (const match of matches(one))
      if (match.agrees) counts.set(match.capture, (counts.get(match.capture) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Sentences when a contender's claim agrees only on another text than the king's. */
function onOtherText(one: CauseContender, kingText: string | null): string[] {
  if (kingText === null) return [];
  const found = matches(one);
  const here = found.find((match) => match.capture === kingText);
  const there = found.find((match) => match.agrees && match.capture !== kingText);
  if (here === undefined || here.agrees || there === undefined) return [];
  return [
    `The published scores of UID ${one.uid} were taken on another teacher text (${short(there.capture)}): there ${there.prompts - there.differing} of ${there.prompts} prompts agree within ${SAME_KL} nats.`,
    `On the text of the king's published scores (${short(kingText)}) ${here.differing} of ${here.prompts} prompts differ, the first one at index ${here.firstIndex}.`,
  ];
}

function reproducedNowhere(one: CauseContender): string {
  const closest = matches(one).reduce((best, match) => (match.differing < best.differing ? match : best));
  return `No captured text reproduces the published scores of UID ${one.uid}: on the closest one (${short(closest.capture)}) ${closest.differing} of ${closest.prompts} prompts differ, the first one at index ${closest.firstIndex}.`;
}

const short = (capture: string): string => capture.slice(0, 12);
const named = (uid: Uid | null): string => (uid === null ? 'nobody' : `UID ${uid}`);
