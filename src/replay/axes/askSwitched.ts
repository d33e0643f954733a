import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Uid } from '../../domain/identity.js';
import type { SwitchName } from '../../eras/defectSwitches.js';
import { findSandbox } from '../../evaluate/sandbox/findSandbox.js';
import type { AxesTools, Tools } from '../tools.js';
import { evaluateRoundAxes, type RoundAxes, type RoundAxesInput } from './evaluateRoundAxes.js';
import { keptIndents } from './keptIndents.js';

/** What switches need beside the answers of an audit. */
export interface SwitchedAxes {
  /** The same items decoded with the whole text for each token; null when it was not asked for. */
  readonly recomputed: RoundAxes | null;
  /** Records with indents kept, by UID; a sentence when programs are not run here. */
  readonly indents: ReadonlyMap<Uid, readonly AxisRecord[]> | string;
}

/** Asks and grades what the wanted switches need; the journal keeps other answers, grades are made again. */
export async function askSwitched(
  names: readonly SwitchName[],
  input: RoundAxesInput,
  asked: RoundAxes,
  axes: AxesTools,
  tools: Tools,
): Promise<SwitchedAxes> {
  const recomputed = names.includes('recompute-full') ? await recompute(input, asked, axes, tools) : null;
  if (!names.includes('indent-kept')) return { recomputed, indents: 'It was not asked for.' };
  const sandbox = await findSandbox(axes.path, process.arch);
  if (isAbsent(sandbox)) return { recomputed, indents: sandbox.why };
  const { items } = asked.words.questions;
  const indents = new Map<Uid, readonly AxisRecord[]>();
  for (const { contender } of input.contenders) {
    const own = asked.entries.filter(({ uid }) => uid === contender.uid).map(({ record }) => record);
    indents.set(contender.uid, await keptIndents(own, items, sandbox));
  }
  return { recomputed, indents };
}

/** Continuations of the on-policy probe are decoded this way as deployed: they stay. */
const ALWAYS_SO = 'on_policy_rkl';

async function recompute(
  input: RoundAxesInput,
  asked: RoundAxes,
  axes: AxesTools,
  tools: Tools,
): Promise<RoundAxes> {
  const passes = input.passes + 1 + input.contenders.length;
  const other = await evaluateRoundAxes(
    { ...input, passes, skip: [ALWAYS_SO] },
    { ...axes, mode: 'recompute-full' },
    tools,
  );
  const kept = asked.probes.filter(({ axis }) => axis === ALWAYS_SO);
  return { ...other, probes: [...other.probes, ...kept] };
}
