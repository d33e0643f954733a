import { canonicalJson, sha256Hex } from '../domain/canonical.js';
import type { EngineFingerprint } from '../domain/engine.js';
import type { ReplaySpec, StartRecord } from '../domain/journal.js';
import type { EvaluatorIdentity } from '../domain/referenceCheck.js';
import type { SnapshotIndex } from '../domain/snapshot.js';
import type { TeacherFingerprint } from '../domain/teacher.js';
import type { EraBoundaries } from '../eras/erasAt.js';

/** What decides the numbers of a run. */
export interface StartInput {
  readonly index: SnapshotIndex;
  readonly rounds: readonly number[];
  readonly fingerprint: EngineFingerprint;
  readonly boundaries: EraBoundaries;
  /** Null for a teacher that the engine runs. */
  readonly teacher: TeacherFingerprint | null;
  /** Null where the duel alone is run. */
  readonly axes: {
    readonly mode: string;
    readonly whatIf: readonly string[];
    readonly batch?: number;
  } | null;
  readonly freshText: boolean;
  /** Null for words of our own. */
  readonly evaluator: EvaluatorIdentity | null;
}

/** The first record of a run: everything that decides its numbers, and the id that follows from it. */
export function startRecord({
  index,
  rounds,
  fingerprint,
  boundaries,
  teacher,
  axes,
  freshText,
  evaluator,
}: StartInput): StartRecord {
  const spec: ReplaySpec = {
    recrown: { version: RECROWN_VERSION, source: RECROWN_SOURCE_DIGEST },
    snapshot: { name: index.name, digest: index.digest, agreed: index.endpoints.length > 1 },
    netuid: index.netuid,
    rounds,
    engine: fingerprint.digest,
    ...(teacher === null ? {} : { teacher: teacher.digest }),
    ...(Object.keys(boundaries).length === 0 ? {} : { boundaries }),
    ...(axes === null ? {} : { axes: axes.mode }),
    ...(axes !== null && (axes.batch ?? 1) > 1 && { batch: axes.batch }),
    ...(axes === null || axes.whatIf.length === 0 ? {} : { whatIf: axes.whatIf }),
    ...(freshText ? { freshText: true as const } : {}),
    ...(evaluator === null ? {} : { evaluator }),
  };
  return {
    type: 'start',
    schema: 1,
    id: sha256Hex(canonicalJson(spec)).slice(0, 6),
    spec,
    synthetic: index.synthetic,
    profile: index.profile,
    fingerprint,
    ...(teacher === null ? {} : { teacher }),
  };
}
