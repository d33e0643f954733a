import { crownQuality, type Quality } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';
import type { CrownComposite, CrownContender, CrownInput } from './crownInput.js';
import { disqualification } from './disqualification.js';
import { klClass, meanKl, roundPerPrompt } from './meanKl.js';

/** A contender under one policy: its prompts cut to the policy's draw, its numbers rounded. */
export interface Measured {
  readonly contender: CrownContender;
  readonly kl: readonly number[];
  readonly meanKl: number | null;
  readonly shift: number;
  readonly quality: Quality;
  readonly composite: CrownComposite | null;
  /** Published disqualification that counts, or null. */
  readonly listed: string | null;
  /** Any disqualification that counts, also by the mean KL of this round. */
  readonly disqualified: string | null;
}

const NO_SCORES: readonly number[] = [];

/** Entries of a published list that are about the mean KL itself: measured again here, so not believed. */
export const ABOUT_KL = /^(quality:|FRAUD: KL=)/;

/**
 * Cuts a contender's scores to the policy's draw and rounds them, and finds what disqualifies it.
 * @param composite this round's, or the stored one of a king
 * @param shift nats added to the mean KL
 */
export function measure(
  contender: CrownContender,
  composite: CrownComposite | null,
  input: CrownInput,
  policy: Policy,
  shift: number,
): Measured {
  const within = input.drawIndex.filter((draw) => draw < policy.prompts).length;
  const kl = roundPerPrompt(contender.klPerPrompt ?? NO_SCORES).slice(0, within);
  const mean = meanKl(kl);
  const shifted = mean === null ? null : mean + shift;
  const outcome = klClass(shifted, policy.maxKl, policy.fraudKl);
  const entry = disqualification(input.disqualified, contender.uid, contender.hotkey, contender.committedAt);
  const listed = entry !== null && mean !== null && ABOUT_KL.test(entry) ? null : entry;
  let disqualified = listed;
  if (outcome === 'DQ_fraud') disqualified = `mean KL ${mean} is not above ${policy.fraudKl}`;
  if (outcome === 'DQ_quality') disqualified = `mean KL ${mean} is above ${policy.maxKl}`;
  return {
    contender,
    kl,
    meanKl: mean,
    shift,
    quality:
      composite === null
        ? { value: null, axes: 0 }
        : crownQuality(composite.axes, composite.brokenAxes, policy),
    composite,
    listed,
    disqualified,
  };
}
