import type { Absent } from '../domain/absent.js';
import { isAbsent } from '../domain/absent.js';
import type { ChainState } from '../domain/chainState.js';
import type { Uid } from '../domain/identity.js';
import type { PublishedRound } from '../domain/published.js';
import type { Contender } from '../domain/round.js';
import type { RepositoryManifest, SyntheticProfile } from '../domain/snapshot.js';
import type { Era } from '../eras/defineEra.js';
import { existingDisqualification } from './prechecks/existingDisqualification.js';
import type { PrecheckResult } from './prechecks/precheck.js';
import { pinsUnder, runPrechecks } from './prechecks/runPrechecks.js';
import { weightHash } from './prechecks/weightHash.js';
import { readCommitment } from './readCommitment.js';

/** Where models and their configs come from; nothing is fetched here. */
export interface ModelSource {
  readonly findRepository: (repo: string, revision: string) => RepositoryManifest | Absent;
  readonly readConfig: (manifest: RepositoryManifest) => Readonly<Record<string, unknown>> | Absent;
}

/** One UID with a commitment, after the prechecks. */
export interface Candidate {
  readonly uid: Uid;
  readonly hotkey: string;
  /** null when the payload names no pinned revision. */
  readonly contender: Contender | null;
  readonly valid: boolean;
  /** Why it is not valid, or what was not checked. */
  readonly reason: string;
  /** True when this validator published a row of this round for the same model. */
  readonly hasRow: boolean;
}

export interface CandidateInput {
  readonly era: Era;
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  readonly published: PublishedRound | null;
  readonly profile: SyntheticProfile | null;
  readonly models: ModelSource;
  /** The UID that the minimum commit block does not bind. */
  readonly incumbentUid: Uid | null;
}

/** Whether the published round holds a row of this contender's commitment. */
const hasRow = (published: PublishedRound | null, contender: Contender): boolean =>
  published?.rows.some(
    (row) =>
      !row.isReference &&
      row.uid === contender.uid &&
      row.model === contender.repo &&
      (row.committedAt === null || row.committedAt === contender.committedAt),
  ) ?? false;

/**
 * Every UID with a commitment at the cutoff, checked in order of commitment; duplicates lose to the earliest.
 * Ascending by UID.
 */
export function findCandidates(input: CandidateInput): Candidate[] {
  const read = input.cutoff.commitments.flatMap((one) => {
    const candidate = readOne(one, input);
    return candidate === null ? [] : [candidate];
  });
  const order = (one: Candidate) => one.contender?.committedAt ?? Number.POSITIVE_INFINITY;
  const first = new Map<string, Contender>();
  return read
    .sort((a, b) => (order(a) === order(b) ? a.uid - b.uid : order(a) - order(b)))
    .map((one) => checkOne(one, input, first))
    .sort((a, b) => a.uid - b.uid);
}

function readOne(
  commitments: ChainState['commitments'][number],
  { cutoff, seed, published }: CandidateInput,
): Candidate | null {
  const { uid, hotkey } = commitments;
  if (commitments.entries.length === 0) return null;
  const out = (reason: string): Candidate => ({
    uid,
    hotkey,
    contender: null,
    valid: false,
    reason,
    hasRow: false,
  });
  const entry = commitments.chosen === null ? undefined : commitments.entries[commitments.chosen];
  if (entry === undefined) return out('No revealed payload can be used.');
  const payload = readCommitment(entry.text);
  if (!payload.ok)
    return out(
      entry.lengthPrefixed
        ? payload.reason
        : `${payload.reason} The stored bytes carry no length prefix, so the evaluator loses the first ones.`,
    );
  const contender: Contender = {
    uid,
    hotkey,
    repo: payload.repo,
    revision: payload.revision,
    committedAt: entry.block,
  };
  const reads = { ...out(''), contender, hasRow: hasRow(published, contender) };
  if (entry.block > cutoff.block)
    return { ...reads, reason: `It was revealed at block ${entry.block}, after the cutoff ${cutoff.block}.` };
  const holder = seed.uids.find((one) => one.uid === uid)?.hotkey;
  if (holder !== hotkey)
    return { ...reads, reason: `UID ${uid} belongs to another hotkey at the seed block ${seed.block}.` };
  return { ...reads, valid: true };
}

function checkOne(one: Candidate, input: CandidateInput, first: Map<string, Contender>): Candidate {
  const { contender } = one;
  if (!one.valid || contender === null) return one;
  const { era, published, models, profile } = input;
  const out = (reason: string): Candidate => ({ ...one, valid: false, reason });
  const least = era.policy.minCommitBlock;
  if (contender.committedAt < least && contender.uid !== input.incumbentUid)
    return out(`It was committed at block ${contender.committedAt}, before the first that counts, ${least}.`);
  if (!one.hasRow) {
    const before = existingDisqualification(
      published?.disqualified ?? {},
      contender.hotkey,
      contender.committedAt,
    );
    if (before.status === 'fail') return out(before.reason);
  }
  const manifest = models.findRepository(contender.repo, contender.revision);
  if (isAbsent(manifest))
    return one.hasRow
      ? {
          ...one,
          reason: `Its repository is not recorded, so no precheck was made; the validator published a row for it. ${manifest.why}`,
        }
      : out(`Its repository is not recorded, so the prechecks cannot be made. ${manifest.why}`);
  const results = runPrechecks({
    manifest,
    config: models.readConfig(manifest),
    pins: pinsUnder(era.pins, profile),
  });
  const failure = results.find((result) => result.status === 'fail');
  if (failure !== undefined) return out(`Precheck rule ${failure.rule}: ${failure.reason}`);
  const hash = weightHash(manifest);
  if (hash === null) return out('Precheck rule 20: it holds no safetensors, so the evaluator defers it.');
  const original = first.get(hash);
  if (original !== undefined)
    return out(
      `Precheck rule 20: its weights are those of UID ${original.uid}, committed earlier (block ${original.committedAt}).`,
    );
  first.set(hash, contender);
  return { ...one, reason: unchecked(results) };
}

const unchecked = (results: readonly PrecheckResult[]): string => {
  const rules = results.filter((result) => result.status === 'not checked').map((result) => result.rule);
  return `It passes the prechecks that files can decide; not checked: ${rules.sort((a, b) => a - b).join(', ')}.`;
};
