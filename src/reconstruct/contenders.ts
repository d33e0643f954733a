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

interface CandidateInput {
  readonly era: Era;
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  readonly published: PublishedRound | null;
  readonly files: FilePrechecks;
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

/**
 * Every UID with a commitment at the cutoff, after the prechecks of one validator's code line, ascending by UID: by the
 * incumbent, which changes them only where its own commitment is too old for anybody else.
 */
export function candidatesBy(input: CandidateInput): (incumbentUid: Uid | null) => readonly Candidate[] {
  const bound = findCandidates(input, null);
  return (incumbentUid) =>
    bound.some(({ uid, isTooOld }) => isTooOld && uid === incumbentUid)
      ? findCandidates(input, incumbentUid)
      : bound;
}

/** @param incumbentUid the UID that the minimum commit block does not bind */
function findCandidates(input: CandidateInput, incumbentUid: Uid | null): Candidate[] {
  const read: Looked[] = [];
  const entrants: Entrant[] = [];
  for (const one of input.cutoff.commitments) {
    const candidate = readOne(one, input, incumbentUid);
    if (candidate === null) continue;
    const looked = lookAt(candidate, input);
    read.push(looked);
    if (looked.entrant !== null) entrants.push(looked.entrant);
  }
  const duplicates = findDuplicates(entrants, input.era.policy.precheckLine);
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
  { cutoff, seed, published, era }: CandidateInput,
  incumbentUid: Uid | null,
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
    contender: commitment !== null && isPinned(commitment) ? commitment : null,
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

const isPinned = (commitment: Commitment): commitment is Contender => commitment.revision !== null;

/** Rules 1 to 19 and 22. */
function lookAt(candidate: Candidate, { era, published, files }: CandidateInput): Looked {
  const { contender } = candidate;
  if (candidate.validity !== 'valid' || contender === null) return { candidate, entrant: null, files: null };
  const found = files.of(contender);
  const state = validatorStateFindings(contender, published, era.policy);
  const told = candidate.hasRow ? state.map(overruled) : state;
  const findings = isAbsent(found) ? told : [...told, ...found.findings];
  const failures = findings.filter((finding) => finding.status === 'fail');
  const entrant: Entrant = {
    contender,
    reaches: failures.every((finding) => finding.rule === 22),
    stays: failures.length === 0,
    copyRoot:
      published === null ? null : copyRoot(published.disqualified, contender.hotkey, contender.committedAt),
    hash: isAbsent(found) ? found : found.hash,
    tensors: isAbsent(found) ? () => found : found.tensors,
  };
  return { candidate: concluded(candidate, findings, candidate), entrant, files: found };
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
  const findings = withCopies(candidate.findings, duplicates.get(candidate.uid));
  const failure = findings.find((finding) => finding.status === 'fail');
  if (failure !== undefined)
    return concluded(candidate, findings, {
      validity: 'invalid',
      deferred: failure.category === 'EVAL_ERROR' && failure.rule >= 20,
      reason: `Precheck rule ${failure.rule}: ${failure.reason}`,
    });
  const { validity, deferred } = candidate;
  if (files !== null && isAbsent(files))
    return candidate.hasRow
      ? concluded(candidate, findings, {
          validity,
          deferred,
          reason: `Its repository is not recorded, so no precheck was made; the validator published a row for it. ${files.why}`,
        })
      : concluded(candidate, findings, {
          validity: 'unknown',
          deferred,
          reason: `Its repository is not recorded, so the prechecks cannot be made. ${files.why}`,
        });
  return concluded(candidate, findings, { validity, deferred, reason: unchecked(findings) });
}

/** A candidate with what the prechecks say of it. */
const concluded = (
  { uid, hotkey, contender, commitment, isTooOld, hasRow }: Candidate,
  findings: Candidate['findings'],
  { validity, deferred, reason }: Pick<Candidate, 'validity' | 'deferred' | 'reason'>,
): Candidate => ({
  uid,
  hotkey,
  contender,
  commitment,
  validity,
  reason,
  findings,
  deferred,
  isTooOld,
  hasRow,
});

/** Findings in order of their rules: those of copies, rules 20 and 21, stand before the last one about files, rule 22. */
function withCopies(
  findings: readonly PrecheckFinding[],
  copies: readonly PrecheckFinding[] = [],
): readonly PrecheckFinding[] {
  if (copies.length === 0) return findings;
  const last = findings.at(-1);
  if (last === undefined || last.rule < 20) return [...findings, ...copies];
  return [...findings.slice(0, -1), ...copies, last];
}

function unchecked(findings: readonly PrecheckFinding[]): string {
  const rules: number[] = [];
  for (const { status, rule } of findings) if (status === 'not checked') rules.push(rule);
  return rules.length === 0
    ? 'It passes the prechecks.'
    : `It passes the prechecks that the recorded data decides; not checked: ${rules.join(', ')}.`;
}
