import type { Absent } from '../domain/absent.js';
import type { RepositoryManifest } from '../domain/snapshot.js';
import type { HeldTensors } from './prechecks/tensorContent.js';

/** The recorded manifests that a name stands for, and the files in them; nothing is fetched here. */
export interface ModelSource {
  readonly findRepository: (repo: string, revision: string) => RepositoryManifest | Absent;
  readonly readConfig: (manifest: RepositoryManifest) => Readonly<Record<string, unknown>> | Absent;
  /** Bytes of one small file; without it the rules that need them are not checked. */
  readonly readFile?: (manifest: RepositoryManifest, path: string) => Uint8Array | Absent;
  /** Named tensors of the safetensors; without it the rule about their content is not checked. */
  readonly readTensors?: (manifest: RepositoryManifest, names: readonly string[]) => HeldTensors | Absent;
  /** Recorded revisions of the repository that models are compared with. */
  readonly findRevisions?: (repo: string) => readonly RepositoryManifest[];
}
