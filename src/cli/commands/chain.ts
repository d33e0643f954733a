import type { ChainState, HotkeyCommitments, UidState } from '../../domain/chainState.js';
import { printable } from '../../domain/printable.js';
import type { WeightRow } from '../../domain/weights.js';
import { UsageError } from '../../errors/input.js';
import { openWorld } from '../../replay/openWorld.js';
import type { Command } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';

const LARGEST_BLOCK = 0xffffffff;
/** Weight entries shown in one line of the text form. */
const SHOWN_WEIGHTS = 8;
const SHOWN_TEXT = 100;

/** `recrown chain BLOCK`: what the chain held at one recorded block, decoded with the runtime of its parent. */
export const chain: Command<[{ readonly block: string }]> = async (context, { block }) => {
  const number = readBlockNumber(block);
  const { snapshot, chain: recorded } = await openWorld({ cwd: context.cwd, ...context.options });
  const state = await recorded.getState(number);
  const source = { name: snapshot.index.name, synthetic: snapshot.index.synthetic };
  context.out(context.options.json ? jsonLine(document(state, source)) : text(state, source));
  return EXIT.ok;
};

interface Source {
  readonly name: string;
  readonly synthetic: boolean;
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
function document(state: ChainState, snapshot: Source): object {
  const { block, hash, specVersion, trust, netuid, tempo, commitReveal, revealPeriodEpochs } = state;
  return {
    schema: 1,
    block,
    hash,
    specVersion,
    trust,
    snapshot,
    netuid,
    tempo,
    commitReveal,
    revealPeriodEpochs,
    uids: state.uids,
    commitments: state.commitments,
    weights: state.weights,
    pendingWeightCommits: state.pendingWeightCommits,
  };
}

function text(state: ChainState, source: Source): string {
  const { uids, commitments, weights, pendingWeightCommits: pending } = state;
  const label = source.synthetic ? ' (SYNTHETIC)' : '';
  const permits = uids.filter((one) => one.permit);
  const lines = [
    `block ${state.block}  ${state.hash}`,
    `snapshot ${source.name}${label}  spec ${state.specVersion}  trust ${state.trust}  tempo ${state.tempo}  commit-reveal ${state.commitReveal ? 'on' : 'off'}`,
    `${uids.length} UIDs, ${permits.length} with a permit, ${commitments.length} with a revealed commitment; all with --json`,
    ...section('Validators', permitTable(permits)),
    ...section('Commitments', commitments.map(commitmentLine)),
    ...section('Weights', weights.map(weightLine)),
    ...section(
      'Weight commits that are not revealed',
      pending.map((one) => `${one.hotkey}  block ${one.committedAt}  epoch ${one.epoch}`),
    ),
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
  const flag = entry.lengthPrefixed ? '' : '  (no length prefix: bytes are lost in this reading)';
  const older = entries.length > 1 ? `  (${entries.length} entries)` : '';
  return `${uidCell(uid)}  ${String(entry.block).padStart(8)}  ${printable(entry.text, SHOWN_TEXT)}${older}${flag}`;
}

function weightLine({ uid, row }: WeightRow): string {
  if (row.length === 0) return `${uidCell(uid)}  no row`;
  const shown = row.slice(0, SHOWN_WEIGHTS).map(([target, weightU16]) => `u${target} ${weightU16}`);
  const more = row.length > SHOWN_WEIGHTS ? `, ${row.length - SHOWN_WEIGHTS} more` : '';
  return `${uidCell(uid)}  ${shown.join(', ')}${more}`;
}
