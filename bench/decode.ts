// Milliseconds to decode one storage value: our reader against `api.at(hash)` of @polkadot/api, both over the same blocks of
// one subnet in memory, in one run: keys built, values looked up, and decoded. Aim: under 0.1 ms a value, and 50 times
// less than api.at where a block is read for a few values, as the following of changes does. Most of what api.at costs
// comes with each block, so that the ratio falls with the number of values.
import { ApiPromise } from '@polkadot/api';
import type { ProviderInterface, ProviderInterfaceEmitCb } from '@polkadot/rpc-provider/types';
import { loadRuntime } from '../src/chain/codec/registry.js';
import type { KeyArgument, Runtime, StorageItemName } from '../src/chain/codec/runtime.js';
import { StateReader } from '../src/chain/stateReader.js';
import type { StorageFact, StorageFacts } from '../src/chain/storageFacts.js';
import { type Answer, answerFromWorld } from '../test/support/loopbackNode/answerFromWorld.js';
import { noFaults } from '../test/support/loopbackNode/faults.js';
import { createSubnetWorld, readMetadata } from '../test/support/loopbackNode/simulate/createSubnetWorld.js';
import type { LoopbackWorld } from '../test/support/loopbackNode/world.js';

const NETUID = 24;
const SPEC = 424;
const FIRST = 11_643 * 720;
const BLOCKS = 200;
const SIZE = 256;

type Call = readonly [name: StorageItemName, args: readonly KeyArgument[]];

/** What is read of a block at which something changed: rows of eight validators, vectors and settings of the subnet. */
const FEW: readonly Call[] = [
  ...Array.from({ length: 8 }, (_, at): Call => ['SubtensorModule.Weights', [NETUID, at * 3]]),
  ...(
    [
      'LastUpdate',
      'ValidatorPermit',
      'StakeWeight',
      'SubnetworkN',
      'Tempo',
      'CommitRevealWeightsEnabled',
      'RevealPeriodEpochs',
      'MechanismCountCurrent',
      'SubnetOwnerHotkey',
      'WeightsSetRateLimit',
      'SubnetEpochIndex',
      'LastEpochBlock',
    ] as const
  ).map((item): Call => [`SubtensorModule.${item}`, [NETUID]]),
];
/** Every UID's holder and registration block too. */
const MANY: readonly Call[] = [
  ...FEW,
  ...Array.from({ length: SIZE }, (_, uid): Call => ['SubtensorModule.Keys', [NETUID, uid]]),
  ...Array.from({ length: SIZE }, (_, uid): Call => ['SubtensorModule.BlockAtRegistration', [NETUID, uid]]),
];
const ONE: readonly Call[] = [['SubtensorModule.Weights', [NETUID, 0]]];

/** A provider without a network: what it costs is the client alone. */
function providerOf(answer: Answer): ProviderInterface {
  const provider: ProviderInterface = {
    hasSubscriptions: false,
    isClonable: false,
    isConnected: true,
    clone: () => provider,
    connect: async () => undefined,
    disconnect: async () => undefined,
    on: (type: string, call: ProviderInterfaceEmitCb) => {
      if (type === 'connected') setTimeout(call, 0);
      return () => undefined;
    },
    send: async <T>(method: string, params: unknown[]): Promise<T> => answer(method, params) as T,
    subscribe: async () => 0,
    unsubscribe: async () => true,
  };
  return provider;
}

/** Milliseconds a value with our reader: keys built, values looked up, and decoded. */
async function timeOurs(world: LoopbackWorld, runtime: Runtime, calls: readonly Call[], blocks: number[]) {
  const from = performance.now();
  let decoded = 0;
  for (const number of blocks) {
    const block = world.blockAt(number);
    if (block === null) continue;
    const facts: StorageFacts = {
      get: (key): StorageFact => ({ value: world.valueAt(number, key), trust: 'T0' }),
      keys: () => [],
    };
    const reader = new StateReader(number, block.hash, NETUID, runtime, facts);
    for (const [name, args] of calls) if (reader.read(name, args) !== null) decoded += 1;
  }
  return { ms: (performance.now() - from) / decoded, decoded };
}

/** Milliseconds a value with `api.at`, one bulk query a block. */
async function timeApi(world: LoopbackWorld, api: ApiPromise, calls: readonly Call[], blocks: number[]) {
  const from = performance.now();
  let decoded = 0;
  for (const number of blocks) {
    const block = world.blockAt(number);
    if (block === null) continue;
    const at = await api.at(block.hash);
    const queries = calls.map(([name, args]) => {
      const [pallet, item] = name.split('.') as [string, string];
      const [section, method] = [lower(pallet), lower(item)];
      return [at.query[section]?.[method], args.length === 1 ? args[0] : args];
    });
    decoded += (await at.queryMulti(queries as Parameters<typeof at.queryMulti>[0])).length;
  }
  return { ms: (performance.now() - from) / decoded, decoded };
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const { world } = await createSubnetWorld({
  firstBlock: FIRST,
  lastBlock: FIRST + 4 * BLOCKS,
  size: SIZE,
  specVersion: SPEC,
});
const runtime = await loadRuntime(SPEC, await readMetadata(SPEC));
const provider = providerOf(answerFromWorld(world, noFaults()));
const api = await ApiPromise.create({ provider, noInitWarn: true, initWasm: false });
const blocksFrom = (at: number): number[] => Array.from({ length: BLOCKS }, (_, i) => FIRST + 1 + at + i);
let from = 0;
for (const [label, calls, aim] of [
  ['warming up', FEW, null],
  ['1 row at each block', ONE, 50],
  ['20 values at each block', FEW, 50],
  ['532 values at each block', MANY, null],
] as const) {
  const blocks = blocksFrom(from).slice(0, calls.length > 100 ? 40 : BLOCKS);
  from += BLOCKS / 2;
  const ours = await timeOurs(world, runtime, calls, blocks);
  const theirs = await timeApi(world, api, calls, blocks);
  if (ours.decoded !== theirs.decoded) throw new Error(`${ours.decoded} against ${theirs.decoded} values`);
  const ratio = `${(theirs.ms / ours.ms).toFixed(0)} times${aim === null ? '' : ` (aim: ${aim})`}`;
  console.log(
    `${label.padEnd(26)} ours ${ours.ms.toFixed(4)} ms a value, api.at ${theirs.ms.toFixed(4)} ms: ${ratio}; ${ours.decoded} values`,
  );
}
await api.disconnect();
