import type { Absent } from '../../domain/absent.js';
import { findSandbox } from '../../evaluate/sandbox/findSandbox.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';

/**
 * The sandbox of this machine, measured when a program is first to be run, and once.
 * @param path the folders to look in, as in PATH
 */
export function sandboxOnce(path: string): () => Promise<Sandbox | Absent> {
  let found: Promise<Sandbox | Absent> | null = null;
  return () => {
    found ??= findSandbox(path, process.arch);
    return found;
  };
}
