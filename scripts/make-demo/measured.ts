import { zOf } from './checkPlayed.js';
import type { Evaluated } from './published/evaluation.js';
import { table } from './readme.js';
import type { PlayedRound } from './rounds.js';

/** What the generated models give; the only document of a snapshot whose digits may differ between machines. */
export function measuredText(
  played: readonly PlayedRound[],
  evaluated: readonly (readonly Evaluated[])[],
): string {
  const mean = (values: readonly number[]): string =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
  const rows = played.flatMap((round, at) => {
    const king = round.contenders[0];
    return round.contenders.map((one) => {
      const published = evaluated[at]?.find((seen) => seen.miner === one.miner);
      const isKing = one === king;
      const other =
        one.onSecond === null || king?.onSecond == null || isKing
          ? '-'
          : zOf(king.onSecond, one.onSecond).toFixed(2);
      return [
        round.roundId,
        `u${one.miner.uid}${isKing ? ' (king)' : ''}`,
        one.onFirst.length,
        mean(one.onFirst),
        isKing ? '-' : zOf(king?.onFirst ?? [], one.onFirst).toFixed(2),
        other,
        published?.kl?.globalAvg ?? '-',
        published?.test?.t ?? '-',
        published?.quality?.toFixed(4) ?? '-',
      ];
    });
  });
  const head = [
    'round',
    'contender',
    'prompts',
    'mean KL',
    'z',
    'z on the other text',
    'published KL',
    'published z',
    'declared quality',
  ];
  return `# Measured (SYNTHETIC)

What the generated models give on the recorded text: nats per position; z of king minus challenger, positive: the challenger is better.
Published values carry an engine noise of about 1e-5. In a wrong-text round the crowned contender's were taken on the other text.

${table(head, rows)}
`;
}
