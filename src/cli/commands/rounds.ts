import { isAbsent } from '../../domain/absent.js';
import { printable } from '../../domain/printable.js';
import type { ContenderDecision } from '../../domain/round.js';
import { eraAt } from '../../eras/eraAt.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { openWorld, type World } from '../../replay/openWorld.js';
import { readInputs } from '../../replay/readInputs.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { roundsIn } from '../roundsIn.js';

interface ListedRound {
  readonly roundId: number;
  readonly seedBlock: number;
  readonly cutoffBlock: number;
  readonly activationBlock: number;
  readonly eraId: string | null;
  readonly contenders: readonly Omit<ContenderDecision, 'contender'>[];
  /** Why no contenders are listed; null when they are. */
  readonly unverifiable: string | null;
}

/** Lists rounds with their blocks, and for every UID with a commitment the reason why it is in or out. */
export async function rounds(context: CommandContext, { range }: { range: string }): Promise<number> {
  const wanted = roundsIn(range, 'list');
  const { snapshot, snapshots, json } = context.options;
  const world = await openWorld({ cwd: context.cwd, snapshot, snapshots });
  const listed: ListedRound[] = [];
  for (const roundId of wanted) listed.push(await listRound(roundId, world));
  if (json) context.out(jsonLine({ schema: 1, rounds: listed }));
  else for (const round of listed) context.out(roundLines(round));
  return EXIT.ok;
}

async function listRound(roundId: number, world: World): Promise<ListedRound> {
  const blocks = roundBlocks(roundId);
  const era = eraAt(blocks.seedBlock);
  const inputs = isAbsent(era) ? era : await readInputs(blocks, era, world);
  return {
    roundId,
    seedBlock: blocks.seedBlock,
    cutoffBlock: blocks.cutoffBlock,
    activationBlock: blocks.activationBlock,
    eraId: isAbsent(era) ? null : era.id,
    contenders: isAbsent(inputs)
      ? []
      : inputs.spec.contenders.map(({ contender: _contender, ...decision }) => decision),
    unverifiable: isAbsent(inputs) ? inputs.why : null,
  };
}

function roundLines(round: ListedRound): string {
  const head = `#${round.roundId}  seed ${round.seedBlock}  cutoff ${round.cutoffBlock}  activation ${round.activationBlock}  ${round.eraId ?? 'no era'}`;
  const lines = round.contenders.map(
    (one) =>
      `  ${one.in ? 'in ' : 'out'}  u${String(one.uid).padEnd(4)} ${(one.role ?? '').padEnd(10)}  ${printable(one.reason)}`,
  );
  if (round.unverifiable !== null) lines.push(`  ! ${printable(round.unverifiable)}`);
  return `${[head, ...lines].join('\n')}\n`;
}
