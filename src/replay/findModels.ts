import { findRepository } from '../artifacts/hub/findRepository.js';
import { modelFiles, type NeededFiles } from '../artifacts/hub/modelFiles.js';
import type { Snapshot } from '../artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../domain/absent.js';
import type { ModelFiles } from '../domain/engine.js';
import type { Contender, RoundSpec } from '../domain/round.js';

export interface RoundModels {
  readonly teacher: ModelFiles;
  readonly king: { readonly contender: Contender; readonly files: ModelFiles } | null;
  readonly challengers: readonly { readonly contender: Contender; readonly files: ModelFiles }[];
}

/** Files that must be there, by who computes with them. */
export interface ModelNeeds {
  readonly teacher: NeededFiles;
  readonly contenders: NeededFiles;
}

/** The recorded files of the teacher and of every contender; Absent names the first one that is not recorded. */
export function findModels(spec: RoundSpec, snapshot: Snapshot, needs: ModelNeeds): RoundModels | Absent {
  const { teacher } = snapshot.index;
  if (teacher === null) return { absent: 'missing', why: 'Not replayed: the snapshot records no teacher.' };
  const teacherFiles = filesOf(teacher.repo, teacher.revision, snapshot, needs.teacher);
  if (isAbsent(teacherFiles)) return teacherFiles;
  const seated = [];
  for (const contender of [...(spec.king === null ? [] : [spec.king]), ...spec.challengers]) {
    const files = filesOf(contender.repo, contender.revision, snapshot, needs.contenders);
    if (isAbsent(files)) return files;
    seated.push({ contender, files });
  }
  return {
    teacher: teacherFiles,
    king: seated.find((one) => one.contender.uid === spec.king?.uid) ?? null,
    challengers: seated.filter((one) => one.contender.uid !== spec.king?.uid),
  };
}

function filesOf(
  repo: string,
  revision: string,
  snapshot: Snapshot,
  needed: NeededFiles,
): ModelFiles | Absent {
  const manifest = findRepository(snapshot, repo, revision);
  return isAbsent(manifest) ? manifest : modelFiles(snapshot, manifest, needed);
}
