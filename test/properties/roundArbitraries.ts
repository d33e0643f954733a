import fc from 'fast-check';
import type { CrownContender, CrownInput } from '../../src/decide/crownInput.js';
import type { LegalRules } from '../../src/eras/legalRules.js';
import { compositeOf, crownInput, rulesOf } from '../decide/crownCases.js';

/** Same examples on every machine and every run. */
export const SEED = 20_260_611;
const PROMPTS = 12;

/** P11 with duels of a handful of prompts, so that small examples decide like long ones. */
export const shortRules = (changes: Partial<LegalRules['policy']> = {}): LegalRules =>
  rulesOf('default', { minPairedPrompts: 6, ...changes });

const grid = (values: readonly number[]) => fc.constantFrom(...values);

/** Deviations of single prompts, nats; shared by nobody, so that duels have a spread. */
const wobble = fc.array(grid([-0.02, -0.01, -0.004, 0, 0.003, 0.012, 0.02]), {
  minLength: PROMPTS,
  maxLength: PROMPTS,
});

interface Drawn {
  readonly level: number;
  readonly wobble: readonly number[];
  readonly quality: number | null;
  readonly worst: number;
  readonly committedAt: number;
  readonly scored: number;
  readonly listed: boolean;
}

/** Levels lie around one another and around both limits; qualities around the floor and around 0.97 of each other. */
const drawn: fc.Arbitrary<Drawn> = fc.record({
  level: grid([2.0, 2.002, 2.005, 2.01, 2.02, 3.9995, 4.0005, 1e-6, 0.0000015]),
  wobble,
  quality: fc.option(grid([0.05, 0.06, 0.3, 0.485, 0.49, 0.5, 0.5, 0.52]), { freq: 12 }),
  worst: grid([0, 0.1, 0.1, 0.104]),
  committedAt: fc.integer({ min: 1, max: 4 }),
  scored: grid([PROMPTS, PROMPTS, PROMPTS, 7, 5, 0]),
  listed: fc.boolean(),
});

function contenderOf(uid: number, one: Drawn): CrownContender {
  const tiny = one.level < 0.001;
  const kl = one.wobble.map((value) => one.level + (tiny ? 0 : value)).slice(0, one.scored);
  return {
    uid,
    hotkey: `hotkey-${uid}`,
    committedAt: one.committedAt,
    klPerPrompt: one.scored === 0 ? null : kl,
    composite: one.quality === null ? null : compositeOf(one.quality, one.worst),
  };
}

/** A round of a king and some challengers; few disqualifications, UIDs apart from those with a meaning. */
export const rounds = (maxChallengers: number, minChallengers = 0): fc.Arbitrary<CrownInput> =>
  fc
    .record({
      king: fc.option(drawn, { freq: 10 }),
      challengers: fc.array(drawn, { minLength: minChallengers, maxLength: maxChallengers }),
      uids: fc.uniqueArray(fc.integer({ min: 0, max: 90 }), {
        minLength: maxChallengers + 1,
        maxLength: maxChallengers + 1,
      }),
      local: fc.boolean(),
      rarely: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ king, challengers, uids, local, rarely }) => {
      const seated = king === null ? null : contenderOf(uids[0] as number, king);
      const others = challengers.map((one, i) => contenderOf(uids[i + 1] as number, one));
      const listed = challengers.flatMap((one, i) =>
        one.listed && rarely === 0 ? [[`hotkey-${uids[i + 1]}:${one.committedAt}`, 'copy: of another']] : [],
      );
      return crownInput(seated, others, {
        drawIndex: Array.from({ length: PROMPTS }, (_, i) => i),
        disqualified: Object.fromEntries(listed),
        localKingUid: local && seated !== null ? seated.uid : null,
      });
    });
