import type { CrownComposite, CrownContender, CrownInput } from '../decide/crownInput.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { KlMode } from '../domain/duel.js';
import type { PublishedRow } from '../domain/published.js';
import type { Contender } from '../domain/round.js';
import { uidAt } from '../domain/uidAt.js';
import type { RoundInputs } from './assembleInputs.js';
import type { RoundScores } from './evaluateRound.js';
import type { PinnedText } from './texts/pinnedText.js';

const NO_FILES: Absent = {
  absent: 'missing',
  why: "No validator's files are recorded, so that the king of its own record is not known.",
};

/** The published row of a contender: same UID, same model and, where the row names it, same commitment. */
export const rowOf = (inputs: RoundInputs, contender: Contender): PublishedRow | null =>
  inputs.published?.rows.find(
    (row) =>
      row.uid === contender.uid &&
      row.model === contender.repo &&
      (row.committedAt === null || row.committedAt === contender.committedAt),
  ) ?? null;

/** What the crown rule reads when every contender is scored on one captured text, with declared axes. */
export const replayedInput = (
  inputs: RoundInputs,
  text: PinnedText,
  scores: RoundScores,
  mode: KlMode,
): CrownInput =>
  crownInput(inputs, text, (contender) => scores.kl(contender.uid, text.capture, 'contrib', mode));

/** The same with the KLs that the validator published; null when one contender's are not complete. */
export function claimedInput(inputs: RoundInputs, text: PinnedText): CrownInput | null {
  const { king, challengers } = inputs.spec;
  const claims = new Map<number, readonly number[]>();
  for (const contender of [...(king === null ? [] : [king]), ...challengers]) {
    const kl = rowOf(inputs, contender)?.klPerPrompt?.filter((value) => value !== null) ?? [];
    if (kl.length !== text.sequences.length) return null;
    claims.set(contender.uid, kl);
  }
  return crownInput(inputs, text, (contender) => claims.get(contender.uid) ?? null);
}

/**
 * What the crown rule reads on the validator's own numbers, lists of scores where they are published and the row's
 * test where not; null when no view of the round holds rows.
 */
export function publishedInput(inputs: RoundInputs): CrownInput | null {
  const { published } = inputs;
  if (published === null || published.rows.length === 0) return null;
  const draws = Math.max(0, ...published.rows.map((row) => row.klPerPrompt?.length ?? row.promptsTotal ?? 0));
  const sequences = Array.from({ length: draws }, (_, drawIndex) => ({ drawIndex }));
  const claimed = (one: CrownContender): CrownContender => {
    const row = published.rows.find((each) => each.uid === one.uid);
    if (row === undefined || one.klPerPrompt !== null) return one;
    return { ...one, claimed: { meanKl: row.kl, test: row.tTest, prompts: row.promptsScored } };
  };
  const input = crownInput(inputs, { sequences }, (contender) => {
    const kl = rowOf(inputs, contender)?.klPerPrompt ?? null;
    return kl?.every((value) => value !== null) ? (kl as readonly number[]) : null;
  });
  return {
    ...input,
    king: input.king === null ? null : claimed(input.king),
    challengers: input.challengers.map(claimed),
  };
}

function crownInput(
  inputs: RoundInputs,
  text: { readonly sequences: readonly { readonly drawIndex: number }[] },
  klOf: (contender: Contender) => readonly number[] | null,
): CrownInput {
  const { spec, published, seed } = inputs;
  const scored = (contender: Contender): CrownContender => ({
    uid: contender.uid,
    hotkey: contender.hotkey,
    committedAt: contender.committedAt,
    klPerPrompt: klOf(contender),
    composite: compositeOf(rowOf(inputs, contender)),
  });
  const stored = published?.composites.find(
    (one) => one.uid === spec.king?.uid && one.model === spec.king.repo,
  );
  return {
    king: spec.king === null ? null : scored(spec.king),
    challengers: spec.challengers.map(scored),
    drawIndex: text.sequences.map((sequence) => sequence.drawIndex),
    storedKingComposite: stored ?? null,
    disqualified: published?.disqualified ?? {},
    localKingUid: published === null ? NO_FILES : published.localKingUid,
    priorKing: priorKing(inputs),
    nUids: seed.uids.length,
  };
}

/** The validator's last king with its stored composite, where it is nobody of the round; null without a record of it. */
function priorKing({ spec, published, seed }: RoundInputs): CrownContender | null {
  const uid = published?.localKingUid ?? null;
  if (uid === null || isAbsent(uid) || [spec.king, ...spec.challengers].some((one) => one?.uid === uid))
    return null;
  const stored = published?.composites.find((one) => one.uid === uid);
  const hotkey = uidAt(seed, uid)?.hotkey;
  if (stored === undefined || hotkey === undefined) return null;
  return { uid, hotkey, committedAt: stored.committedAt ?? 0, klPerPrompt: null, composite: stored };
}

function compositeOf(row: PublishedRow | null): CrownComposite | null {
  if (row === null || Object.keys(row.axes).length === 0) return null;
  const { axes, brokenAxes, worst, weighted, presentCount, compositeVersion } = row;
  return { axes, brokenAxes, worst, weighted, nAxes: presentCount, version: compositeVersion };
}
