import type { Uid } from '../domain/identity.js';
import { RecentCache } from '../domain/recentCache.js';
import type { Policy } from '../eras/defineEra.js';
import type { LegalRules } from '../eras/legalRules.js';
import { KING_NODE, standingChoices } from './bandChoices.js';
import { bandWalk } from './bandWalk.js';
import type { CrownInput } from './crownInput.js';
import { type CrownView, crownView, VIEWS_KEPT } from './crownView.js';
import { paidFor } from './expectedWeights.js';
import { duelChecks } from './gates.js';
import { klStanding } from './klStanding.js';
import type { Seat } from './measure.js';
import { type KeptByRules, oncePerRules } from './oncePerRules.js';
import { kingCountsAs } from './passing.js';

/** Every crown that the noise could give under one setting. */
export interface CrownBand {
  readonly setting: string;
  /** Distinct UIDs that get the weight, the undisturbed one first; null = nobody can be paid. */
  readonly paid: readonly (Uid | null)[];
  /** Gates whose outcome changes inside the band, as `uid gate`; of the king its two KL limits. */
  readonly touched: readonly string[];
}

/**
 * Every crown inside the noise band (rule: noise band, docs/methodology.md).
 *
 * Shape of the noise: the mean KL of the king and of each challenger is wrong by at most `halfWidthNats`, each on its
 * own and in any direction, so that the mean of a duel, and of two challengers against each other, moves by up to twice
 * as much. That covers all challengers together, one against the others, the king alone, and king and challengers
 * against each other. KL limits, p, mean, lower bound, ties and the order of equals move with it; standard errors and
 * composites do not. Of challengers whose lists a validator did not publish both answers to a tie are taken, also with
 * a half-width of 0. Noise in which single prompts move but the means stay is not covered: it moves standard errors
 * only. A wider band never pays fewer UIDs.
 *
 * @param halfWidthNats nats per position, at least 0
 */
export function decideBand(
  input: CrownInput,
  { setting, policy }: LegalRules,
  halfWidthNats: number,
): CrownBand {
  const view = crownView(input, policy);
  const paid = (uid: Uid | null) => (uid === null ? null : paidFor(uid, policy, input.nUids));
  const half = halfWidthNats > 0 ? halfWidthNats : 0;
  const { winners, touched } = walkedOnce(view, policy, half);
  const found = winners.map(paid);
  if (found.length > 1) {
    const [plain] = walkedOnce(view, policy, 0).winners;
    found.sort((a, b) => (a ?? Infinity) - (b ?? Infinity)).unshift(paid(plain ?? null));
  }
  return { setting, paid: [...new Set(found)], touched };
}

/** A band before it is asked whom the row for a winner pays. */
interface Walked {
  readonly winners: readonly (Uid | null)[];
  readonly touched: readonly string[];
}

function walked(view: CrownView, policy: Policy, half: number): Walked {
  const touched = half === 0 ? [] : touchedGates(view, policy, half).sort();
  return { winners: [...bandWalk(view, policy, half)], touched };
}

const known: KeptByRules<Walked> = new RecentCache(VIEWS_KEPT);

const walkedOnce = (view: CrownView, policy: Policy, half: number): Walked =>
  oncePerRules(known, view, policy, `${half}${standingsOf(view, half, policy)}`, () =>
    walked(view, policy, half),
  );

/** Every standing that a seat can have in the band, with the shifts that it needs. */
function standingsOf({ king, challengers }: CrownView, half: number, policy: Policy): string {
  let text = king ? standingText(king, half, policy) : '';
  for (const seat of challengers) text += standingText(seat, half, policy);
  return text;
}

function standingText(seat: Seat, half: number, policy: Policy): string {
  let text = ' ';
  for (const { value, needs } of standingChoices(seat, KING_NODE, half, policy)) {
    text += value.charAt(0);
    for (const { most } of needs) text += most;
  }
  return text;
}

/** Gates that are ok at one end of the band and not at the other. */
function touchedGates(view: CrownView, policy: Policy, half: number): string[] {
  const { king } = view;
  const touched = king === null ? [] : touchedLimits(king, policy, half);
  const kings = king === null ? [] : standingChoices(king, KING_NODE, half, policy);
  const counts = kings.map(({ value }) => kingCountsAs(king, value));
  for (const [i, seat] of view.challengers.entries()) {
    touched.push(...touchedLimits(seat, policy, half));
    const duel = view.duels[i] ?? null;
    if (duel === null || !counts.includes(true)) continue;
    const worst = counts.includes(false) ? null : duel.at(-2 * half);
    const low = duelChecks(worst, duel.n, policy);
    const high = duelChecks(duel.at(2 * half), duel.n, policy);
    for (const gate of ['p', 'mean', 'lcb'] as const)
      if (low[gate] !== high[gate]) touched.push(`${seat.contender.uid} paired_${gate}`);
  }
  return touched;
}

function touchedLimits(seat: Seat, policy: Policy, half: number): string[] {
  const ends = [klStanding(seat, -half, policy), klStanding(seat, half, policy)] as const;
  if (ends[0] === ends[1]) return [];
  const { uid } = seat.contender;
  return [
    ...(ends.includes('over') ? [`${uid} max_kl`] : []),
    ...(ends.includes('fraud') ? [`${uid} kl_fraud`] : []),
  ];
}
