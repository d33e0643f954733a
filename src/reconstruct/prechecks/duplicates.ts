import { type Absent, isAbsent } from '../../domain/absent.js';
import type { Uid } from '../../domain/identity.js';
import type { Contender, PrecheckFinding } from '../../domain/round.js';
import type { PrecheckLine } from '../../eras/defineEra.js';
import { failed, notChecked, passed } from './precheck.js';
import { contentHash, nearCopy, sameContent, type TensorContent } from './tensorContent.js';

/** One commitment as the rules about copies see it. */
export interface Entrant {
  readonly contender: Contender;
  /** It passes rules 1 to 19, so that its weights are compared. */
  readonly reaches: boolean;
  /** It is not removed by rule 22. */
  readonly stays: boolean;
  /** UID of which a published entry calls it a copy. */
  readonly copyRoot: Uid | null;
  /** Rule 20's hash, null without safetensors; Absent when the repository is not recorded. */
  readonly hash: string | null | Absent;
  /** null when too few of the tensors are there; Absent when they are not held. */
  readonly tensors: () => TensorContent | null | Absent;
}

/** A model whose copies lose. */
interface Anchor {
  readonly contender: Contender;
  readonly tensors: Entrant['tensors'];
}

const earlier = (a: Contender, b: Contender): number => a.committedAt - b.committedAt || a.uid - b.uid;
const SALT =
  'The tests on chunks and values need the salt of each validator, which is private, so that nobody else can repeat them.';

/**
 * Findings of rules 20 and 21 by UID: copies lose to the earliest commitment. Only what is recorded is compared; where
 * an earlier commitment is not, the absence of a copy is not claimed.
 */
export function findDuplicates(
  entrants: readonly Entrant[],
  line: PrecheckLine,
): Map<Uid, readonly PrecheckFinding[]> {
  return line === 'P2' ? findByUid(entrants) : findByCommitment(entrants, line);
}

/** From line P5 on: the later commitment loses in whatever order they are looked at; one that fails anchors nothing. */
function findByCommitment(
  entrants: readonly Entrant[],
  line: PrecheckLine,
): Map<Uid, readonly PrecheckFinding[]> {
  const found = new Map<Uid, readonly PrecheckFinding[]>();
  const byHash = rootsOfCopies(entrants);
  const anchors: Anchor[] = [];
  let unrecorded = 0;
  for (const one of [...entrants].sort((a, b) => earlier(a.contender, b.contender))) {
    if (isAbsent(one.hash)) unrecorded += 1;
    if (!one.reaches || isAbsent(one.hash)) continue;
    const weights = weightFinding(one, one.hash, byHash, unrecorded);
    const content = weights.status === 'fail' ? null : contentFinding(one, anchors, line, unrecorded);
    found.set(one.contender.uid, content === null ? [weights] : [weights, content]);
    if (weights.status === 'fail' || content?.status === 'fail' || !one.stays || one.hash === null) continue;
    byHash.set(one.hash, first(byHash.get(one.hash), one.contender));
    anchors.push(one);
  }
  return found;
}

const first = (a: Contender | undefined, b: Contender): Contender =>
  a !== undefined && earlier(a, b) < 0 ? a : b;

/** The root of a published copy anchors with the weights of the copy, also when the root itself is disqualified. */
function rootsOfCopies(entrants: readonly Entrant[]): Map<string, Contender> {
  const byUid = new Map(entrants.map((one) => [one.contender.uid, one.contender]));
  const roots = new Map<string, Contender>();
  for (const { copyRoot, hash } of entrants) {
    const root = copyRoot === null ? undefined : byUid.get(copyRoot);
    if (root !== undefined && typeof hash === 'string') roots.set(hash, first(roots.get(hash), root));
  }
  return roots;
}

const copyOf = (other: Contender): string =>
  `UID ${other.uid}, committed earlier (block ${other.committedAt})`;
const deferred20 = (): PrecheckFinding =>
  failed(20, 'EVAL_ERROR', 'It holds no safetensors, so the evaluator defers it.');

function weightFinding(
  { contender }: Entrant,
  hash: string | null,
  byHash: ReadonlyMap<string, Contender>,
  unrecorded: number,
): PrecheckFinding {
  if (hash === null) return deferred20();
  const original = byHash.get(hash);
  if (original !== undefined && original.uid !== contender.uid && earlier(original, contender) < 0)
    return failed(20, 'COPY', `Its weights are those of ${copyOf(original)}.`);
  return unrecorded === 0
    ? passed(20, 'No earlier commitment has the same weights.')
    : notChecked(
        20,
        `No recorded earlier commitment has the same weights; ${unrecorded} earlier one(s) are not recorded.`,
      );
}

