import { findRepository } from '../../artifacts/hub/findRepository.js';
import { readHeldFile } from '../../artifacts/repositories/readHeldFile.js';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AuditError } from '../../errors/base.js';
import { ModelRefusedError } from '../../errors/model.js';
import { perSnapshot } from '../perSnapshot.js';
import { type ChatFiles, chatFilesFrom } from './readChatFiles.js';

/** A file that is not recorded, told apart from one that is and cannot be used. */
class NotHeld extends Error {}

/**
 * Tokenizer, chat template and end token of the recorded teacher.
 *
 * @param official sha256 of the era's chat template: no other one is rendered
 * @returns Absent when a file is not recorded or cannot be used
 */
export const recordedChat = perSnapshot(readChat);

async function readChat(snapshot: Snapshot, official: string): Promise<ChatFiles | Absent> {
  const { teacher } = snapshot.index;
  const manifest = teacher === null ? null : findRepository(snapshot, teacher.repo, teacher.revision);
  if (manifest === null || isAbsent(manifest)) return missing('the teacher is not in the snapshot');
  try {
    return await chatFilesFrom(async (name) => {
      const bytes = readHeldFile(snapshot, manifest, name);
      if (isAbsent(bytes)) throw new NotHeld(bytes.why);
      return bytes;
    }, official);
  } catch (error) {
    if (error instanceof NotHeld) return missing(error.message);
    if (error instanceof ModelRefusedError) return missing(`${error.message}${whyOf(error)}`);
    throw error;
  }
}

const whyOf = ({ why }: AuditError): string => (why === undefined ? '' : ` (${why})`);

const missing = (why: string): Absent => ({ absent: 'missing', why: `No axis is asked: ${why}.` });
