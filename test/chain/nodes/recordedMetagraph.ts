import assert from 'node:assert/strict';
import type { Codec } from '@polkadot/types/types';
import { encodePayload } from '../../../src/chain/codec/encodePayload.js';
import type { SubnetValues } from '../../../src/chain/codec/encodeSubnet.js';
import type { Runtime } from '../../../src/chain/codec/runtime.js';
import { epochIndexAt } from '../../../src/eras/epochs.js';

/** What the runtime answered of a subnet, decoded by its own type. */
export type Metagraph = Record<string, { toJSON(): unknown }>;

/** Decodes the answer of `get_selective_mechagraph` with the type that the runtime's metadata gives it. */
export function decodeMetagraph(runtime: Runtime, answer: string): Metagraph {
  const { registry } = runtime;
  const api = registry.metadata.apis.find((one) => one.name.toString() === 'SubnetInfoRuntimeApi');
  const method = api?.methods.find((one) => one.name.toString() === 'get_selective_mechagraph');
  assert.ok(method !== undefined);
  const bytes = new Uint8Array(Buffer.from(answer.slice(2), 'hex'));
  const decoded = registry.createTypeUnsafe(registry.createLookupType(method.output), [bytes]) as Codec;
  assert.equal(decoded.encodedLength, bytes.length);
  return (decoded as unknown as { unwrap(): Metagraph }).unwrap();
}

const column = <T>(graph: Metagraph, name: string): readonly T[] => graph[name]?.toJSON() as readonly T[];
const single = <T>(graph: Metagraph, name: string): T => graph[name]?.toJSON() as T;

/** A recorded metagraph as the values of a subnet; rows, commitments and pending commits are not in it and are made up. */
export function subnetOf(graph: Metagraph): SubnetValues {
  const hotkeys = column<string>(graph, 'hotkeys');
  const permits = column<boolean>(graph, 'validatorPermit');
  const updates = column<number>(graph, 'lastUpdate');
  const registered = column<number>(graph, 'blockAtRegistration');
  const dividends = column<number>(graph, 'dividends');
  const uids = hotkeys.map((hotkey, uid) => ({
    uid,
    hotkey,
    permit: permits[uid] ?? false,
    stakeWeight: dividends[uid] ?? 0,
    lastUpdate: updates[uid] ?? 0,
    registeredAt: registered[uid] ?? 0,
  }));
  const block = single<number>(graph, 'block');
  const clock = { netuid: single<number>(graph, 'netuid'), tempo: single<number>(graph, 'tempo') };
  const index = epochIndexAt(block, clock);
  return {
    ...clock,
    commitReveal: single(graph, 'commitRevealWeightsEnabled'),
    revealPeriodEpochs: single(graph, 'commitRevealPeriod'),
    epoch: {
      index,
      lastBlock: single(graph, 'lastStep'),
      blocksSince: single(graph, 'blocksSinceLastStep'),
    },
    ownerHotkey: single(graph, 'ownerHotkey'),
    uids,
    weights: uids.filter((one) => one.permit).map(({ uid }) => ({ uid, row: [[uid ^ 1, 65535]] })),
    commitments: uids
      .filter(({ uid }) => uid % 4 === 0)
      .map(({ uid, hotkey }) => ({
        hotkey,
        entries: [{ block: block - uid, payload: encodePayload(`{"model":"o/${uid}"}`) }],
      })),
    pending: [index - 2, index - 1, index, index + 1].map((epoch) => ({ epoch, commits: [] })),
  };
}
