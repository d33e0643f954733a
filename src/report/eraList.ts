import type { Boundary, EraPart } from '../eras/defineEra.js';
import { type EraBoundaries, eraSteps } from '../eras/eraSteps.js';
import { HELD_ERAS } from '../eras/eraTable.js';
import { UNHELD_ERAS } from '../eras/unheldEras.js';

/** A constant that differs from the era before. */
interface EraChange {
  readonly part: string;
  /** null = the era has no such rule, or it is not known. */
  readonly before: unknown;
  readonly after: unknown;
}

/** One era as a list of rules over time shows it. */
export interface ListedEra {
  readonly id: string;
  readonly title: string;
  readonly from: Boundary;
  /** First block of the next era as it is judged; null of the last. */
  readonly until: number | null;
  /** Its rule text is held, so that its rounds are judged. */
  readonly judged: boolean;
  /** Repository and commit; null of the end of the mechanism. */
  readonly source: string | null;
  readonly changed: readonly EraChange[];
  readonly settings: readonly { readonly id: string; readonly movesCrown: boolean }[];
}

const GROUPS: readonly EraPart[] = ['coordination', 'evaluation', 'pins'];

/** Every era in order with the beginning that is in force, how surely it is known, and what changed with it. */
export function eraList(boundaries: EraBoundaries = {}): ListedEra[] {
  const steps = eraSteps(boundaries);
  return steps.map((step, at) => {
    const before = steps[at - 1]?.era ?? null;
    const { era } = step;
    const changed = (era?.changed ?? []).map((part): EraChange => {
      const of = (one: typeof era): unknown => {
        if (one === null) return null;
        if (GROUPS.includes(part)) return one[part as 'coordination' | 'evaluation' | 'pins'];
        return one.policy[part as keyof typeof one.policy];
      };
      return { part, before: of(before), after: of(era) };
    });
    return {
      id: step.id,
      title: step.title,
      from: step.from,
      until: steps[at + 1]?.from.block ?? null,
      judged: era !== null,
      source:
        HELD_ERAS.find((one) => one.id === step.id)?.source ??
        UNHELD_ERAS.find((one) => one.id === step.id)?.source ??
        null,
      changed,
      settings: (era?.settings ?? []).map(({ id, movesCrown }) => ({ id, movesCrown })),
    };
  });
}

/** How surely the beginning of an era is known, in a few words. */
export function certainty({ basis, block, earliest, latest }: Boundary): string {
  if (earliest === latest) return `exact (${basis})`;
  return `${basis}, -${block - earliest}/+${latest - block} blocks`;
}
