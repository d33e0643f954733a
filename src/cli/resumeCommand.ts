import type { GlobalOptions } from './context.js';

/** A word of a command line as a POSIX shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command that goes on with an interrupted audit, on the same snapshot and in the same folder, from anywhere here. */
export function resumeCommand(
  id: string,
  { snapshot, snapshots, replays }: Pick<GlobalOptions, 'snapshot' | 'snapshots' | 'replays'>,
): string {
  const source = snapshot === null ? ['--snapshots', snapshots] : ['--snapshot', snapshot];
  return ['recrown', 'audit', '--resume', id, ...source, '--replays', replays].map(quoted).join(' ');
}
