import type { PairedDuel } from '../../domain/duel.js';
import type { ChallengerResult, RoundResult } from '../../domain/verdict.js';
import { renderHistogram } from '../../report/figures/histogram.js';
import { type IntervalRow, intervalScale, renderInterval } from '../../report/figures/interval.js';
import { cutMiddle, fitLine, fitParts, type Line, span } from './line.js';
import { clean, type Look, rule } from './look.js';
import { difference, fixed } from './numbers.js';
import type { PairedDeltas } from './pairedDeltas.js';

const SIGMA_95 = 1.96;

const intervalOf = (name: string, duel: PairedDuel | null): IntervalRow | null =>
  duel?.meanDelta === null || duel?.se === null || duel === null
    ? null
    : { name, mean: duel.meanDelta, half: SIGMA_95 * duel.se };

/** Claimed, replayed and control on one scale; a row without numbers says so instead of being left out. */
const intervalLines = (
  result: RoundResult,
  challenger: ChallengerResult,
  look: Look,
  width: number,
): Line[] => {
  const rows = [
    { name: 'claimed', row: intervalOf('claimed', challenger.claimed), missing: 'not published' },
    { name: 'replayed', row: intervalOf('replayed', challenger.replayed), missing: 'not replayed' },
    {
      name: 'control',
      row: result.noise === null ? null : { name: 'control', mean: 0, half: result.noise.meanNats },
      missing: 'not measured',
    },
  ];
  const known = rows.flatMap(({ row }) => (row === null ? [] : [row]));
  const head = 20;
  if (known.length === 0)
    return [[span('mean, 95 % interval: neither claimed nor replayed', 'text.secondary')]];
  const scale = intervalScale(known);
  const room = Math.max(12, width - head - 1);
  const lines: Line[] = [[span('mean, 95 % interval; the upright line is 0', 'text.secondary')]];
  for (const { name, row, missing } of rows)
    lines.push([
      span(name.padEnd(10), 'text.secondary'),
      span((row === null ? missing : difference(row.mean)).padEnd(head - 10)),
      span(row === null ? '' : renderInterval(row, scale, room, look.charset).trimEnd()),
    ]);
  if (result.noise !== null)
    lines.push([
      span(
        `control: king against king, noise ${fixed(result.noise.noiseNats, 6)} a prompt`,
        'text.secondary',
      ),
    ]);
  return lines.map((line) => fitLine(line, width));
};

const histogramLines = (
  paired: PairedDeltas | null,
  complete: boolean,
  look: Look,
  width: number,
  height: number,
): Line[] => {
  if (!complete) return [[span('not every pair is in yet: no figure before that', 'text.secondary')]];
  if (paired === null) return [[span('no pair of values: this duel was not replayed', 'text.secondary')]];
  const figure = renderHistogram(paired.deltas, {
    width: Math.min(width - 2, 61),
    height,
    charset: look.charset,
    left: 'king better',
    right: 'challenger better',
  });
  return [
    ...figure.lines.map((line): Line => [span(`  ${line}`)]),
    [
      span(
        fitParts(
          [
            { text: `above 0: ${figure.above}  under 0: ${figure.below}`, rank: 0 },
            { text: `text ${clean(cutMiddle(paired.capture), look, 40)}`, rank: 1 },
          ],
          width,
        ),
        'text.secondary',
      ),
    ] as Line,
  ].map((line) => fitLine(line, width));
};

/**
 * The duel of one challenger: distribution of the paired differences, then the intervals on one scale.
 * @param width cells of the panel
 * @param height rows of the columns
 */
export const duelPanel = (
  result: RoundResult,
  challenger: ChallengerResult | null,
  paired: PairedDeltas | null,
  look: Look,
  width: number,
  height: number,
): Line[] => {
  const title = rule(
    look,
    `Paired differences of the replay${paired === null ? '' : `, n=${paired.deltas.length}`}`,
    width,
  );
  if (challenger === null) return [title, [span('no challenger took part', 'text.secondary')]];
  const complete =
    paired === null || challenger.replayed === null || paired.deltas.length >= challenger.replayed.n;
  return [
    title,
    fitLine([span('delta = king KL - challenger KL, nats per position', 'text.secondary')], width),
    ...histogramLines(paired, complete, look, width, height),
    ...intervalLines(result, challenger, look, width),
  ];
};
