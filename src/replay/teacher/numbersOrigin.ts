import type { EngineFingerprint } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import type { TeacherFingerprint } from '../../domain/teacher.js';
import type { ModelNeeds } from '../findModels.js';

/** Whose numbers a replay rests on, and what follows from it (rule: numbers of others, docs/methodology.md). */
export interface NumbersOrigin {
  /** True when every number was read from a file: no model was run. */
  readonly recorded: boolean;
  /** Model files that must be there. */
  readonly needs: ModelNeeds;
  /** What a verdict that rests on these numbers says of them, in sentences; none for those of the own engine. */
  readonly notes: readonly string[];
}

/** A file of recorded numbers, as far as a verdict tells of it. */
export interface RecordedNumbers {
  /** Of the engine that computed them. */
  readonly fingerprint: EngineFingerprint;
  readonly sha256: string;
}

/**
 * @param teacher the server that gave the teacher's numbers; null when an engine computed them
 * @param recorded the file that the numbers are read from; null when models are run
 */
export function numbersOrigin(
  teacher: TeacherFingerprint | null,
  recorded: RecordedNumbers | null,
): NumbersOrigin {
  const contenders = recorded === null ? 'all' : 'none';
  return {
    recorded: recorded !== null,
    needs: { contenders, teacher: teacher === null || recorded !== null ? contenders : 'config' },
    notes: [
      ...(recorded === null ? [] : [recordedNote(recorded)]),
      ...(teacher === null ? [] : [serverNote(teacher)]),
    ],
  };
}

const recordedNote = ({ fingerprint, sha256 }: RecordedNumbers): string =>
  `The scores are recorded numbers, read from a file (sha256 ${sha256.slice(0, 12)}) that names the engine ${fingerprint.digest.slice(0, 12)}: another's word, not computed here.`;

const serverNote = ({ model, version, hosts }: TeacherFingerprint): string =>
  `The teacher's numbers are those of a server (${printable(model)} on ${printable(hosts.join(', '))}, ${version === null ? 'version not told' : `version ${printable(version)}`}): another engine, whose weights are its operator's word. The noise floor holds the spread of the contenders' engine alone; against numbers of an own teacher these can be equivalent (L1), never identical.`;
