import { basename, resolve } from 'node:path';
import { findSnapshots } from '../../artifacts/snapshot/findSnapshots.js';
import { AUDITED_NETUID } from '../../domain/netuid.js';
import { printable } from '../../domain/printable.js';
import { HELD_ERAS } from '../../eras/eraTable.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { listReplays, type ReplayFile } from '../../replay/listReplays.js';
import { NAME_KINDS, type NameKind } from '../completion/commandTable.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';

/** Names that a shell offers at most. */
const MOST = 500;
const SCREENS = ['rounds', 'weights', 'live'];

/**
 * `recrown __complete KIND -- WORDS`: names for a shell, one a line, the highest first. They are read from names of files alone:
 * no index, no engine and no screen is loaded. Names with line breaks or what a terminal must not get are left out, and
 * trouble gives no names.
 * @param words the line so far, for its own --replays and --snapshots
 */
export async function completeNames(
  context: CommandContext,
  { kind, words }: { readonly kind: string; readonly words: readonly string[] },
): Promise<number> {
  if (!(NAME_KINDS as readonly string[]).includes(kind))
    throw new UsageError({
      what: `no names are of the kind ${printable(kind, 40)}`,
      remedy: `known are ${NAME_KINDS.join(', ')}`,
    });
  const replays = folderOf(words, '--replays') ?? context.options.replays;
  const snapshots = folderOf(words, '--snapshots') ?? context.options.snapshots;
  try {
    const names = await namesOf(kind as NameKind, resolve(context.cwd, replays), snapshots, context.cwd);
    const safe = [...new Set(names)].filter((name) => printable(name) === name).slice(0, MOST);
    context.out(safe.map((name) => `${name}\n`).join(''));
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
  }
  return EXIT.ok;
}

/** The value of an option in a line that may not be finished. */
function folderOf(words: readonly string[], flag: string): string | null {
  const at = words.indexOf(flag);
  if (at >= 0) return words[at + 1] === '=' ? (words[at + 2] ?? null) : (words[at + 1] ?? null);
  return words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? null;
}

async function namesOf(kind: NameKind, replays: string, snapshots: string, cwd: string): Promise<string[]> {
  if (kind === 'snapshots')
    return (await findSnapshots(resolve(cwd, snapshots))).map(
      (dir) => `${snapshots.replace(/\/+$/, '')}/${basename(dir)}`,
    );
  const files = listReplays(replays, AUDITED_NETUID);
  const ids = files.map((file) => file.id).reverse();
  if (kind === 'replays') return ids;
  if (kind === 'sides') return [...HELD_ERAS.map((era) => era.id), ...ids];
  if (kind === 'unsealed') return files.filter((file) => !file.sealed).map((file) => file.id);
  const spans = [
    ...files.flatMap(spanOf),
    ...(await findSnapshots(resolve(cwd, snapshots))).flatMap(spanOfSnapshot),
  ];
  const rounds = roundsOf(spans);
  if (kind === 'rounds') return rounds;
  if (kind === 'places') return [...SCREENS, ...rounds, ...ids];
  return [
    ...rounds,
    ...spans.filter(([first, last]) => last > first).map(([first, last]) => `${first}..${last}`),
  ];
}

type Span = readonly [first: number, last: number];

/** `FIRST-LAST-ID.replay.jsonl`: a sealed replay's name says its rounds. */
const spanOf = ({ path }: ReplayFile): Span[] =>
  spanIn(/^(\d{1,9})-(\d{1,9})-[0-9a-f]{6}\./.exec(basename(path)));

/** `sn24-FIRST-LAST-ID`, the name that `fetch` gives. */
const spanOfSnapshot = (dir: string): Span[] =>
  spanIn(/^sn\d+-(\d{1,9})-(\d{1,9})(?:-|$)/.exec(basename(dir)));

const spanIn = (match: RegExpExecArray | null): Span[] => {
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return last >= first ? [[first, last]] : [];
};

/** Every round of the spans, the highest first; the highest of each when there are too many. */
function roundsOf(spans: readonly Span[]): string[] {
  const rounds = new Set<number>();
  for (const [first, last] of spans)
    for (let round = last; round >= Math.max(first, last - MOST); round -= 1) rounds.add(round);
  return [...rounds]
    .sort((a, b) => b - a)
    .slice(0, MOST)
    .map(String);
}
