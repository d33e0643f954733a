import { agreement, SAME_KL } from '../diff/findCause.js';
import type { Absent } from '../domain/absent.js';
import type { NoiseFloor } from '../domain/verdict.js';
import type { Era } from '../eras/defineEra.js';
import { replayedInput, rowOf } from './crownInputs.js';
import { decideText, type TextDecisions } from './decideText.js';
import type { RoundScores } from './evaluateRound.js';
import { noiseFloor } from './noiseFloor.js';
import type { PinnedText } from './pinnedText.js';
import type { RoundInputs } from './readInputs.js';

/** The crowns that the rule gives on every captured text. */
export interface RoundDecision {
  /** King against king on the first text; null without a king or without scores. */
  readonly noise: NoiseFloor | null;
  /** In the order of capture; empty when no model was run. */
  readonly texts: readonly TextDecisions[];
  /** The decisions on the text of the king's published scores, else on the first text: the ones that are shown. */
  readonly main: TextDecisions | undefined;
  /** Set when nothing ties the captured texts to the king's published scores: another text may have been the round's. */
  readonly untied: Absent | null;
}

/** Of a round that no model was run on. */
export const UNDECIDED: RoundDecision = { noise: null, texts: [], main: undefined, untied: null };

/** Decides a round on every captured text, under every legal setting, over the measured noise band. */
export function decideRound(
  inputs: RoundInputs,
  texts: readonly PinnedText[],
  scores: RoundScores,
  era: Era,
): RoundDecision {
  const noise = noiseOf(inputs, texts[0], scores);
  const decided = texts.map((text) =>
    decideText(text.capture, replayedInput(inputs, text, scores), era, {
      noiseNats: noise?.noiseNats ?? 0,
      publishedPrompts: publishedPrompts(inputs),
    }),
  );
  const capture = kingsCapture(inputs, decided, scores);
  return {
    noise,
    texts: decided,
    main: decided.find((text) => text.capture === capture) ?? decided[0],
    untied: capture === null && inputs.spec.king !== null ? UNTIED : null,
  };
}

/** Prompts that the king and every challenger were scored on by the validator: fewer than drawn after a time-out. */
function publishedPrompts({ spec, ...inputs }: RoundInputs): number | null {
  const counts = [spec.king, ...spec.challengers].flatMap((one) => {
    const count = one === null ? null : rowOf({ spec, ...inputs }, one)?.promptsScored;
    return typeof count === 'number' && count > 0 ? [count] : [];
  });
  return counts.length === 0 ? null : Math.min(...counts);
}

function noiseOf(
  { spec }: RoundInputs,
  text: PinnedText | undefined,
  scores: RoundScores,
): NoiseFloor | null {
  const { king } = spec;
  if (king === null || text === undefined) return null;
  return noiseFloor(scores.kl(king.uid, text.capture, 'contrib'), scores.kl(king.uid, text.capture, 'plain'));
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
  const found = decided.find(({ capture }) => {
    const kl = scores.kl(king.uid, capture, 'contrib');
    if (kl === null || kl.length === 0) return false;
    if (row.klPerPrompt !== null) return agreement(row.klPerPrompt, { capture, kl }).agrees;
    const mean = kl.reduce((sum, value) => sum + value, 0) / kl.length;
    return row.kl !== null && Math.abs(row.kl - mean) <= SAME_KL;
  });
  return found?.capture ?? null;
}

const UNTIED: Absent = {
  absent: 'missing',
  why: "The king's published scores are not recorded, or no captured teacher text gives them: another text may have been the one of the round.",
};
