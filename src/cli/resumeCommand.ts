import type { GlobalOptions } from './context.js';

/** A word of a command line as a POSIX shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * The command that goes on with an interrupted audit, on the same snapshot and in the same folder, from anywhere here.
 * @param more further options that the audit was begun with
 */
export function resumeCommand(
  id: string,
  { snapshot, snapshots, replays }: Pick<GlobalOptions, 'snapshot' | 'snapshots' | 'replays'>,
  more: readonly string[] = [],
): string {
  const source = snapshot === null ? ['--snapshots', snapshots] : ['--snapshot', snapshot];
  return quotedCommand(['audit', '--resume', id, ...source, '--replays', replays, ...more]);
}

/**
 * A call of this program as a line that a shell takes. Addresses lose what may be a secret: user, password, query and path
 * show as `***`, to be put back by the person.
 */
export const quotedCommand = (argv: readonly string[]): string =>
  ['recrown', ...argv.map(withoutSecret)].map(quoted).join(' ');

/** An address without user, password, query and path; any other word as it is. */
export function withoutSecret(word: string): string {
  const [, flag = '', address = ''] = /^(--[\w-]+=)?([a-z]+:\/\/.*)$/i.exec(word) ?? [];
  if (address === '' || !URL.canParse(address)) return word;
  const { protocol, host, username, password, search, pathname, hash } = new URL(address);
  const bare = username + password + search + hash === '' && pathname.length <= 1;
  return bare ? word : `${flag}${protocol}//${host}/***`;
}
