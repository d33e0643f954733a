import type { CrownComposite, CrownContender, CrownInput } from '../decide/crownInput.js';
import type { PublishedRow } from '../domain/published.js';
import type { Contender } from '../domain/round.js';
import type { RoundScores } from './evaluateRound.js';
import type { PinnedText } from './pinnedText.js';
import type { RoundInputs } from './readInputs.js';

/** The published row of a contender: same UID, same model and, where the row names it, same commitment. */
export const rowOf = (inputs: RoundInputs, contender: Contender): PublishedRow | null =>
  inputs.published?.rows.find(
    (row) =>
      row.uid === contender.uid &&
      row.model === contender.repo &&
      (row.committedAt === null || row.committedAt === contender.committedAt),
  ) ?? null;

/** What the crown rule reads when every contender is scored on one captured text, with declared axes. */
export const replayedInput = (inputs: RoundInputs, text: PinnedText, scores: RoundScores): CrownInput =>
  crownInput(inputs, text, (contender) => scores.kl(contender.uid, text.capture, 'contrib'));

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

function crownInput(
  inputs: RoundInputs,
  text: PinnedText,
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
    localKingUid: published?.localKingUid ?? null,
    nUids: seed.uids.length,
  };
}

function compositeOf(row: PublishedRow | null): CrownComposite | null {
  if (row === null || Object.keys(row.axes).length === 0) return null;
  const { axes, brokenAxes, worst, weighted, presentCount, compositeVersion } = row;
  return { axes, brokenAxes, worst, weighted, nAxes: presentCount, version: compositeVersion };
}
