// Judging of planted rounds once their models ran, the whole and its parts: milliseconds a round, by wall clock and of the
// main thread's processor time. Parts are measured afterwards on the same rounds, on values that nothing remembers but the
// rounding of score lists, so that they do not add up to the whole. Aim: 10,000 rounds in under 10 s.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { findBreaches } from '../src/diff/breaches/findBreaches.js';
import { claimedCrown } from '../src/diff/claimedCrown.js';
import { followRows } from '../src/diff/followRows.js';
import type { KlMode } from '../src/domain/duel.js';
import { reconstructRound } from '../src/reconstruct/reconstructRound.js';
import { breachInputOf } from '../src/replay/breachInputOf.js';
import { CrownHistory } from '../src/replay/crownHistory.js';
import { decideText } from '../src/replay/decideText.js';
import { recomputeView } from '../src/replay/recompute/recomputeView.js';
import { fallbackUidOf, winnerOf } from '../src/replay/roundRows.js';
import { grounds } from '../test/planted/driver/grounds.js';
import { heldBefore, type JudgedRound, judgePlanted } from '../test/planted/driver/judgePlanted.js';
import { makeRound } from '../test/planted/simulate/makeRound.js';
import type { PlantedRound } from '../test/planted/simulate/plantedRound.js';

const ROUNDS = 10_000;
/** Rounds made at a time: making them is not measured. */
const CHUNK = 100;
/** The first rounds are run and not counted: the compiler is at work. */
const WARM = 500;

const PARTS: Readonly<Record<string, (judged: JudgedRound) => unknown>> = {
  reconstruct: ({ inputs: { eras, spec, cutoff, seed, published, views, models } }) =>
    reconstructRound({
      ...{ roundId: spec.roundId, era: eras.era, others: eras.others },
      ...{ cutoff, seed, published, views, profile: null },
      ...models,
    }),
  'rows of validators': ({ inputs }) => followRows(inputs.spec, [...inputs.window]),
  recompute: ({ inputs }) => inputs.views.map((view) => recomputeView(view, inputs.rules, inputs.spec)),
  'claim and breaches': ({ inputs, decided }) => {
    const fallbackUid = fallbackUidOf(inputs);
    const { spec, window, published } = inputs;
    const claim = claimedCrown({ round: spec, states: window, fallbackUid, published });
    const winner = winnerOf(inputs, decided.main?.decisions[0], claim);
    const history = new CrownHistory();
    return findBreaches(breachInputOf({ inputs, decided, claim, winner, fallbackUid, history }));
  },
  'decide with bands': ({ inputs, decided: { texts, band, inputOf } }) => {
    if (inputOf === null) return [];
    const made = new Map(inputs.rules.map(({ policy: { klMode } }) => [klMode, { ...inputOf(klMode) }]));
    const again = (mode: KlMode) => made.get(mode) ?? inputOf(mode);
    return texts.map(({ capture }) =>
      decideText(capture, again, inputs.rules, {
        halfWidthNats: () => band?.halfWidthNats ?? 0,
        publishedPrompts: new Map(),
      }),
    );
  },
};

const all = grounds();
const spent = new Map<string, { wall: number; processor: number }>();
// The whole first, alone: parts that run between its rounds would warm the compiler for it. A result is dropped before the
// next round, as an audit does once it is written.
for (let first = 0; first < WARM + ROUNDS; first += CHUNK) {
  const planted = chunk(first);
  const held = planted.map(heldBefore);
  measured('whole judging', first >= WARM, () => {
    for (const [i, one] of planted.entries()) judgePlanted(one, held[i]);
  });
}
for (let first = 0; first < WARM + ROUNDS; first += CHUNK) {
  const judged = chunk(first).map((one) => judgePlanted(one));
  for (const [name, part] of Object.entries(PARTS))
    measured(name, first >= WARM, () => {
      for (const one of judged) part(one);
    });
}
for (const [name, { wall, processor }] of spent)
  console.log(
    `${name.padEnd(20)} ${(wall / ROUNDS).toFixed(3)} ms a round (main thread ${(processor / ROUNDS).toFixed(3)} ms): 10,000 rounds in ${((wall / ROUNDS) * 10).toFixed(1)} s`,
  );

function chunk(first: number): PlantedRound[] {
  return Array.from({ length: CHUNK }, (_, i) => makeRound({ seed: 1, index: first + i, grounds: all }));
}

function measured(name: string, counts: boolean, run: () => void): void {
  const [from, cpu] = [performance.now(), mainThreadMs()];
  run();
  const sum = spent.get(name) ?? { wall: 0, processor: 0 };
  if (counts) {
    sum.wall += performance.now() - from;
    sum.processor += mainThreadMs() - cpu;
  }
  spent.set(name, sum);
}

/** Processor time of the main thread alone, without that of compiler and garbage collector; 0 where there is no /proc. */
function mainThreadMs(): number {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8');
    return Number(text.split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}
