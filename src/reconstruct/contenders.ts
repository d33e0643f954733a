import { type Absent, isAbsent } from '../domain/absent.js';
import type { ChainState } from '../domain/chainState.js';
import type { Uid } from '../domain/identity.js';
import type { PublishedRound } from '../domain/published.js';
import type { Contender, PrecheckFinding } from '../domain/round.js';
import { uidAt } from '../domain/uidAt.js';
import type { Era } from '../eras/defineEra.js';
import type { FileFindings, FilePrechecks } from './filePrechecks.js';
import { type Entrant, findDuplicates } from './prechecks/duplicates.js';
import { copyRoot } from './prechecks/existingDisqualification.js';
import { validatorStateFindings } from './prechecks/validatorState.js';
import { readCommitment } from './readCommitment.js';

/** One UID with a commitment, after the prechecks. */
export interface Candidate {
  readonly uid: Uid;
  readonly hotkey: string;
  /** null when the payload names no pinned revision. */
  readonly contender: Contender | null;
  /** What was committed, also where it names files that can change; null when no repository can be read. */
  readonly commitment: Commitment | null;
  /** `unknown`: its repository is not recorded, or its files can change, so that nothing of it could be looked at. */
  readonly validity: 'valid' | 'invalid' | 'unknown';
  /** Why it is not valid, or what was not checked. */
  readonly reason: string;
  readonly findings: readonly PrecheckFinding[];
  /** It fails only in passing: it is put off and not refused. */
  readonly deferred: boolean;
  /** It is not valid for the minimum commit block alone, so that no precheck was made. */
  readonly isTooOld: boolean;
  /** True when this validator published a row of this round for the same model. */
  readonly hasRow: boolean;
}

/** A commitment as the planner sees it. */
export type Commitment = Omit<Contender, 'revision'> & {
  /** null when it is not pinned. */
  readonly revision: Contender['revision'] | null;
};

export interface CandidateInput {
  readonly era: Era;
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  readonly published: PublishedRound | null;
  readonly files: FilePrechecks;
  /** The UID that the minimum commit block does not bind. */
  readonly incumbentUid: Uid | null;
}

/** Whether the published round holds a row of this contender's commitment. */
const hasRow = (published: PublishedRound | null, contender: Commitment): boolean =>
  published?.rows.some(
    (row) =>
      !row.isReference &&
      row.uid === contender.uid &&
      row.model === contender.repo &&
      (row.committedAt === null || row.committedAt === contender.committedAt),
  ) ?? false;

/** Every UID with a commitment at the cutoff, after the prechecks of one validator's code line. Ascending by UID. */
export function findCandidates(input: CandidateInput): Candidate[] {
  const read: Looked[] = [];
  for (const one of input.cutoff.commitments) {
    const candidate = readOne(one, input);
    if (candidate !== null) read.push(lookAt(candidate, input));
  }
  const duplicates = findDuplicates(
    read.flatMap((one) => (one.entrant === null ? [] : [one.entrant])),
    input.era.policy.precheckLine,
  );
  return read
    .map((one) => (one.entrant === null ? one.candidate : conclude(one, duplicates)))
    .sort((a, b) => a.uid - b.uid);
}

interface Looked {
  readonly candidate: Candidate;
  /** null when the commitment does not count, so that no precheck is made. */
  readonly entrant: Entrant | null;
  readonly files: FileFindings | Absent | null;
}

