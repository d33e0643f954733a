import { readFile, stat } from 'node:fs/promises';
import { ModelRefusedError } from '../../errors/model.js';
import { IoError } from '../../errors/store.js';
import { readArchitecture } from '../graphs/readArchitecture.js';
import { parseStrictJson, StrictJsonFault } from '../json/parseStrictJson.js';

const MAX_CONFIG_BYTES = 1 << 20;

/**
 * Ids that the head of a model knows, from its config.json alone.
 * @throws ModelRefusedError, IoError
 */
export async function readVocabSize(configPath: string): Promise<number> {
  try {
    const { size } = await stat(configPath);
    if (size > MAX_CONFIG_BYTES) throw refused(`it has ${size} bytes, the limit is ${MAX_CONFIG_BYTES}`);
    return readArchitecture(parseStrictJson(await readFile(configPath, 'utf8'))).vocabSize;
  } catch (error) {
    if (error instanceof StrictJsonFault) throw refused(error.message);
    if (error instanceof ModelRefusedError) throw error;
    throw new IoError({
      what: "the teacher's config.json cannot be read",
      why: (error as Error).message,
      remedy: 'Check the snapshot with recrown doctor.',
      cause: error,
    });
  }
}

const refused = (why: string): ModelRefusedError =>
  new ModelRefusedError({
    what: "the teacher's config.json is refused",
    why,
    remedy: 'Record the teacher again at its pinned revision.',
  });
