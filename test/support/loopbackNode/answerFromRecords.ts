import type { Answer } from './answerFromWorld.js';
import { FINNEY_GENESIS } from './createLoopbackWorld.js';
import { RpcError } from './rpcError.js';

/** One call to a real node with what it answered. */
export interface RecordedExchange {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly result: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/**
 * Answers calls as they were recorded: by method and parameters, single storage values in bulk too, since the recorder
 * asked for them one by one.
 * @param metadata SCALE metadata by runtime version, for the blocks whose version was recorded
 */
export function answerFromRecords(
  exchanges: readonly RecordedExchange[],
  metadata: ReadonlyMap<number, Uint8Array>,
): Answer {
  const known = new Map(exchanges.map((one) => [`${one.method} ${JSON.stringify(one.params)}`, one]));
  const values = storageOf(exchanges);
  return (method, params) => {
    const exact = known.get(`${method} ${JSON.stringify(params)}`);
    if (exact?.error !== undefined) throw new RpcError(exact.error.code, exact.error.message);
    if (exact !== undefined) return exact.result;
    if (method === 'chain_getBlockHash' && params[0] === 0) return FINNEY_GENESIS;
    if (method === 'state_queryStorageAt') {
      const [keys, hash] = params as [readonly string[], string];
      return [{ block: hash, changes: keys.map((key) => [key, storedAt(values, key, hash)]) }];
    }
    if (method === 'state_getMetadata') {
      const version = known.get(`state_getRuntimeVersion ${JSON.stringify(params)}`)?.result;
      const bytes = metadata.get((version as { specVersion: number } | undefined)?.specVersion ?? -1);
      if (bytes !== undefined) return `0x${Buffer.from(bytes).toString('hex')}`;
    }
    throw notRecorded(method);
  };
}

const notRecorded = (what: string): RpcError => new RpcError(-32000, `${what} was not recorded`);

const storedAt = (values: ReadonlyMap<string, string | null>, key: string, hash: string): string | null => {
  const value = values.get(`${hash} ${key}`);
  if (value === undefined) throw notRecorded(key);
  return value;
};

/** Every recorded storage value, by block hash and key. */
function storageOf(exchanges: readonly RecordedExchange[]): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  for (const { method, params, result } of exchanges) {
    if (method === 'state_getStorageAt') values.set(`${params[1]} ${params[0]}`, result as string | null);
    if (method !== 'state_queryStorageAt') continue;
    for (const { block, changes } of result as { block: string; changes: [string, string | null][] }[])
      for (const [key, value] of changes) values.set(`${block} ${key}`, value);
  }
  return values;
}
