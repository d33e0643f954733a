import type { CrownContender, CrownInput } from '../decide/crownInput.js';
import { roundPerPrompt } from '../decide/meanKl.js';
import type { InputsRecord } from '../domain/journal.js';
import type { RoundInputs } from './assembleInputs.js';
import { publishedInput } from './crownInputs.js';
import { modesOf, type RoundDecision } from './decideRound.js';
import type { Tools } from './tools.js';

/** Journals what the shown decision was taken from, in each KL mode, so that other rules can be tried on it later. */
export function keepInputs(inputs: RoundInputs, { main, inputOf }: RoundDecision, tools: Tools): void {
  if (main === undefined || inputOf === null) return;
  for (const mode of modesOf(inputs))
    keep({ basis: 'replayed', capture: main.capture, mode }, inputOf(mode), inputs, tools);
}

/** The same with the numbers that the validator published, where no model was run. */
export function keepPublishedInput(inputs: RoundInputs, tools: Tools): void {
  const input = publishedInput(inputs);
  const [{ policy }] = inputs.rules;
  if (input !== null) keep({ basis: 'published', capture: null, mode: policy.klMode }, input, inputs, tools);
}

function keep(
  what: Pick<InputsRecord, 'basis' | 'capture' | 'mode'>,
  input: CrownInput,
  { spec: { roundId } }: RoundInputs,
  { journal }: Tools,
): void {
  const known = journal
    .recordsOf(roundId)
    .some((record) => record.type === 'inputs' && record.basis === what.basis && record.mode === what.mode);
  if (!known) journal.append({ type: 'inputs', roundId, ...what, input: rounded(input) });
}

/** The rule rounds each prompt before it reads it, so that the rounded list decides the same. */
const rounded = (input: CrownInput): CrownInput => ({
  ...input,
  king: input.king === null ? null : roundedScores(input.king),
  challengers: input.challengers.map(roundedScores),
});

const roundedScores = (one: CrownContender): CrownContender => ({
  ...one,
  klPerPrompt: one.klPerPrompt === null ? null : roundPerPrompt(one.klPerPrompt),
});
