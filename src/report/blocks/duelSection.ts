import type { PairedDuel } from '../../domain/duel.js';
import type { ChallengerResult } from '../../domain/verdict.js';
import type { Figure } from '../figures/figure.js';
import { gateValue } from '../gateValue.js';
import type { ReportRound } from '../reportView.js';
import { signed } from '../roundText.js';
import type { Block, Cell, Section } from './block.js';
import { code, number, plain } from './cells.js';
import { decisiveBlocks } from './decisiveBlocks.js';

const isOf =
  (uid: number) =>
  (figure: Figure): boolean =>
    figure.kind === 'kl'
      ? figure.sides.some((side) => side.role === 'challenger' && side.uid === uid)
      : (figure.kind === 'duel' || figure.kind === 'axes') && figure.challengerUid === uid;

const optional = (value: number | null, digits: number): Cell =>
  number(value === null ? 'none' : String(Number(value.toFixed(digits))));

const statisticsRow = (name: string, duel: PairedDuel | null, missing: string): readonly Cell[] =>
  duel === null
    ? [plain(`${name}: ${missing}`), ...Array.from({ length: 6 }, () => number('-'))]
    : [
        plain(name),
        number(String(duel.n)),
        number(signed(duel.meanDelta)),
        optional(duel.se, 6),
        optional(duel.t, 3),
        optional(duel.p, 6),
        number(signed(duel.lcb)),
      ];

const statistics = (challenger: ChallengerResult): Block => ({
  kind: 'table',
  columns: ['', 'n', 'mean', 'standard error', 't', 'p', 'lower bound'].map((title, at) => ({
    title,
    isNumber: at > 0,
  })),
  rows: [
    statisticsRow('claimed', challenger.claimed, 'not published'),
    statisticsRow('replayed', challenger.replayed, 'not replayed'),
  ],
});

const gates = ({ gates: list }: ChallengerResult): Block => ({
  kind: 'table',
  columns: [
    { title: '', isWord: true },
    { title: 'gate' },
    { title: 'measured' },
    { title: 'must be', isWord: true },
    { title: 'threshold' },
  ],
  rows: list.map((gate) => [
    gate.ok ? { text: '✓ ok', tone: 'ok' } : { text: '✗ fails', tone: 'fail' },
    code(gate.name),
    { ...plain(gateValue(gate.measured)), max: 200 },
    code(gate.comparator),
    { ...plain(gateValue(gate.threshold)), max: 200 },
  ]),
});

/** One challenger: its figures, the paired statistics, and every gate with measured value, comparator and threshold. */
export const duelSection = ({ figures, decisive }: ReportRound, challenger: ChallengerResult): Section => {
  const own = figures.filter(isOf(challenger.uid)).map((figure): Block => ({ kind: 'figure', figure }));
  const [duel, ...others] = own;
  const failed = challenger.gates.filter((gate) => !gate.ok).length;
  return {
    id: `u${challenger.uid}`,
    title: `Challenger u${challenger.uid}`,
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['model', code(`${challenger.repo}@${challenger.revision.slice(0, 12)}`)],
          [
            'gates',
            plain(`${challenger.gates.length - failed} ok, ${failed} ${failed === 1 ? 'fails' : 'fail'}`),
          ],
          [
            'quality',
            plain(
              `${challenger.quality?.toFixed(4) ?? 'not known'} (king ${challenger.kingQuality?.toFixed(4) ?? 'not known'})`,
            ),
          ],
          [
            'mean KL',
            plain(
              `${challenger.meanKl?.toFixed(6) ?? 'not replayed'} (claimed ${challenger.claimedMeanKl?.toFixed(6) ?? 'not published'})`,
            ),
          ],
        ],
      },
      ...(duel === undefined ? [] : [duel]),
      { kind: 'heading', text: 'Paired statistics, nats per position' },
      statistics(challenger),
      { kind: 'heading', text: 'Gates of the rule' },
      gates(challenger),
      ...others,
      ...decisiveBlocks(decisive, challenger.uid),
    ],
  };
};
