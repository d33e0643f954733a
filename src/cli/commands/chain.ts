import type { ChainEvent, ChainState, HotkeyCommitments, UidState } from '../../domain/chainState.js';
import { printable } from '../../domain/printable.js';
import type { WeightRow } from '../../domain/weights.js';
import { UsageError } from '../../errors/input.js';
import { openWorld } from '../../replay/openWorld.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { chainOfRange } from '../../replay/record/chainOfRange.js';
import type { ArchiveOptions } from '../call.js';
import type { Command, CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { interruptible } from '../interruptible.js';
import { jsonLine } from '../jsonLine.js';
import { quotedCommand } from '../resumeCommand.js';

const LARGEST_BLOCK = 0xffffffff;
/** Weight entries shown in one line of the text form. */
const SHOWN_WEIGHTS = 8;
const SHOWN_TEXT = 100;

export interface ChainOptions extends ArchiveOptions {
  readonly block: string;
}

/** `recrown chain BLOCK`: what the chain held at one block, decoded with the runtime of its parent. */
export const chain: Command<[ChainOptions]> = async (context, options) => {
  const number = readBlockNumber(options.block);
  const { state, source } = await (options.endpoint.length === 0
    ? recordedState(context, number)
    : archiveState(context, options, number));
  context.out(context.options.json ? jsonLine(document(state, source)) : text(state, source));
  return EXIT.ok;
};

/** Where the state was read: a snapshot, or archive nodes. */
type Source =
  | { readonly snapshot: { readonly name: string; readonly synthetic: boolean } }
  | { readonly endpoints: readonly string[] };

interface Found {
  readonly state: ChainState;
  readonly source: Source;
}

async function recordedState(context: CommandContext, block: number): Promise<Found> {
  const { snapshot, chain: recorded } = await openWorld({ cwd: context.cwd, ...context.options });
  const { name, synthetic } = snapshot.index;
  return { state: await recorded.getState(block), source: { snapshot: { name, synthetic } } };
}

async function archiveState(context: CommandContext, options: ChainOptions, block: number): Promise<Found> {
  const { signal } = context;
  const { recorderOf } = await import('../recorderOf.js');
  const recorder = await recorderOf(context, options);
  try {
    const command = quotedCommand(context.argv);
    const { block: record, runtime, endpoints } = await interruptible(recorder.block(block), signal, command);
    const read = chainOfRange({ blocks: [record], runtimes: [runtime], endpoints }, NETUID);
    return { state: await read.getState(block), source: { endpoints } };
  } finally {
    await recorder.close();
  }
}

function readBlockNumber(text: string): number {
  const block = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (block <= LARGEST_BLOCK) return block;
  throw new UsageError({
    what: `"${printable(text, 40)}" is not a block number`,
    why: `a block is a whole number from 0 to ${LARGEST_BLOCK}`,
    remedy: 'Give one block, for example: recrown chain 8382960',
  });
}

/** The JSON contract of the command (docs/formats.md). */
function document(state: ChainState, source: Source): object {
  const { block, hash, time, specVersion, trust, netuid, tempo, commitReveal, revealPeriodEpochs } = state;
  return {
    schema: 1,
    block,
    hash,
    time: time ?? null,
    specVersion,
    trust,
    ...source,
    netuid,
    tempo,
    commitReveal,
    revealPeriodEpochs,
    uids: state.uids,
    commitments: state.commitments,
    weights: state.weights,
    pendingWeightCommits: state.pendingWeightCommits,
    trustOf: state.trustOf,
    epochIndex: state.epochIndex,
    lastEpochBlock: state.lastEpochBlock,
    ownerHotkey: state.ownerHotkey,
    events: state.events,
  };
}

function text(state: ChainState, source: Source): string {
  const { uids, commitments, weights, pendingWeightCommits: pending, events, trustOf } = state;
  const from =
    'endpoints' in source
      ? `read from ${source.endpoints.join(', ')}`
      : `snapshot ${source.snapshot.name}${source.snapshot.synthetic ? ' (SYNTHETIC)' : ''}`;
  const permits = uids.filter((one) => one.permit);
  const lines = [
    `block ${state.block}  ${state.hash}${state.time === undefined ? '' : `  ${state.time}`}`,
    `${from}  spec ${state.specVersion}  trust ${state.trust}  tempo ${state.tempo}  commit-reveal ${state.commitReveal ? 'on' : 'off'}`,
    `trust by part: ${Object.entries(trustOf)
      .map(([part, tier]) => `${part} ${tier ?? 'not read'}`)
      .join(', ')}`,
    `${uids.length} UIDs, ${permits.length} with a permit, ${commitments.length} with a revealed commitment; all with --json`,
    ...section('Validators', permitTable(permits)),
    ...section('Commitments', commitments.map(commitmentLine)),
    ...section('Weights', weights.map(weightLine)),
    ...section(
      'Weight commits that are not revealed',
      pending.map(
        (one) => `${one.hotkey}  ${one.scheme}  block ${one.committedAt ?? 'not stored'}  epoch ${one.epoch}`,
      ),
    ),
    ...section('Events of the subnet', (events ?? []).map(eventLine)),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const uidCell = (uid: number | string): string => String(uid).padStart(4);

const permitTable = (uids: readonly UidState[]): readonly string[] => [
  `${uidCell('uid')}  ${'hotkey'.padEnd(48)}  stake   updated  registered`,
  ...uids.map(
    (one) =>
      `${uidCell(one.uid)}  ${one.hotkey.padEnd(48)}  ${String(one.stakeWeight).padStart(5)}  ${String(one.lastUpdate).padStart(8)}  ${String(one.registeredAt).padStart(10)}`,
  ),
];

function commitmentLine({ uid, entries, chosen }: HotkeyCommitments): string {
  const entry = chosen === null ? undefined : entries[chosen];
  if (entry === undefined) return `${uidCell(uid)}  none`;
  const flag = entry.lengthPrefixed
    ? ''
    : `  (no length prefix: bytes are lost in this reading; strictly: ${printable(entry.strictText ?? 'not UTF-8', SHOWN_TEXT)})`;
  const older = entries.length > 1 ? `  (${entries.length} entries)` : '';
  return `${uidCell(uid)}  ${String(entry.block).padStart(8)}  ${printable(entry.text, SHOWN_TEXT)}${older}${flag}`;
}

const eventLine = ({ kind, phase, uid, hotkey, newHotkey }: ChainEvent): string =>
  [kind.padEnd(26), phase.padEnd(14), uid === null ? '' : `u${uid}`, hotkey ?? '', newHotkey ?? '']
    .join('  ')
    .trimEnd();

function weightLine({ uid, row }: WeightRow): string {
  if (row.length === 0) return `${uidCell(uid)}  no row`;
  const shown = row.slice(0, SHOWN_WEIGHTS).map(([target, weightU16]) => `u${target} ${weightU16}`);
  const more = row.length > SHOWN_WEIGHTS ? `, ${row.length - SHOWN_WEIGHTS} more` : '';
  return `${uidCell(uid)}  ${shown.join(', ')}${more}`;
}
