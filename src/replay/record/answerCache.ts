import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../../artifacts/snapshot/fileTrouble.js';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';

/**
 * Answers of the hub that cannot change, by what was asked: one file each, with the digest of its content. A file that is
 * cut or changed counts as not there, so that the hub is asked again.
 */
export class AnswerCache<T> {
  constructor(readonly dir: string) {}

  async get(question: string): Promise<T | null> {
    try {
      const { asked, answer, digest } = JSON.parse(await readFile(this.#path(question), 'utf8'));
      return asked === question && sha256Hex(canonicalJson({ asked, answer })) === digest ? answer : null;
    } catch {
      return null;
    }
  }

  /** @throws IoError */
  async put(question: string, answer: T): Promise<void> {
    const content = { asked: question, answer };
    const path = this.#path(question);
    try {
      await mkdir(this.dir, { recursive: true });
      const text = JSON.stringify({ ...content, digest: sha256Hex(canonicalJson(content)) });
      await writeFile(`${path}.${process.pid}.part`, text);
      await rename(`${path}.${process.pid}.part`, path);
    } catch (cause) {
      await rm(`${path}.${process.pid}.part`, { force: true }).catch(() => undefined);
      throw unwritable(path, cause);
    }
  }

  #path = (question: string): string => join(this.dir, `${sha256Hex(question)}.json`);
}
