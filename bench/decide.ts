// The crown of simulated rounds under every legal set of rules, with the noise band of each: rounds and decisions per second.
import { performance } from 'node:perf_hooks';
import type { CrownContender, CrownInput } from '../src/decide/crownInput.js';
import { decideBand } from '../src/decide/decideBand.js';
import { decideCrown } from '../src/decide/decideCrown.js';
import { type LegalRules, legalRules } from '../src/eras/legalRules.js';
import { P11 } from '../src/eras/p11.js';
import { compositeOf, crownInput } from '../test/decide/crownCases.js';

const PROMPTS = 300;

/** A linear congruential generator: the bench needs the same rounds on every machine, not good randomness. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function contender(uid: number, level: number, base: readonly number[], draw: () => number): CrownContender {
  const quality = 0.3 + 0.2 * draw();
  return {
    uid,
    hotkey: `hotkey-${uid}`,
    committedAt: 8_382_000 + uid,
    klPerPrompt: base.map((value) => value + level + 0.2 * (draw() - 0.5)),
    composite: { ...compositeOf(Math.round(quality * 1e4) / 1e4, 0.1), weighted: quality },
  };
}

/** Rounds whose challengers lie around the line: some win, some lose, some are close. */
function round(seed: number, challengers: number): CrownInput {
  const draw = generator(seed);
  const base = Array.from({ length: PROMPTS }, () => 1.9 + 0.6 * draw());
  return crownInput(
    contender(1, 0, base, draw),
    Array.from({ length: challengers }, (_, i) => contender(10 + i, 0.06 * (draw() - 0.5), base, draw)),
  );
}

/** As many sets of rules as the widest round has: eras whose boundaries are not known cross their settings. */
const crossed = (rules: readonly LegalRules[], count: number): LegalRules[] =>
  Array.from({ length: count }, (_, i) => {
    const one = rules[i % rules.length] as LegalRules;
    const shift = Math.floor(i / rules.length) / 100;
    return { ...one, policy: { ...one.policy, qualityFloor: (one.policy.qualityFloor ?? 0) + shift } };
  });

const plain = legalRules({ era: P11, others: [] });
const cases = [
  { rounds: 2000, challengers: 3, rules: plain, halfWidth: 1e-4 },
  { rounds: 500, challengers: 3, rules: crossed(plain, 70), halfWidth: 1e-4 },
  { rounds: 500, challengers: 3, rules: plain, halfWidth: 1e-2 },
  { rounds: 100, challengers: 10, rules: crossed(plain, 70), halfWidth: 1e-4 },
  { rounds: 50, challengers: 10, rules: plain, halfWidth: 1e-2 },
];

for (const { rounds, challengers, rules, halfWidth } of cases) {
  const inputs = Array.from({ length: rounds }, (_, i) => round(i + 1, challengers));
  const from = performance.now();
  const cpu = process.cpuUsage();
  for (const input of inputs) for (const one of rules) decideCrown(input, one);
  const crowns = process.cpuUsage(cpu).user / 1e6;
  let wide = 0;
  for (const input of inputs)
    for (const one of rules) if (decideBand(input, one, halfWidth).paid.length > 1) wide += 1;
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpu).user / 1e6;
  const count = rounds * rules.length;
  const of10k = (time: number) => ((10_000 * time) / rounds).toFixed(1);
  console.log(
    `${challengers} challengers, ${rules.length} rules, band ${halfWidth}: 10,000 rounds in ${of10k(seconds)} s (processor ${of10k(used)} s, crowns alone ${of10k(crowns)} s), ${(count / used).toFixed(0)} decisions with their band per processor second; ${((100 * wide) / count).toFixed(1)} % of the bands hold several crowns`,
  );
}
