import type { TestContext } from 'node:test';
import { type ArchiveOptions, openArchive } from '../../../src/chain/archive/openArchive.js';
import type { Archive } from '../../../src/domain/archive.js';
import type { BlockHash } from '../../../src/domain/block.js';
import { type Reply, startWireNode, type WireCall, type WireNode } from './wireNode.js';

export const GENESIS: BlockHash = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';
export const BLOCK: BlockHash = `0x${'ab'.repeat(32)}`;

/** A key of a storage item for tests. */
export const key = (index: number): string => `0x26aa394e${index.toString(16).padStart(8, '0')}`;
export const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => key(index));

/** Odd keys hold their own last byte, even ones are absent. */
export const plantedValue = (name: string): string | null => {
  const last = name.slice(-2);
  return Number.parseInt(last, 16) % 2 === 1 ? `0x${last}` : null;
};

/** The change set that an honest node gives. */
export const changes = (call: WireCall): Reply => {
  const [asked, block] = call.params as [string[], string];
  return { result: [{ block, changes: asked.map((name) => [name, plantedValue(name)]) }] };
};

export type Override = (call: WireCall, count: number) => Reply | undefined | Promise<Reply | undefined>;

/** A node that is honest wherever `override` says nothing; `count` is how often the method was called before. */
export async function startNode(
  context: TestContext,
  override: Override = () => undefined,
  handshakeStatus?: Parameters<typeof startWireNode>[1],
): Promise<WireNode> {
  const counts = new Map<string, number>();
  const node = await startWireNode(async (call) => {
    const count = counts.get(call.method) ?? 0;
    counts.set(call.method, count + 1);
    const said = await override(call, count);
    if (said !== undefined) return said;
    if (call.method === 'chain_getBlockHash') return { result: call.params[0] === 0 ? GENESIS : BLOCK };
    if (call.method === 'state_queryStorageAt') return changes(call);
    return { error: { code: -32601, message: 'Method not found' } };
  }, handshakeStatus);
  context.after(() => node.close());
  return node;
}

/** Opens an archive whose pauses take no time, and closes it after the test. */
export async function open(
  context: TestContext,
  addresses: readonly string[],
  options: Partial<ArchiveOptions> = {},
): Promise<Archive> {
  const archive = await openArchive(addresses, {
    voices: 'ports',
    expectedGenesis: GENESIS,
    signal: new AbortController().signal,
    timeoutMs: 5_000,
    maxRetries: 3,
    sleep: () => Promise.resolve(),
    ...options,
  });
  context.after(() => archive.close());
  return archive;
}
