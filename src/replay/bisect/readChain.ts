import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HashChain } from '../../domain/hashChain.js';
import { printable } from '../../domain/printable.js';
import { DamagedError } from '../../errors/artifact.js';
import type { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { readJournal } from '../journal/readJournal.js';
import { listReplays } from '../listReplays.js';
import { readJsonFile } from '../readJsonFile.js';
import { NETUID } from '../readStoredRound.js';
import { chainDocument } from './chainDocument.js';
import { parseChain } from './parseChain.js';

const MAX_BYTES = 256 * 1024 * 1024;
/** How the first line of every journal begins. */
const JOURNAL = '{"n":0,';

/** The hash chain of a replay, and what it was read from. */
export interface NamedChain {
  /** As the person named it. */
  readonly name: string;
  readonly chain: HashChain;
}

/**
 * Reads one side of a bisection: the id of a replay, the path of one, or a chain file of `bisect --export`.
 * @throws UsageError when it is none of these, or a replay without links; DamagedError, NewerVersionError
 */
export function readChain(text: string, { cwd, replays }: { cwd: string; replays: string }): NamedChain {
  const name = printable(text, 80);
  // A sealed replay before a running one of the same id.
  const known = listReplays(replays, NETUID).filter((one) => one.id === text);
  const path = (known.find((one) => one.sealed) ?? known[0])?.path ?? resolve(cwd, text);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError({
      what: `${name} is no replay and no chain file`,
      why: 'there is no replay of this id and no such file',
      remedy: 'give the id or path of a replay (recrown index lists them), or a file of bisect --export',
    });
  if (!beginsAsJournal(path)) {
    const value = readJsonFile(path, MAX_BYTES, (why, cause): AuditError => unreadable(name, why, cause));
    return { name, chain: parseChain(value, name) };
  }
  const chain = chainDocument(readJournal(path));
  if (chain === null)
    throw new UsageError({
      what: `the replay ${name} holds no hash chain`,
      why: 'no model was run in it, or a version of recrown made it that recorded none',
      remedy: 'audit its rounds again with this version',
    });
  return { name, chain: parseChain(chain, name) };
}

function beginsAsJournal(path: string): boolean {
  const head = Buffer.alloc(JOURNAL.length);
  try {
    const fd = openSync(path, 'r');
    readSync(fd, head, 0, head.length, 0);
    closeSync(fd);
  } catch {
    // Whoever reads it whole says what is wrong.
    return false;
  }
  return head.toString() === JOURNAL;
}

const unreadable = (name: string, why: string, cause: unknown): DamagedError =>
  new DamagedError({
    what: `the chain file ${name} cannot be used`,
    why,
    remedy: 'ask for it again: recrown bisect --export REPLAY > chain.json',
    cause,
  });
