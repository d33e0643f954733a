import type { SnapshotWriter } from '../../../src/artifacts/snapshot/writeSnapshot.js';
import { isSound, minerNamed } from '../actors.js';
import { firstHotkey } from '../chain/hotkeys.js';
import type { Plan, PlannedMiner } from '../plan.js';
import type { DemoRepositories } from '../repositories.js';
import type { PlayedRound } from '../rounds.js';
import type { Seeded } from '../seeded.js';
import { isoOf, seedBlockOf } from '../timeline.js';
import { type Evaluated, PROBE_REASON } from './evaluation.js';
import { evalData, lastEval, type PublishedFile, pythonJson, storedComposite } from './publishedFiles.js';
import { rawComposite } from './rawComposite.js';
import { recordBefore, roundRecord } from './roundRecord.js';

type Json = Readonly<Record<string, unknown>>;

export interface PublishInput {
  readonly plan: Plan;
  readonly seeded: Seeded;
  readonly played: readonly PlayedRound[];
  readonly evaluated: readonly (readonly Evaluated[])[];
  readonly repositories: DemoRepositories;
  readonly commitBlocks: ReadonlyMap<string, number>;
  readonly hashOf: (block: number) => string;
}

/** What the publishing validator's state directory holds, carried from round to round. */
interface State {
  readonly history: Json[];
  readonly composites: Record<string, Json>;
  readonly disqualified: Record<string, string>;
  readonly evaluatedUids: number[];
}

/**
 * Records the files of one validator: at the start of each round its table of composites, its disqualifications and the
 * UIDs that it has evaluated; at the end the raw results, the teacher's text and the record of the round.
 */
export async function publish(writer: SnapshotWriter, input: PublishInput): Promise<void> {
  const { plan, seeded, played, evaluated, commitBlocks } = input;
  const king = minerNamed(plan, plan.priorKing);
  const block = commitBlocks.get(king.name) ?? 0;
  const before = plan.firstRound - 1;
  const stored = rawComposite(king, before, seeded);
  const state: State = {
    history: [recordBefore(king, before, block)],
    composites: {
      [king.uid]: storedComposite(stored, input.repositories.revisions.get(king.name) ?? '', block, before),
    },
    disqualified: {},
    evaluatedUids: [king.uid],
  };
  const entry = { validatorUid: plan.publisher, validatorHotkey: firstHotkey(seeded, plan.publisher) };
  for (const [at, round] of played.entries()) {
    const { roundId } = round;
    const files = [...startFiles(state, roundId)];
    advance(state, input, round, evaluated[at] ?? []);
    files.push(...endFiles(state, input, round, evaluated[at] ?? []));
    for (const { name, capturedAt, text } of files)
      await writer.addPublished({ ...entry, roundId, name, capturedAt }, text);
  }
}

const startFiles = (state: State, roundId: number): PublishedFile[] => {
  const capturedAt = isoOf(seedBlockOf(roundId) + 2);
  return [
    { name: 'composite_scores.json', capturedAt, text: pythonJson(state.composites) },
    { name: 'disqualified.json', capturedAt, text: pythonJson(state.disqualified) },
    { name: 'evaluated_uids.json', capturedAt, text: pythonJson(state.evaluatedUids) },
  ];
};

function endFiles(
  state: State,
  input: PublishInput,
  round: PlayedRound,
  seen: readonly Evaluated[],
): PublishedFile[] {
  const at = (offset: number): string => isoOf(seedBlockOf(round.roundId) + offset);
  const text = (one: NonNullable<PlayedRound['second']>): string =>
    evalData(round, one, input.plan.text.newTokens);
  const captures = [{ name: 'eval_data.json', capturedAt: at(320), text: text(round.first) }];
  if (round.second !== null)
    captures.push({ name: 'eval_data.json', capturedAt: at(540), text: text(round.second) });
  return [
    ...captures,
    { name: 'last_eval.json', capturedAt: at(598), text: lastEval(round, seen, input.plan.text.newTokens) },
    { name: 'h2h_latest.json', capturedAt: at(603), text: pythonJson(state.history.at(-1)) },
    { name: 'h2h_history.json', capturedAt: at(603), text: pythonJson(state.history) },
  ];
}

/** Takes a finished round into the state: records, composites, and everybody whom the prechecks or a probe put out. */
function advance(state: State, input: PublishInput, round: PlayedRound, seen: readonly Evaluated[]): void {
  const { plan, commitBlocks, repositories, seeded } = input;
  const hash = input.hashOf(seedBlockOf(round.roundId));
  state.history.push(roundRecord(round, seen, hash, commitBlocks));
  for (const one of seen) {
    const { uid, name } = one.miner;
    if (!state.evaluatedUids.includes(uid)) state.evaluatedUids.push(uid);
    if (one.composite !== null)
      state.composites[uid] = storedComposite(
        one,
        repositories.revisions.get(name) ?? '',
        commitBlocks.get(name) ?? 0,
        round.roundId,
      );
  }
  for (const miner of plan.miners.filter(
    (one) => one.commitRound === round.roundId && one.fault !== undefined,
  ))
    state.disqualified[`${firstHotkey(seeded, miner.uid)}:${commitBlocks.get(miner.name)}`] = reasonOf(
      input,
      miner,
    );
}

/** The evaluator's reason for a planted fault, with its own prefixes. */
function reasonOf({ plan, commitBlocks }: PublishInput, miner: PlannedMiner): string {
  if (isSound(miner)) return PROBE_REASON;
  if (miner.fault === 'code') return 'arch: SECURITY: Repo contains custom code files (payload.py, setup.py)';
  if (miner.fault === 'architecture')
    return 'arch: Quasar config mismatch against silx-ai/Quasar-3B-A1B-Preview: n_layers, d_ff';
  if (miner.copyOf === undefined)
    return `arch: Model ${miner.repo} is not publicly accessible on HuggingFace (missing, private, or unauthorized)`;
  const original = minerNamed(plan, miner.copyOf);
  return (
    `copy: identical weights as UID ${original.uid} (${original.repo}), committed later at block ` +
    `${commitBlocks.get(miner.name)} vs ${commitBlocks.get(original.name)}`
  );
}
