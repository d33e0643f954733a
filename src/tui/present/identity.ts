import type { ChallengerResult, RoundContender, RoundResult } from '../../domain/verdict.js';
import { cutEnd, cutMiddle, fitParts, type Line, type Part, span } from './line.js';
import { clean, type Look } from './look.js';
import { count } from './numbers.js';
import { fullTimeText } from './timeText.js';

const NAME = 12;

const contenderParts = (one: RoundContender, look: Look): Part[] => {
  const revision = clean(one.revision, look, 80).slice(0, 8);
  return [
    { text: `u${one.uid}`, rank: 0 },
    { text: cutMiddle(clean(one.hotkey, look, 80)), rank: 1 },
    { text: `${cutEnd(clean(one.repo, look, 200), Math.max(16, look.width - 60))} @${revision}..`, rank: 2 },
    { text: `commit ${count(one.committedAt)}`, rank: 3 },
  ];
};

/** When the round began, in full, as a part of the line that names its seed block. */
export const startPart = ({ seedTime }: RoundResult, zone: string): Part[] =>
  seedTime === undefined ? [] : [{ text: fullTimeText(Date.parse(seedTime), zone), rank: 1 }];

/** King, challenger and seed of the round: three lines above both tabs. */
export const identityLines = (
  result: RoundResult,
  challenger: ChallengerResult | null,
  place: { readonly at: number; readonly of: number },
  look: Look,
  zone: string,
): Line[] => {
  const line = (name: string, parts: readonly Part[]): Line => [
    span(name.padEnd(NAME), 'text.secondary'),
    span(fitParts(parts, look.width - NAME)),
  ];
  const none = [{ text: 'none', rank: 0 }];
  const hash =
    result.seedHash === null ? 'hash not recorded' : `hash ${clean(cutMiddle(result.seedHash, 6), look, 40)}`;
  const seed: Part[] = [
    { text: `block ${count(result.seedBlock)}`, rank: 0 },
    ...startPart(result, zone),
    ...(result.prompts === null
      ? [{ text: 'no prompts', rank: 0 }]
      : [
          { text: `shard ${String(result.prompts.shard).padStart(5, '0')}`, rank: 2 },
          { text: `${result.prompts.drawn} prompts, ${result.prompts.scored} scored`, rank: 1 },
        ]),
    { text: hash, rank: 3 },
    { text: `${result.tokenMode ?? 'no'} text`, rank: 1 },
  ];
  return [
    line('KING', result.king === null ? none : contenderParts(result.king, look)),
    line(
      'CHALLENGER',
      challenger === null
        ? none
        : [{ text: `${place.at + 1} of ${place.of}`, rank: 0 }, ...contenderParts(challenger, look)],
    ),
    line('SEED', seed),
  ];
};
