import { isAbsent } from '../../domain/absent.js';
import { findSandbox } from '../../evaluate/sandbox/findSandbox.js';

/**
 * Whether programs that models write can be confined here.
 * @param path the folders to look in, as in PATH
 * @returns null when they are, else the reason why they are not run
 */
export async function probeSandbox(path: string, architecture: string): Promise<string | null> {
  const found = await findSandbox(path, architecture);
  return isAbsent(found) ? found.why : null;
}
