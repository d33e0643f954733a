import { join, resolve } from 'node:path';
import { type Network, parseNetwork } from '../domain/networks.js';
import { printable } from '../domain/printable.js';
import { UsageError } from '../errors/input.js';
import { NETUID } from '../replay/readStoredRound.js';
import { type ChainRecorder, openRecorder } from '../replay/record/openRecorder.js';
import type { ArchiveOptions } from './call.js';
import type { CommandContext } from './context.js';

/** Folder of what was fetched before. */
export const cacheDirOf = (context: CommandContext, { cache }: ArchiveOptions): string =>
  resolve(context.cwd, cache ?? join(context.options.snapshots, '.cache'));

/** The reader of the archive nodes that a command names. @throws UsageError, AddressRefusedError, IoError */
export const recorderOf = (
  context: CommandContext,
  options: ArchiveOptions & { readonly dryRun?: boolean },
): Promise<ChainRecorder> =>
  openRecorder({
    endpoints: options.endpoint,
    network: networkOf(options.network),
    netuid: NETUID,
    proofs: options.proofs,
    cacheDir: cacheDirOf(context, options),
    planOnly: options.dryRun === true,
    signal: context.signal,
  });

/** @throws UsageError for a text that is neither a known name nor a genesis hash */
export function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (network !== null) return network;
  throw new UsageError({
    what: `"${printable(text, 80)}" is no network`,
    why: 'known are finney and test, and any genesis hash of 0x and 64 lower-case hex digits',
    remedy: 'give one of these with --network, or leave it away for finney',
  });
}
