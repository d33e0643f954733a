import { isAbsent } from '../../domain/absent.js';
import { printable } from '../../domain/printable.js';
import { parseRange } from '../../domain/range.js';
import type { ChallengerPlan, ConsensusAt, ContenderDecision, RoundBlocks } from '../../domain/round.js';
import type { Coordination } from '../../eras/defineEra.js';
import { coordinationAt, type EraBoundaries, erasAt } from '../../eras/erasAt.js';
import { PROTOCOL_1, PROTOCOL_2, roundBlocks, roundIdAt } from '../../eras/roundBlocks.js';
import { openWorld, type World } from '../../replay/openWorld.js';
import { readInputs } from '../../replay/readInputs.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { readBoundaries } from '../readBoundaries.js';
import { roundsIn } from '../roundsIn.js';

interface ListedRound {
  readonly roundId: number;
  readonly seedBlock: number;
  /** When the seed block's slot began; null where it is not recorded, or does not tell. */
  readonly seedTime: string | null;
  readonly cutoffBlock: number;
  readonly activationBlock: number;
  readonly eraId: string | null;
  /** Eras that validators may also have run at the seed block. */
  readonly otherEras: readonly string[];
  readonly contenders: readonly Omit<ContenderDecision, 'contender'>[];
  /** Possible plans of challengers, that of the round first. */
  readonly plans: readonly ChallengerPlan[];
  readonly consensus: ConsensusAt | null;
  /** Why no contenders are listed; null when they are. */
  readonly unverifiable: string | null;
}

interface RoundsOptions {
  readonly range: string;
  /** File with first blocks of eras. */
  readonly eras?: string;
}

/** Lists rounds with their blocks, and for every UID with a commitment the reason why it is in or out. */
export async function rounds(context: CommandContext, options: RoundsOptions): Promise<number> {
  const boundaries = readBoundaries(options.eras, context.cwd);
  const wanted = roundsOnGrids(options.range, boundaries);
  const { snapshot, snapshots, json } = context.options;
  const world = await openWorld({ cwd: context.cwd, snapshot, snapshots });
  const listed: ListedRound[] = [];
  for (const blocks of wanted) listed.push(await listRound(blocks, world, boundaries));
  if (json) context.out(jsonLine({ schema: 1, rounds: listed }));
  else for (const round of listed) context.out(roundLines(round));
  return EXIT.ok;
}

/** The rounds of a range, each cut as the era at its blocks cuts them. */
function roundsOnGrids(range: string, boundaries: EraBoundaries): RoundBlocks[] {
  const ids = roundsIn(range, 'list');
  const span = parseRange(range);
  if (typeof span === 'string' || span.kind === 'rounds')
    return ids.map((id) => {
      const early = id * PROTOCOL_1.roundBlocks;
      return roundBlocks(id, gridAt(early, boundaries).protocol === 1 ? PROTOCOL_1 : PROTOCOL_2);
    });
  const found: RoundBlocks[] = [];
  for (let block = span.from; block <= span.to; ) {
    const grid = gridAt(block, boundaries);
    const round = roundBlocks(roundIdAt(block, grid), grid);
    found.push(round);
    block = round.nextSeedBlock;
  }
  return found;
}

/** Where no grid is known, the later one. */
function gridAt(block: number, boundaries: EraBoundaries): Coordination {
  const grid = coordinationAt(block, boundaries);
  return isAbsent(grid) ? PROTOCOL_2 : grid;
}

async function listRound(blocks: RoundBlocks, world: World, boundaries: EraBoundaries): Promise<ListedRound> {
  const { roundId, seedBlock, cutoffBlock, activationBlock } = blocks;
  const eras = erasAt(seedBlock, boundaries);
  const inputs = isAbsent(eras) ? eras : await readInputs(blocks, eras, world);
  return {
    roundId,
    seedBlock,
    seedTime: isAbsent(inputs) ? null : (inputs.seed.time ?? null),
    cutoffBlock,
    activationBlock,
    eraId: isAbsent(eras) ? null : eras.era.id,
    otherEras: isAbsent(eras) ? [] : eras.others.map((era) => era.id),
    contenders: isAbsent(inputs)
      ? []
      : inputs.spec.contenders.map(({ contender: _contender, ...decision }) => decision),
    plans: isAbsent(inputs) ? [] : inputs.spec.plans,
    consensus: isAbsent(inputs) ? null : inputs.spec.consensus,
    unverifiable: isAbsent(inputs) ? inputs.why : null,
  };
}

const WIDTH = 80;

/** Text in lines of at most 80 columns, each after the first one indented; a longer word stands alone. */
function folded(first: string, text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of printable(text).split(' ')) {
    const isFull = line.length + 1 + word.length > WIDTH && line.trim() !== '';
    if (isFull) lines.push(line.trimEnd());
    line = isFull ? `${indent}${word}` : `${line}${line.endsWith(' ') ? '' : ' '}${word}`;
  }
  return [...lines, line];
}

function roundLines(round: ListedRound): string {
  const { contenders, plans, otherEras, consensus, unverifiable } = round;
  const also = otherEras.length === 0 ? '' : ` or ${otherEras.join(', ')}`;
  const lines = folded(
    `#${round.roundId}`,
    ` seed ${round.seedBlock}  cutoff ${round.cutoffBlock}  activation ${round.activationBlock}  ${round.eraId ?? 'no era'}${also}${round.seedTime === null ? '' : `  start ${round.seedTime}`}`,
    '  ',
  );
  for (const one of contenders) {
    const head = `  ${one.in ? 'in ' : 'out'}  u${String(one.uid).padEnd(4)} ${(one.role ?? '').padEnd(10)} `;
    const part = one.plans === 'some' ? 'In some of the possible plans. ' : '';
    lines.push(...folded(`${head} `, `${part}${one.reason}`, ' '.repeat(12)));
  }
  if (consensus !== null && consensus.asRule !== consensus.byTrueStake)
    lines.push(
      ...folded(
        '  !',
        `The rows sum to ${uidText(consensus.asRule)} by the rule and to ${uidText(consensus.byTrueStake)} by real stake.`,
        '    ',
      ),
    );
  if (plans.length > 1)
    lines.push(...folded('  !', `${plans.length} plans of challengers are possible.`, '    '));
  if (unverifiable !== null) lines.push(...folded('  !', unverifiable, '    '));
  return `${lines.join('\n')}\n`;
}

const uidText = (uid: number | null): string => (uid === null ? 'nobody' : `u${uid}`);