function contentFinding(
  one: Entrant,
  anchors: readonly Anchor[],
  line: PrecheckLine,
  unrecorded: number,
): PrecheckFinding {
  const own = one.tensors();
  if (isAbsent(own)) return notChecked(21, `Its tensors would be needed. ${own.why}`);
  if (own === null)
    return failed(21, 'EVAL_ERROR', 'Too few of the named tensors are there, so the evaluator defers it.');
  let missing = unrecorded;
  for (const anchor of anchors) {
    const other = anchor.tensors();
    if (other === null || isAbsent(other)) {
      missing += 1;
      continue;
    }
    const copy = compareTensors(own, other, line);
    if (copy !== null) return failed(21, 'COPY', `${copy} ${copyOf(anchor.contender)}.`);
  }
  const nothing = `No ${missing === 0 ? '' : 'recorded '}earlier commitment holds the same tensors`;
  const rest = missing === 0 ? '' : `; ${missing} earlier one(s) are not recorded with their tensors`;
  if (line === 'LATEST') return notChecked(21, `${nothing}${rest}. ${SALT}`);
  return missing === 0 ? passed(21, `${nothing}.`) : notChecked(21, `${nothing}${rest}.`);
}

/** How one model's tensors are another's; null when they are not. */
function compareTensors(own: TensorContent, other: TensorContent, line: PrecheckLine): string | null {
  if (sameContent(own, other))
    return `Its ${own.names.length} hashed tensor(s), ${contentHash(own).slice(0, 16)}..., are those of`;
  const near = line === 'LATEST' ? nearCopy(own, other) : null;
  return near === null
    ? null
    : `${near.identical} of ${near.common} train tensors are byte for byte those of`;
}

/**
 * Line P2: in order of UID, against the first match alone, which a failed one can be. The one that is looked at loses
 * where its block is not smaller, else the match does, although it had passed.
 */
function findByUid(entrants: readonly Entrant[]): Map<Uid, readonly PrecheckFinding[]> {
  const found = new Map<Uid, readonly PrecheckFinding[]>();
  const seen: Entrant[] = [];
  const unrecorded = entrants.filter((one) => isAbsent(one.hash)).length;
  for (const one of [...entrants].sort((a, b) => a.contender.uid - b.contender.uid)) {
    if (!one.reaches || isAbsent(one.hash)) continue;
    const { uid } = one.contender;
    if (one.hash === null) {
      found.set(uid, [deferred20()]);
      continue;
    }
    const sameWeights = seen.find((other) => other.hash === one.hash);
    const loses = settleMatch(one, sameWeights, 20, found);
    const weights = loses ?? weightFinding(one, one.hash, new Map(), unrecorded);
    if (loses !== null) {
      found.set(uid, [loses]);
      continue;
    }
    const content = earlyContent(one, seen, unrecorded, found);
    found.set(uid, [weights, content]);
    if (content.status !== 'fail') seen.push(one);
  }
  return found;
}

/** The finding when the one looked at loses; else null, and a match that loses gets its own finding. */
function settleMatch(
  one: Entrant,
  match: Entrant | undefined,
  rule: 20 | 21,
  found: Map<Uid, readonly PrecheckFinding[]>,
): PrecheckFinding | null {
  if (match === undefined) return null;
  const what = rule === 20 ? 'weights' : 'hashed tensors';
  if (one.contender.committedAt >= match.contender.committedAt)
    return failed(rule, 'COPY', `Its ${what} are those of UID ${match.contender.uid}, looked at before it.`);
  const { uid } = match.contender;
  const kept = (found.get(uid) ?? []).filter((finding) => finding.rule !== rule);
  const loser = failed(rule, 'COPY', `Its ${what} are those of ${copyOf(one.contender)}.`);
  found.set(
    uid,
    [...kept, loser].sort((a, b) => a.rule - b.rule),
  );
  return null;
}

function earlyContent(
  one: Entrant,
  seen: readonly Entrant[],
  unrecorded: number,
  found: Map<Uid, readonly PrecheckFinding[]>,
): PrecheckFinding {
  const own = one.tensors();
  if (isAbsent(own) || own === null) return contentFinding(one, [], 'P2', unrecorded);
  const match = seen.find((other) => {
    const tensors = other.tensors();
    return tensors !== null && !isAbsent(tensors) && sameContent(own, tensors);
  });
  const loses = settleMatch(one, match, 21, found);
  if (loses !== null) return loses;
  const missing = unrecorded + seen.filter((other) => isAbsent(other.tensors())).length;
  return contentFinding(one, [], 'P2', missing);
}
