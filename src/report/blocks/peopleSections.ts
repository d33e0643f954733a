import type { ContenderDecision } from '../../domain/round.js';
import type { RoundResult } from '../../domain/verdict.js';
import { STATUS_MARKS } from '../figures/marks.js';
import { groupDecisions } from '../groupDecisions.js';
import type { ReportRound } from '../reportView.js';
import type { Block, Section } from './block.js';
import { code, count, number, plain, uid } from './cells.js';

/** Whom the rule crowns under each legal setting; settings that decide alike stand together. */
export const settingsSection = (result: RoundResult): Section => ({
  id: 'settings',
  title: 'The rule under each legal setting',
  blocks:
    result.decisions.length === 0
      ? [{ kind: 'text', text: 'No decision could be taken.' }]
      : [
          {
            kind: 'table',
            columns: [
              { title: 'crown', isWord: true },
              { title: 'settings', isNumber: true },
              { title: 'which' },
              { title: 'reason' },
            ],
            rows: groupDecisions(result).map(({ winner, reason, names }) => [
              uid(winner),
              number(String(names.length)),
              code(names.join(' '), 1200),
              plain(reason),
            ]),
          },
        ],
});

/** The king first, then challengers, then whoever is out. */
const standing = ({ role, in: isIn }: ContenderDecision): number => (role === 'king' ? 0 : isIn ? 1 : 2);

/** Everybody with a commitment: in or out of the round, with the reason. */
export const contendersSection = ({ contenders, king, challengers }: RoundResult): Section => ({
  id: 'contenders',
  title: 'Contenders',
  blocks: [
    {
      kind: 'table',
      columns: [
        { title: 'uid', isWord: true },
        { title: 'role', isWord: true },
        { title: 'model, revision and hotkey' },
        { title: 'committed', isNumber: true },
        { title: 'reason' },
      ],
      rows: [...contenders]
        .sort((a, b) => standing(a) - standing(b) || a.uid - b.uid)
        .map((entry) => {
          const known =
            entry.contender ??
            [...(king === null ? [] : [king]), ...challengers].find(({ uid: own }) => own === entry.uid);
          return [
            uid(entry.uid),
            plain(entry.in ? (entry.role ?? 'in') : 'out'),
            code(
              [
                ...(known === undefined ? [] : [`${known.repo.slice(0, 200)}@${known.revision}`]),
                entry.hotkey,
              ].join(' '),
              320,
            ),
            count(known?.committedAt ?? null, '-'),
            { ...plain(entry.reason), max: 600 },
          ];
        }),
    },
  ],
});

/** Each validator's row against what the rule gives it. */
export const weightsSection = ({ figures }: ReportRound, { validators }: RoundResult): Section => {
  const total = validators.reduce((sum, row) => sum + row.stakeWeight, 0);
  return {
    id: 'weights',
    title: 'Weights by validator',
    blocks:
      validators.length === 0
        ? [{ kind: 'text', text: 'No row of a validator was read.' }]
        : [
            ...figures
              .filter((figure) => figure.kind === 'weights')
              .map((figure): Block => ({ kind: 'figure', figure })),
            {
              kind: 'table',
              columns: [
                { title: 'validator' },
                { title: 'status', isWord: true },
                { title: 'stake', isNumber: true },
                { title: 'decided', isNumber: true },
                { title: 'visible', isNumber: true },
                { title: 'why' },
              ],
              rows: validators.map((row) => [
                code(`u${row.uid} ${row.hotkey}`),
                {
                  text: `${STATUS_MARKS[row.status].unicode} ${STATUS_MARKS[row.status].word}`,
                  tone: row.status,
                },
                number(total > 0 ? `${((row.stakeWeight / total) * 100).toFixed(1)}%` : '-'),
                count(row.decidedAt, 'never'),
                count(row.visibleAt, 'no'),
                { ...plain(row.note), max: 600 },
              ]),
            },
          ],
  };
};

/** Breaches that need no model, each with the blocks, keys and values that show it. */
export const breachesSection = ({ breaches }: RoundResult): Section => ({
  id: 'breaches',
  title: 'Breaches that need no model',
  blocks:
    breaches.length === 0
      ? [{ kind: 'text', text: 'None was found. No finding is no proof that nothing happened.' }]
      : breaches.flatMap((breach): Block[] => [
          {
            kind: 'heading',
            text: `${breach.code}: ${breach.title} (u${breach.uid}; ${breach.nature}, ${breach.decisive ? 'decides the round' : 'listed beside the verdict'})`,
          },
          { kind: 'list', items: breach.evidence },
        ]),
});
