import { printable } from '../../domain/printable.js';
import { crownReigns, type Reign } from '../../report/crownReigns.js';
import { VERDICT_MARKS } from '../../report/figures/marks.js';
import { collectRounds, type RoundRow } from '../../report/roundRow.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { readViews, tellLeftOut } from './readViews.js';

/**
 * Every round of every replay with its verdict, and who held the crown when: the facts of the first screen.
 * @returns `badBundle` where a damaged replay is left out
 */
export async function crowns(context: CommandContext): Promise<number> {
  const { views, damaged } = readViews(context);
  tellLeftOut(context, damaged);
  const rows = collectRounds(views);
  const snapshots = [...new Set(rows.map((row) => row.replay.start.spec.snapshot.digest))];
  const reigns = snapshots.flatMap((digest) => {
    const own = rows.filter((row) => row.replay.start.spec.snapshot.digest === digest);
    const name = own[0]?.replay.start.spec.snapshot.name ?? '';
    return crownReigns(own.flatMap((row) => row.result ?? [])).map((reign) => ({ snapshot: name, ...reign }));
  });
  if (context.options.json) context.out(jsonLine({ schema: 1, rounds: rows.map(document), reigns }));
  else context.out(text(rows, reigns, context.options.ascii));
  return damaged.length > 0 ? EXIT.badBundle : EXIT.ok;
}

const document = ({ roundId, replay, result, ...row }: RoundRow) => ({
  roundId,
  replay: replay.id,
  sealed: replay.sealed,
  snapshot: replay.start.spec.snapshot.name,
  synthetic: replay.start.synthetic,
  seedBlock: result?.seedBlock ?? null,
  seedTime: result?.seedTime ?? null,
  eraId: result?.eraId ?? null,
  verdict: row.verdict,
  cause: result?.cause ?? null,
  conditional: row.conditional,
  coverage: result?.coverage ?? null,
  king: result?.king?.uid ?? null,
  claimedUid: result?.claimedUid ?? null,
  claimed: row.claimed,
  replayed: row.replayed,
  moved: row.moved,
  summary: result?.summary ?? null,
});

const text = (rows: readonly RoundRow[], reigns: readonly Reign[], ascii: boolean): string => {
  if (rows.length === 0) return 'no replay was found: make one with recrown audit RANGE\n';
  const lines = rows.map((row) => {
    const mark = VERDICT_MARKS[row.verdict];
    const verdict = `${mark[ascii ? 'ascii' : 'unicode']} ${mark.word}${row.conditional ? ' *' : ''}`;
    return `#${row.roundId}  ${verdict.padEnd(17)}  king ${row.king.padEnd(5)} claimed ${row.claimed.padEnd(6)} replayed ${row.replayed.padEnd(6)} replay ${printable(row.replay.id)}${row.result?.seedTime === undefined ? '' : `  start ${row.result.seedTime}`}`;
  });
  const held = reigns.map(
    ({ uid, hotkey, fromRound, toRound, rounds, conditional, wrong }) =>
      `${uid === null ? 'nobody' : `u${uid}`}${conditional ? '*' : ''}  #${fromRound}${fromRound === toRound ? '' : `-#${toRound}`}  ${rounds} round${rounds === 1 ? '' : 's'}, ${wrong} wrong  ${printable(hotkey ?? '')}`,
  );
  return `${[...lines, '', 'Reigns, by the rows of the validators (* comes from a wrong crown)', ...held].join('\n')}\n`;
};
