import type { CrownInput } from '../../../src/decide/crownInput.js';
import { type CrownBand, decideBand } from '../../../src/decide/decideBand.js';
import { decideCrown } from '../../../src/decide/decideCrown.js';
import { FRESH_FORMULA, PINNED_FORMULA } from '../../../src/decide/familyBand.js';
import { unsettled } from '../../../src/decide/unsettled.js';
import type { LegalRules } from '../../../src/eras/legalRules.js';
import { type CellCase, cellCase } from '../simulate/cells.js';
import { type Crowd, crowdOf } from '../simulate/crowds.js';
import { Random } from '../simulate/random.js';
import { crownOf } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';
import { wouldSettle } from '../simulate/truth/settle.js';
import { bandAgainst, cornersOf } from './compareBand.js';
import { compareOne } from './compareDecision.js';
import { compareNeed } from './compareNeed.js';
import { claimsOf, crownInputOf } from './crownInputOf.js';

/** Rounds beside which this is looked at, and those beside which a crowd is. */
const EVERY = 10;
const CROWD_EVERY = 50;

/**
 * Decisions that lie in the middle of their lines, of which whole rounds give few: bands with many cells, one input
 * under several rules, bands too large to be walked, and what would settle them.
 */
export function compareCells(index: number, rules: Rules, legal: LegalRules): string[] {
  if (index % CROWD_EVERY === 7) {
    const random = new Random(index, 44);
    return compareCrowd(crowdOf(random, rules, Math.floor(index / CROWD_EVERY)), legal);
  }
  if (index % EVERY !== 0) return [];
  const random = new Random(index, 66);
  const cell = cellCase(random, rules);
  const input = crownInputOf(cell.inputs, rules.mode);
  return [...compareVariants(random, cell, input, legal), ...compareCell(random, cell, input, legal)];
}

/** The same rules as the decision reads them. */
const under = (legal: LegalRules, rules: Rules): LegalRules => ({
  ...legal,
  policy: {
    ...legal.policy,
    maxKl: rules.maxKl,
    fraudKl: rules.fraudKl,
    alpha: rules.alpha,
    minPairedPrompts: rules.minPairs,
    lcbErrors: rules.errors,
    axisWeights: rules.axes,
    relativeAxes: rules.relative,
    qualityFloor: rules.floor,
    minQualityAxes: rules.minAxes,
  },
});

/** One input decided again under rules that differ in one thing: nothing of the answer before may stay. */
function compareVariants(
  random: Random,
  { inputs, rules }: CellCase,
  input: CrownInput,
  legal: LegalRules,
): string[] {
  const [axis] = random.shuffled(Object.keys(rules.axes));
  const variants: Rules[] = [
    rules,
    { ...rules, errors: 1 },
    { ...rules, axes: { ...rules.axes, [axis as string]: 0 } },
    { ...rules, relative: [...rules.relative, axis as string] },
    { ...rules, maxKl: rules.maxKl === null ? 4 : null },
  ];
  return variants.flatMap((one, i) => {
    const own = decideCrown(input, under(legal, one));
    // The truth keeps qualities by the table of weights.
    const truth = crownOf(inputs, i === 3 ? { ...one, axes: { ...one.axes } } : one);
    return compareOne(own, truth, one).map((what) => `cell, rules ${i}: ${what}`);
  });
}

function compareCell(
  random: Random,
  { inputs, rules, half }: CellCase,
  input: CrownInput,
  legal: LegalRules,
): string[] {
  const own = under(legal, rules);
  const [again, found] = [
    { ...rules, minPairs: 113 },
    { ...rules, alpha: 0.5 },
  ].map((before) => {
    // Of a copy no band is known but the one before.
    const copy = { ...input };
    decideBand(copy, under(legal, before), half);
    return decideBand(copy, own, half);
  }) as [CrownBand, CrownBand];
  const same = JSON.stringify(again) === JSON.stringify(found);
  const { reds } = bandAgainst({ random, given: inputs, rules, half, found }, cornersOf);
  return [
    ...reds,
    ...(same ? [] : [`band after other rules is ${JSON.stringify(again)}, then ${JSON.stringify(found)}`]),
    ...compareSettled(random, { inputs, rules, half }, input, own, found.paid.length),
  ].map((what) => `cell: ${what}`);
}

function compareSettled(
  random: Random,
  { inputs, rules, half }: CellCase,
  input: CrownInput,
  legal: LegalRules,
  crowns: number,
): string[] {
  const z = 3.7;
  const fresh = random.chance(0.5);
  const noise = random.chance(0.3)
    ? null
    : { noiseNats: half / 3, meanNats: half / 10, n: 100, forms: ['a', 'b'] as const };
  const band = {
    alpha: 0.001,
    m: 10,
    z,
    formula: fresh ? FRESH_FORMULA : PINNED_FORMULA,
    halfWidthNats: half,
  };
  const own = unsettled(input, legal, band, noise);
  const line = crowns < 2 ? null : wouldSettle(inputs, rules, half);
  if (own === null || line === null)
    return (own === null) === (line === null)
      ? []
      : [`settled by ${JSON.stringify(own)}, the truth ${JSON.stringify(line)}`];
  const ratio = Math.min(1e12, Math.exp(Math.min(700, 0.5 * ((line.slack * z) / half) ** 2)));
  const width = fresh
    ? { least: 0, bias: 0, perRootPrompt: half * Math.sqrt(line.n) }
    : noise && { least: noise.noiseNats, bias: noise.meanNats, perRootPrompt: (z + 3.92) * noise.noiseNats };
  return [
    ...(own.uid === line.uid && own.gate === line.gate
      ? []
      : [`settled by ${own.uid} ${own.gate}, the truth ${line.uid} ${line.gate}`]),
    ...(Math.abs(own.likelihoodRatio / ratio - 1) < 1e-6
      ? []
      : [`likelihood ratio is ${own.likelihoodRatio}, the truth ${ratio}`]),
    ...(width === null
      ? own.promptsNeeded === null
        ? []
        : ['prompts are told without the noise that they rest on']
      : compareNeed(line, width, own.promptsNeeded)),
  ];
}

function compareCrowd(crowd: Crowd, legal: LegalRules): string[] {
  const { inputs, rules, half, claimed, first, paid, name } = crowd;
  const truth = crownOf(inputs, rules);
  const input = crownInputOf(inputs, rules.mode, claimed ? claimsOf(truth) : undefined);
  const own = under(legal, rules);
  const found = decideBand(input, own, half);
  const order = [...found.paid].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const band = { alpha: 0.001, m: 10, z: 3.7, formula: FRESH_FORMULA, halfWidthNats: half };
  const settled = half === 0 ? unsettled(input, own, band) : null;
  return [
    ...(JSON.stringify(order) === JSON.stringify(paid)
      ? []
      : [`crowd ${name}: band ${JSON.stringify(order)}, the truth ${JSON.stringify(paid)}`]),
    ...(first === undefined || found.paid[0] === first
      ? []
      : [`crowd ${name}: first is ${found.paid[0]}, the truth ${first}`]),
    ...(settled === null ? [] : [`crowd ${name}: without a band something settles it`]),
  ];
}