function readOne(
  commitments: ChainState['commitments'][number],
  { cutoff, seed, published, era, incumbentUid }: CandidateInput,
): Candidate | null {
  const { uid, hotkey } = commitments;
  if (commitments.entries.length === 0) return null;
  const out = (
    reason: string,
    commitment: Commitment | null = null,
    validity: Candidate['validity'] = 'invalid',
    isTooOld = false,
  ): Candidate => ({
    uid,
    hotkey,
    contender: pinned(commitment),
    commitment,
    validity,
    reason,
    findings: [],
    deferred: false,
    isTooOld,
    hasRow: commitment !== null && hasRow(published, commitment),
  });
  const entry = commitments.chosen === null ? undefined : commitments.entries[commitments.chosen];
  if (entry === undefined) return out('No revealed payload can be used.');
  const payload = readCommitment(entry.text);
  if (!payload.ok && payload.repo === null)
    return out(
      entry.lengthPrefixed
        ? payload.reason
        : `${payload.reason} The stored bytes carry no length prefix, so the evaluator loses the first ones.`,
    );
  const revision = payload.ok ? payload.revision : null;
  const commitment = { uid, hotkey, repo: payload.repo as string, revision, committedAt: entry.block };
  if (entry.block > cutoff.block)
    return out(`It was revealed at block ${entry.block}, after the cutoff ${cutoff.block}.`, commitment);
  if (uidAt(seed, uid)?.hotkey !== hotkey)
    return out(`UID ${uid} belongs to another hotkey at the seed block ${seed.block}.`, commitment);
  const least = era.policy.minCommitBlock;
  if (least !== null && entry.block < least && uid !== incumbentUid)
    return out(
      `It was committed at block ${entry.block}, before the first that counts, ${least}.`,
      commitment,
      'invalid',
      true,
    );
  return payload.ok
    ? out('', commitment, 'valid')
    : out(`${payload.reason} It cannot be replayed; a validator may have scored it.`, commitment, 'unknown');
}

const pinned = (commitment: Commitment | null): Contender | null =>
  commitment === null || commitment.revision === null
    ? null
    : { ...commitment, revision: commitment.revision };

/** Rules 1 to 19 and 22. */
function lookAt(candidate: Candidate, { era, published, files }: CandidateInput): Looked {
  const { contender } = candidate;
  if (candidate.validity !== 'valid' || contender === null) return { candidate, entrant: null, files: null };
  const found = files.of(contender);
  const state = validatorStateFindings(contender, published, era.policy).map((finding) =>
    candidate.hasRow ? overruled(finding) : finding,
  );
  const findings = [...state, ...(isAbsent(found) ? [] : found.findings)];
  const fails = (finding: PrecheckFinding) => finding.status === 'fail';
  const entrant: Entrant = {
    contender,
    reaches: !findings.some((finding) => fails(finding) && finding.rule !== 22),
    stays: !findings.some(fails),
    copyRoot: copyRoot(published?.disqualified ?? {}, contender.hotkey, contender.committedAt),
    hash: isAbsent(found) ? found : found.hash,
    tensors: isAbsent(found) ? () => found : found.tensors,
  };
  return { candidate: { ...candidate, findings }, entrant, files: found };
}

/** State captured after the round does not say what stood before it: a row of the round shows that the rule was passed. */
const overruled = (finding: PrecheckFinding): PrecheckFinding =>
  finding.status === 'fail'
    ? {
        rule: finding.rule,
        status: 'pass',
        category: null,
        reason: `The validator published a row of this round for it, so this came after: ${finding.reason}`,
      }
    : finding;

function conclude(
  { candidate, files }: Looked,
  duplicates: ReadonlyMap<Uid, readonly PrecheckFinding[]>,
): Candidate {
  const findings = [...candidate.findings, ...(duplicates.get(candidate.uid) ?? [])].sort(
    (a, b) => a.rule - b.rule,
  );
  const failure = findings.find((finding) => finding.status === 'fail');
  if (failure !== undefined)
    return {
      ...candidate,
      findings,
      validity: 'invalid',
      deferred: failure.category === 'EVAL_ERROR' && failure.rule >= 20,
      reason: `Precheck rule ${failure.rule}: ${failure.reason}`,
    };
  if (files !== null && isAbsent(files))
    return candidate.hasRow
      ? {
          ...candidate,
          findings,
          reason: `Its repository is not recorded, so no precheck was made; the validator published a row for it. ${files.why}`,
        }
      : {
          ...candidate,
          findings,
          validity: 'unknown',
          reason: `Its repository is not recorded, so the prechecks cannot be made. ${files.why}`,
        };
  return { ...candidate, findings, reason: unchecked(findings) };
}

const unchecked = (findings: readonly PrecheckFinding[]): string => {
  const rules = findings.filter((one) => one.status === 'not checked').map((one) => one.rule);
  return rules.length === 0
    ? 'It passes the prechecks.'
    : `It passes the prechecks that the recorded data decides; not checked: ${rules.join(', ')}.`;
};
