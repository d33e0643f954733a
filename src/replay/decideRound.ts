import type { CrownInput } from '../decide/crownInput.js';
import { FRESH_FORMULA, familyZ, halfWidthNats, PINNED_FORMULA } from '../decide/familyBand.js';
import { agreement, SAME_KL } from '../diff/findCause.js';
import type { Absent } from '../domain/absent.js';
import type { KlMode } from '../domain/duel.js';
import { flatMap } from '../domain/flatMap.js';
import type { Uid } from '../domain/identity.js';
import type { NoiseFloor, VerdictBand } from '../domain/verdict.js';
import type { RoundInputs } from './assembleInputs.js';
import { bandWidth } from './bandWidth.js';
import { replayedInput, rowOf } from './crownInputs.js';
import { decideText, type InputOf, type TextDecisions } from './decideText.js';
import type { RoundScores } from './evaluateRound.js';
import type { Family } from './family.js';
import { freshWidth } from './freshWidth.js';
import { noiseFloor } from './noiseFloor.js';
import type { PinnedText } from './texts/pinnedText.js';
import type { RoundTexts } from './texts/pinTexts.js';

/** The crowns that the rule gives on every captured text. */
export interface RoundDecision {
  /** King against king on the first text; null without a king or without scores. */
  readonly noise: NoiseFloor | null;
  /** The band that every outcome holds over; null without a noise floor. */
  readonly band: VerdictBand | null;
  /** In the order of capture; empty when no model was run. */
  readonly texts: readonly TextDecisions[];
  /** The decisions on the text of the king's published scores, else on the first text: the ones that are shown. */
  readonly main: TextDecisions | undefined;
  /** What the decisions of `main` were taken from, by KL mode. */
  readonly inputOf: InputOf | null;
  /** The same on every text, in the order of `texts`. */
  readonly inputsOf: readonly InputOf[];
  /** Set when nothing ties the captured texts to the king's published scores: another text may have been the round's. */
  readonly untied: Absent | null;
}

/** Of a round that no model was run on. */
export const UNDECIDED: RoundDecision = {
  noise: null,
  band: null,
  texts: [],
  main: undefined,
  inputOf: null,
  inputsOf: [],
  untied: null,
};

/** KL modes that the rules of a round use, the default's first. */
export const modesOf = ({ rules }: Pick<RoundInputs, 'rules'>): readonly KlMode[] => [
  ...new Set(rules.map((one) => one.policy.klMode)),
];

/** Decides a round on every teacher text, under every legal set of rules, over the noise band. */
export function decideRound(
  inputs: RoundInputs,
  { texts, mode }: Pick<RoundTexts, 'texts' | 'mode'>,
  scores: RoundScores,
  family: Family,
): RoundDecision {
  const floor = noiseOf(inputs, texts[0], scores);
  const pinned = floor === null ? null : bandOf(floor, texts, family);
  const band = mode === 'pinned' || pinned === null ? pinned : freshBand(inputs, texts, scores, pinned);
  // Without a band nothing may be decided, as without a floor.
  const noise = band === null ? null : floor;
  const readers = texts.map((text) => inputReader(inputs, text, scores));
  const decided = texts.map((text, index) =>
    decideText(text.capture, readers[index] as InputOf, inputs.rules, {
      halfWidthNats: (prompts) => bandWidth({ prompts, drawn: text.sequences.length, noise, band }),
      publishedPrompts: publishedPrompts(inputs),
    }),
  );
  const capture = kingsCapture(inputs, decided, scores);
  const at = Math.max(
    0,
    decided.findIndex((text) => text.capture === capture),
  );
  return {
    noise,
    band,
    texts: decided,
    main: decided[at],
    inputOf: readers[at] ?? null,
    inputsOf: readers,
    // A text that was drawn anew was never the one of the king's published scores.
    untied: mode === 'pinned' && capture === null && inputs.spec.king !== null ? UNTIED : null,
  };
}

/** One band for all texts: that of the shortest one, which is the widest. */
function bandOf(noise: NoiseFloor, texts: readonly PinnedText[], { alpha, m }: Family): VerdictBand {
  const n = Math.min(...texts.map((text) => text.sequences.length));
  const z = familyZ(alpha, m);
  return { alpha, m, z, formula: PINNED_FORMULA, halfWidthNats: halfWidthNats({ noise, z, n }) };
}

/** The band of a new sample of the text, never narrower than that of the engine; null where it cannot be told. */
function freshBand(
  inputs: RoundInputs,
  texts: readonly PinnedText[],
  scores: RoundScores,
  pinned: VerdictBand,
): VerdictBand | null {
  let widest = pinned.halfWidthNats;
  for (const { capture } of texts)
    for (const mode of modesOf(inputs)) {
      const width = freshWidth(inputs, capture, mode, scores, pinned.z);
      if (width === null) return null;
      widest = Math.max(widest, width);
    }
  return { ...pinned, formula: FRESH_FORMULA, halfWidthNats: widest };
}

/** Each mode's input is put together once. */
function inputReader(inputs: RoundInputs, text: PinnedText, scores: RoundScores): InputOf {
  const made = new Map<KlMode, CrownInput>(
    modesOf(inputs).map((mode) => [mode, replayedInput(inputs, text, scores, mode)]),
  );
  return (mode) => made.get(mode) ?? replayedInput(inputs, text, scores, mode);
}

/** Prompts that each contender was scored on by the validator: fewer than drawn after a time-out or with a short king. */
const publishedPrompts = (inputs: RoundInputs): ReadonlyMap<Uid, number> =>
  new Map(
    flatMap([inputs.spec.king, ...inputs.spec.challengers], (one) => {
      const count = one === null ? null : rowOf(inputs, one)?.promptsScored;
      return one !== null && typeof count === 'number' && count > 0 ? [[one.uid, count] as const] : [];
    }),
  );

function noiseOf(
  { spec, rules }: RoundInputs,
  text: PinnedText | undefined,
  scores: RoundScores,
): NoiseFloor | null {
  const { king } = spec;
  if (king === null || text === undefined) return null;
  const [{ policy }] = rules;
  const of = (form: 'contrib' | 'plain') => scores.kl(king.uid, text.capture, form, policy.klMode);
  return noiseFloor(of('contrib'), of('plain'));
}

/** The captured text on which the king's published scores were taken: the one that all contenders should share. */
function kingsCapture(
  inputs: RoundInputs,
  decided: readonly TextDecisions[],
  scores: RoundScores,
): string | null {
  const { king } = inputs.spec;
  const row = king === null ? null : rowOf(inputs, king);
  if (king === null || row === null) return null;
  const found = decided.find(({ capture }) =>
    modesOf(inputs).some((mode) => {
      const kl = scores.kl(king.uid, capture, 'contrib', mode);
      if (kl === null || kl.length === 0) return false;
      if (row.klPerPrompt !== null) return agreement(row.klPerPrompt, { capture, kl }).agrees;
      const mean = kl.reduce((sum, value) => sum + value, 0) / kl.length;
      return row.kl !== null && Math.abs(row.kl - mean) <= SAME_KL;
    }),
  );
  return found?.capture ?? null;
}

const UNTIED: Absent = {
  absent: 'missing',
  why: "The king's published scores are not recorded, or no captured teacher text gives them: another text may have been the one of the round.",
};
