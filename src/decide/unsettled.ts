import { flatMap } from '../domain/flatMap.js';
import { paidUid } from '../domain/paidUid.js';
import type { NoiseFloor, Unsettled, VerdictBand } from '../domain/verdict.js';
import type { Policy } from '../eras/defineEra.js';
import type { LegalRules } from '../eras/legalRules.js';
import type { CrownInput } from './crownInput.js';
import { type CrownView, crownView } from './crownView.js';
import { decideBand } from './decideBand.js';
import { decideCrown, type KlShifts } from './decideCrown.js';
import { FRESH_FORMULA, freshParts, pinnedParts } from './familyBand.js';
import type { Seat } from './measure.js';
import { normalQuantile } from './normalQuantile.js';
import { kingCounts, passesBesideKl } from './passing.js';
import { promptsNeeded } from './promptsNeeded.js';

/** A statistic and its line, nats per position. */
interface Line {
  readonly uid: number;
  readonly gate: string;
  /** Above 0: on the passing side. */
  readonly slack: number;
  /** What the statistic tends to with ever more prompts, and its standard errors at one prompt. */
  readonly mean: number;
  readonly perRootPrompt: number;
  /** Half-widths that the noise can move it by: two for a duel, whose sides move each on its own. */
  readonly reach: 1 | 2;
  readonly n: number;
  /** Shift of this contender's mean KL that just crosses the line. */
  readonly crossing: number;
}

const PAST_ROUNDING = 2e-6;
const PAST_LINE = 1e-9;
/** Largest ratio that is told; beyond it a number says nothing more. */
const MOST_LIKELY = 1e12;

/**
 * What would settle a decision whose band gives several crowns: the statistic that is closest to its line, of those whose
 * crossing alone changes who is paid, else of all in reach. Null when the band gives one crown.
 *
 * The likelihood ratio is that of the measured statistic against one on the line, exp(x^2 / 2 sigma^2), with sigma =
 * half-width / z. The prompts needed are those at which the statistic would leave the band's reach with the same mean.
 *
 * @param noise the measured floor that a pinned band rests on; without it the prompts needed of such a band are null
 */
export function unsettled(
  input: CrownInput,
  rules: LegalRules,
  band: VerdictBand,
  noise: NoiseFloor | null = null,
): Unsettled | null {
  const { halfWidthNats: half, z } = band;
  if (!(half > 0) || decideBand(input, rules, half).paid.length < 2) return null;
  const near = linesOf(crownView(input, rules.policy), rules.policy).filter(
    (line) => Math.abs(line.slack) <= line.reach * half + PAST_ROUNDING,
  );
  const paidWith = (shifts?: KlShifts) => paidUid(decideCrown(input, rules, shifts).expected);
  const paid = paidWith();
  const decisive = near.filter(({ uid, crossing }) => paidWith(new Map([[uid, crossing]])) !== paid);
  const [line] = (decisive.length > 0 ? decisive : near).sort(
    (a, b) => Math.abs(a.slack) - Math.abs(b.slack),
  );
  if (line === undefined) return null;
  const fresh = band.formula === FRESH_FORMULA;
  const parts = fresh ? freshParts(half / (Math.SQRT2 * z), z, line.n) : noise && pinnedParts(noise, z);
  const ratio = Math.exp(Math.min(700, 0.5 * ((line.slack * z) / half) ** 2));
  return {
    uid: line.uid,
    gate: line.gate,
    likelihoodRatio: Math.min(MOST_LIKELY, ratio),
    promptsNeeded: parts === null ? null : promptsNeeded(line, parts),
  };
}

function linesOf(view: CrownView, policy: Policy): Line[] {
  const { king } = view;
  const counts = kingCounts(king, 0, policy);
  return [
    ...(king === null ? [] : limitLines(king, policy)),
    ...flatMap(view.challengers, (seat, i) => [
      ...(seat.listed === null && seat.composite !== null ? limitLines(seat, policy) : []),
      ...(counts && passesBesideKl(seat, king, policy) ? duelLine(view, i, policy) : []),
    ]),
  ];
}

/** The duel's line: that of its strictest gate, which is the last one to hold. */
function duelLine(view: CrownView, position: number, policy: Policy): Line[] {
  const duel = view.duels[position];
  const test = duel?.at(0) ?? null;
  if (duel == null || test === null || test.meanDelta === null || duel.n < policy.minPairedPrompts) return [];
  const mean = test.meanDelta;
  const se = test.se ?? 0;
  if (!Number.isFinite(mean) || !Number.isFinite(se)) return [];
  const gates = [
    { gate: 'paired_lcb', errors: policy.lcbErrors },
    { gate: 'paired_p', errors: -normalQuantile(policy.alpha) },
    { gate: 'paired_mean', errors: 0 },
  ].sort((a, b) => b.errors - a.errors);
  const { gate, errors } = gates[0] as { gate: string; errors: number };
  const slack = mean - errors * se;
  return [
    {
      uid: (view.challengers[position] as Seat).contender.uid,
      gate,
      slack,
      mean,
      perRootPrompt: errors * se * Math.sqrt(duel.n),
      reach: 2,
      n: duel.n,
      crossing: slack > 0 ? slack + PAST_ROUNDING : slack - PAST_ROUNDING,
    },
  ];
}

function limitLines(seat: Seat, policy: Policy): Line[] {
  const { meanKl, contender } = seat;
  if (meanKl === null || !Number.isFinite(meanKl)) return [];
  const line = (gate: string, slack: number, towards: 1 | -1): Line => ({
    uid: contender.uid,
    gate,
    slack,
    mean: slack,
    perRootPrompt: 0,
    reach: 1,
    n: seat.kl?.length ?? contender.claimed?.prompts ?? 0,
    crossing: towards * (slack >= 0 ? slack + PAST_LINE : slack - PAST_LINE),
  });
  return [
    ...(policy.maxKl === null ? [] : [line('max_kl', policy.maxKl - meanKl, 1)]),
    line('kl_fraud', meanKl - policy.fraudKl, -1),
  ];
}
