import { eraById } from '../eras/erasAt.js';

/** What an era says of the axes. */
export interface AxisPolicy {
  readonly axisWeights: Readonly<Record<string, number>>;
  /** Active axes that crown quality leaves out. */
  readonly relativeAxes: readonly string[];
}

/** Weights of the axes in the era of a round; null where its rules are not held. */
export const axisPolicy = (eraId: string | null): AxisPolicy | null => eraById(eraId ?? '')?.policy ?? null;
