import type { BlockNumber } from '../domain/block.js';
import { flatMap } from '../domain/flatMap.js';
import { printable } from '../domain/printable.js';
import type { Boundary, Coordination, Era } from './defineEra.js';
import { HELD_ERAS } from './eraTable.js';
import { MECHANISM_END, UNHELD_ERAS } from './unheldEras.js';

/** First block of an era as an operator gives it, by the era's id: it then counts as known exactly. */
export type EraBoundaries = Readonly<Record<string, BlockNumber>>;

/** One era on the line of blocks, held or not; the last step is the end of the mechanism. */
export interface EraStep {
  readonly id: string;
  readonly title: string;
  readonly from: Boundary;
  /** null = no coordination is known, or none of king of the hill. */
  readonly coordination: Coordination | null;
  /** null = its rule text is not held. */
  readonly era: Era | null;
}

const STEPS: readonly EraStep[] = [
  ...UNHELD_ERAS.map((one) => ({ ...one, era: null })),
  ...HELD_ERAS.map((era) => ({ ...era, era })),
  { ...MECHANISM_END, coordination: null, era: null },
].map(({ id, title, from, coordination, era }) => ({ id, title, from, coordination, era }));

const EXACT: readonly Boundary['basis'][] = ['configured', 'operator'];

/**
 * What is wrong with boundaries that an operator gives: an id that no era has, a block that is no block number, or blocks
 * against the order of the eras, of which a configured one does not give way.
 * @returns one sentence without a final stop; null when nothing is wrong
 */
export function checkBoundaries(boundaries: EraBoundaries): string | null {
  const given = new Map(Object.entries(boundaries));
  for (const [id, block] of given) {
    if (!STEPS.some((step) => step.id === id))
      return `no era is called ${printable(id, 20)}: a boundary can be given for ${STEPS.map((step) => step.id).join(', ')}`;
    if (!Number.isSafeInteger(block) || block < 0)
      return `the boundary of ${id} is no block number but ${printable(String(block), 40)}`;
  }
  const exact = flatMap(STEPS, (step) => {
    const block = given.get(step.id) ?? (EXACT.includes(step.from.basis) ? step.from.block : undefined);
    return block === undefined ? [] : [{ id: step.id, block }];
  });
  for (const [at, one] of exact.entries()) {
    const before = exact[at - 1];
    if (before !== undefined && before.block > one.block)
      return `the boundaries of ${before.id} and ${one.id} contradict the order of the eras: ${before.id} would begin at block ${before.block}, after ${one.id} at block ${one.block}`;
  }
  return null;
}

/**
 * Every era in order, with the operator's boundaries in force. A boundary that is a guess gives way to them.
 * @throws RangeError for boundaries that `checkBoundaries` refuses: whoever takes them from a person asks it first
 */
export function eraSteps(boundaries: EraBoundaries): readonly EraStep[] {
  const given = new Map(Object.entries(boundaries));
  if (given.size === 0) return STEPS;
  const fault = checkBoundaries(boundaries);
  if (fault !== null) throw new RangeError(fault);
  return fitted(given);
}

/** The steps with the given beginnings in force; every other bound gives way to them and stays in order. */
function fitted(given: ReadonlyMap<string, BlockNumber>): readonly EraStep[] {
  const bounds = STEPS.map(({ id, from }) => {
    const block = given.get(id);
    return block === undefined ? { ...from } : { block, earliest: block, latest: block, ...BY_OPERATOR };
  });
  const known = STEPS.map(({ id }) => given.get(id));
  const after = (at: number): number[] => flatMap(known.slice(at + 1), (block) => block ?? []);
  const before = (at: number): number[] => flatMap(known.slice(0, at), (block) => block ?? []);
  // A bound on the wrong side of a known beginning is refuted: the nearest one that holds takes its place.
  for (let at = bounds.length - 2; at >= 0; at--) {
    const [own, next] = [bounds[at], bounds[at + 1]];
    if (own === undefined || next === undefined || known[at] !== undefined) continue;
    const refuted = before(at).some((block) => block >= own.latest);
    own.latest = refuted ? next.latest : Math.min(own.latest, next.latest);
  }
  for (let at = 1; at < bounds.length; at++) {
    const [own, last] = [bounds[at], bounds[at - 1]];
    if (own === undefined || last === undefined || known[at] !== undefined) continue;
    const refuted = after(at).some((block) => block <= own.earliest);
    own.earliest = refuted ? last.earliest : Math.max(own.earliest, last.earliest);
    own.latest = Math.max(own.latest, own.earliest);
    own.block = Math.min(own.latest, Math.max(own.earliest, own.block));
  }
  return STEPS.map((step, at) => moved(step, bounds[at] ?? step.from));
}

const BY_OPERATOR = { basis: 'operator', why: 'The operator of this audit gave the block.' } as const;

/** A step with another beginning; an unmoved one stays the same object. */
function moved(step: EraStep, from: Boundary): EraStep {
  const { block, earliest, latest } = step.from;
  const same =
    from.basis === step.from.basis &&
    block === from.block &&
    earliest === from.earliest &&
    latest === from.latest;
  return same ? step : { ...step, from, era: step.era === null ? null : { ...step.era, from } };
}
