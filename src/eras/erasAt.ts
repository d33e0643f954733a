import type { Absent } from '../domain/absent.js';
import type { BlockNumber } from '../domain/block.js';
import { flatMap } from '../domain/flatMap.js';
import type { Coordination, Era } from './defineEra.js';
import { type EraBoundaries, type EraStep, eraSteps } from './eraSteps.js';
import { HELD_ERAS } from './eraTable.js';

export type { EraBoundaries } from './eraSteps.js';

/** The eras whose rules may have judged a round. */
export interface ErasAt {
  /** The one that is judged with. */
  readonly era: Era;
  /** Others that validators may have run at this block, because the boundaries are not known exactly; nearest first. */
  readonly others: readonly Era[];
  /** One sentence: how surely the era is known. */
  readonly why: string;
}

/** The era of an id; null when its rule text is not held, or no era has it. */
export const eraById = (id: string): Era | null => HELD_ERAS.find((era) => era.id === id) ?? null;

/** True of an era that is known by its range only, and of the end of king of the hill: nothing is judged by them. */
export const isUnjudged = (id: string): boolean =>
  eraSteps(NONE).some((step) => step.id === id && step.era === null);

const NONE: EraBoundaries = {};

/** The steps of each set of boundaries: a range asks for every one of its rounds. */
const stepsOf = new WeakMap<EraBoundaries, readonly EraStep[]>();
/** Answers by steps and by the ids that are possible, so that equal answers are one object. */
const answers = new WeakMap<readonly EraStep[], Map<string, ErasAt>>();

function stepsUnder(boundaries: EraBoundaries): readonly EraStep[] {
  const known = stepsOf.get(boundaries);
  if (known !== undefined) return known;
  const steps = eraSteps(boundaries);
  stepsOf.set(boundaries, steps);
  return steps;
}

/**
 * The eras whose rule text judges a round, by the round's seed block. Where an era whose rule text is not held may have
 * been in force, or the mechanism may have been replaced, it refuses: nothing is guessed.
 * @param boundaries first blocks that the operator knows; they count as exact. Not changed after the first call
 * @throws RangeError for boundaries that `checkBoundaries` refuses
 */
export function erasAt(seedBlock: BlockNumber, boundaries: EraBoundaries = NONE): ErasAt | Absent {
  const steps = stepsUnder(boundaries);
  const likely = likelyAt(steps, seedBlock);
  if (likely < 0) return refusal(beforeAll(seedBlock, steps));
  const possible = possibleAt(steps, seedBlock, likely);
  const unheld = possible.find((at) => steps[at]?.era === null);
  if (unheld !== undefined) return refusal(notHeld(seedBlock, steps, likely, unheld));
  const key = possible.join(' ');
  const table = answers.get(steps) ?? new Map<string, ErasAt>();
  answers.set(steps, table);
  const known = table.get(key);
  if (known !== undefined) return known;
  const answer = answerOf(flatMap(possible, (at) => steps[at]?.era ?? []));
  table.set(key, answer);
  return answer;
}

/**
 * How rounds are cut at a block: by the era that is the likeliest there, also where it is not judged.
 * @throws RangeError as `erasAt`
 */
export function coordinationAt(block: BlockNumber, boundaries: EraBoundaries = NONE): Coordination | Absent {
  const steps = stepsUnder(boundaries);
  const step = steps[likelyAt(steps, block)];
  if (step === undefined) return refusal(beforeAll(block, steps));
  if (step.coordination !== null) return step.coordination;
  return refusal(`No coordination of rounds is known at block ${block}: ${step.id}, ${step.title}.`);
}

/** First and last seed block that are judged with the boundaries as they are known. */
export function judgedRange(boundaries: EraBoundaries = NONE): {
  readonly first: BlockNumber;
  readonly last: BlockNumber;
} {
  const steps = stepsUnder(boundaries);
  const at = steps.findIndex((step) => step.era !== null);
  const end = steps.at(-1);
  return { first: steps[at]?.from.latest ?? 0, last: (end?.from.earliest ?? 0) - 1 };
}

/**
 * Index of the last step that begins at or before the block; -1 before all. Where several begin at one block, the one
 * whose beginning the operator gave: the others are guesses that gave way to it.
 */
function likelyAt(steps: readonly EraStep[], block: BlockNumber): number {
  const last = steps.findLastIndex((step) => step.from.block <= block);
  const begun = steps[last]?.from.block;
  const given = steps.findLastIndex(({ from }) => from.block === begun && from.basis === 'operator');
  return given < 0 ? last : given;
}

/** Indexes of every step that may be in force, the likely one first, then the nearest in order. */
function possibleAt(steps: readonly EraStep[], block: BlockNumber, likely: number): number[] {
  return flatMap(steps, (step, at) => {
    const next = steps[at + 1];
    return step.from.earliest <= block && (next === undefined || block < next.from.latest) ? [at] : [];
  }).sort((a, b) => Math.abs(a - likely) - Math.abs(b - likely) || a - b);
}

function answerOf([era, ...others]: readonly Era[]): ErasAt {
  if (era === undefined) throw new RangeError('no era is possible');
  const { basis, block, earliest, latest, why } = era.from;
  const sure =
    earliest === latest
      ? `It begins at block ${block} (${basis}).`
      : `It begins about block ${block} (${basis}, between ${earliest} and ${latest}).`;
  const also =
    others.length === 0 ? '' : ` Validators may also have run ${others.map(({ id }) => id).join(', ')}.`;
  return { era, others, why: `Era ${era.id}: ${why} ${sure}${also}` };
}

const refusal = (why: string): Absent => ({ absent: 'unknown', why });

const beforeAll = (block: BlockNumber, steps: readonly EraStep[]): string =>
  `Block ${block} lies before the first known block of the subnet's own king of the hill, ${steps[0]?.from.block}: no rules are held.`;

function notHeld(block: BlockNumber, steps: readonly EraStep[], likely: number, unheld: number): string {
  const [step, sure] = [steps[unheld], steps[likely]];
  if (step === undefined || sure === undefined) return `Block ${block} lies in no era.`;
  if (unheld === steps.length - 1)
    return `Block ${block} lies at or after block ${step.from.earliest}, from which on king of the hill may have been replaced by another mechanism (${lowered(step.from.why)}): it is not judged by these rules.`;
  if (unheld === likely) return `Era ${step.id} (${step.title}): rule text not held.`;
  const next = steps[unheld + 1];
  return `Block ${block} is likely of era ${sure.id}, but era ${step.id} (rule text not held) may still have been in force up to block ${next?.from.latest}; a boundary that the operator knows settles it.`;
}

const lowered = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
