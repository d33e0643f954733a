import { type Absent, isAbsent } from '../domain/absent.js';
import type { Contender, PrecheckFinding } from '../domain/round.js';
import type { RepositoryManifest, SyntheticProfile } from '../domain/snapshot.js';
import type { Era } from '../eras/defineEra.js';
import type { ModelSource } from './modelSource.js';
import { REFERENCE_REPOSITORY } from './prechecks/referenceFiles.js';
import { isHidden, pinsUnder, runPrechecks } from './prechecks/runPrechecks.js';
import { type TensorContent, tensorContent } from './prechecks/tensorContent.js';
import { namesOf, TENSOR_NAMES } from './prechecks/tensorNames.js';
import { weightHash } from './prechecks/weightHash.js';

/** What one repository's files say, whoever committed it. */
export interface FileFindings {
  /** Rules 6 to 19 and 22. */
  readonly findings: readonly PrecheckFinding[];
  /** Rule 20's hash; null without safetensors, Absent where the hub lists no files. */
  readonly hash: string | null | Absent;
  /** Rule 21's tensors; null when too few are there, Absent when they are not held. */
  readonly tensors: () => TensorContent | null | Absent;
}

/** The prechecks of files under one era. Each repository is looked at once. */
export interface FilePrechecks {
  /** @returns Absent when the repository is not recorded */
  readonly of: (contender: Pick<Contender, 'repo' | 'revision'>) => FileFindings | Absent;
}

/** @param profile replaces pins that small synthetic models cannot meet */
export function filePrechecks(
  era: Era,
  models: ModelSource,
  profile: SyntheticProfile | null,
): FilePrechecks {
  const pins = pinsUnder(era.pins, profile);
  const references = models.findRevisions?.(REFERENCE_REPOSITORY) ?? [];
  const look = (manifest: RepositoryManifest): FileFindings => {
    const readFile = (path: string) => models.readFile?.(manifest, path) ?? notGiven(path);
    const config = models.readConfig(manifest);
    return {
      findings: runPrechecks({ manifest, config, pins, readFile, references }),
      hash: isHidden(manifest) ? notGiven('The list of its files') : weightHash(manifest),
      tensors: once(() => tensorsOf(manifest, era, models)),
    };
  };
  const known = new Map<string, FileFindings | Absent>();
  return {
    of: ({ repo, revision }) => {
      const key = `${repo}@${revision}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const manifest = models.findRepository(repo, revision);
      const found = isAbsent(manifest) ? manifest : look(manifest);
      known.set(key, found);
      return found;
    },
  };
}

const notGiven = (what: string): Absent => ({ absent: 'missing', why: `${what} is not recorded` });

function tensorsOf(
  manifest: RepositoryManifest,
  era: Era,
  models: ModelSource,
): TensorContent | null | Absent {
  const line = era.policy.precheckLine;
  if (models.readTensors === undefined) return notGiven('The weight file');
  const held = models.readTensors(manifest, namesOf(TENSOR_NAMES[line]));
  return isAbsent(held) ? held : tensorContent(held, line);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
