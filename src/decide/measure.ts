import { crownQuality, type Quality } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';
import type { CrownComposite, CrownContender, CrownInput } from './crownInput.js';
import { disqualification } from './disqualification.js';
import { meanKl, roundPerPrompt } from './meanKl.js';

/** A contender with its scores cut to a policy's draw and rounded, before any limit is looked at. */
export interface Seat {
  readonly contender: CrownContender;
  /** null = no list: not scored, or only claimed. */
  readonly kl: readonly number[] | null;
  readonly meanKl: number | null;
  readonly composite: CrownComposite | null;
  readonly quality: Quality;
  /** Published disqualification that counts, or null. */
  readonly listed: string | null;
}

export type MeasurePolicy = Pick<Policy, 'axisWeights' | 'relativeAxes'>;

/** Entries of a published list that are about the mean KL itself: measured again here, so not believed. */
export const ABOUT_KL = /^(quality:|FRAUD: KL=)/;

const NO_QUALITY: Quality = { value: null, axes: 0 };

/**
 * Cuts a contender's scores to the policy's draw and rounds them; a validator's own numbers stand in where there is no list.
 * @param stored the stored composite of a king, used where this round gives none
 * @param within entries of the filtered list that the policy draws
 */
export function measure(
  contender: CrownContender,
  stored: CrownComposite | null,
  { disqualified }: Pick<CrownInput, 'disqualified'>,
  within: number,
  policy: MeasurePolicy,
): Seat {
  const list = contender.klPerPrompt;
  const kl = list === null ? null : roundPerPrompt(list).slice(0, within);
  const mean = kl === null ? (contender.claimed?.meanKl ?? null) : meanKl(kl);
  const entry = disqualification(disqualified, contender.uid, contender.hotkey, contender.committedAt);
  return {
    contender,
    kl,
    meanKl: mean,
    composite: contender.composite ?? stored,
    quality: qualityOf(contender.composite, stored, policy),
    listed: entry !== null && mean !== null && ABOUT_KL.test(entry) ? null : entry,
  };
}

/** Quality of this round's record; where that has none, of the stored one. */
function qualityOf(
  own: CrownComposite | null,
  stored: CrownComposite | null,
  policy: MeasurePolicy,
): Quality {
  const now = own === null ? NO_QUALITY : crownQuality(own.axes, own.brokenAxes, policy);
  if (now.value !== null || stored === null) return now;
  return crownQuality(stored.axes, stored.brokenAxes, policy);
}
