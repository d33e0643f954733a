import { decideCrown } from '../../decide/decideCrown.js';
import { qualityGate } from '../../decide/qualityGate.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Uid } from '../../domain/identity.js';
import { paidUid } from '../../domain/paidUid.js';
import type { WhatIf } from '../../domain/roundQuality.js';
import { crownQuality } from '../../eras/crownQuality.js';
import { DEFECT_SWITCHES, type SwitchName } from '../../eras/defectSwitches.js';
import type { RoundInputs } from '../assembleInputs.js';
import type { RoundDecision } from '../decideRound.js';
import type { SwitchedAxes } from './askSwitched.js';
import type { RoundAxes } from './evaluateRoundAxes.js';
import { axesIn, commonAxes, type Measured, measuredOf, replaced } from './measuredRound.js';
import { switchRecords, withoutBenches } from './switchRecords.js';
import { switchRefusal } from './switchRefusal.js';

/**
 * What each defect changes: the decision under the default setting on the shown text is taken on computed axes as deployed
 * and with the switch (rule: what if, docs/methodology.md). Axes that are not computed keep their declared values in both.
 */
export function whatIf(
  names: readonly SwitchName[],
  inputs: RoundInputs,
  decided: RoundDecision,
  asked: RoundAxes,
  switched: SwitchedAxes,
): readonly WhatIf[] {
  const [rules] = inputs.rules;
  const shown = decided.inputOf?.(rules.policy.klMode);
  if (shown === undefined || asked.entries.length === 0) return [];
  const deployed = measuredOf(shown, inputs, asked);
  const common = commonAxes(deployed);
  const sideOf = (measured: readonly Measured[], without: readonly string[]) => {
    const crown = paidUid(decideCrown(replaced(shown, measured, common, inputs, without), rules).expected);
    const quality = new Map(
      measured.map((one) => [
        one.one.uid,
        qualityOf(one, axesIn(one, common, one.records, without), rules.policy),
      ]),
    );
    return { crown, quality };
  };
  const base = sideOf(deployed, []);
  const king = shown.king?.uid ?? null;
  return DEFECT_SWITCHES.filter(({ name }) => names.includes(name)).map(({ name, title, cost }): WhatIf => {
    const other =
      switchRefusal(name, asked, switched) ??
      recordsUnder(name, deployed, () => measuredOf(shown, inputs, switched.recomputed ?? asked), switched);
    const head = { name, title, cost, deployedUid: base.crown };
    if (typeof other === 'string')
      return { ...head, switchedUid: null, changed: false, contenders: [], why: other };
    const { crown, quality } = sideOf(other, withoutBenches(name));
    const gate = (uid: Uid, side: ReadonlyMap<Uid, number | null>): boolean | null =>
      uid === king
        ? null
        : qualityGate(side.get(uid) ?? null, king === null ? null : (side.get(king) ?? null), rules.policy)
            .ok;
    return {
      ...head,
      switchedUid: crown,
      changed: crown !== base.crown,
      contenders: deployed.map(({ one: { uid } }) => ({
        uid,
        deployed: base.quality.get(uid) ?? null,
        switched: quality.get(uid) ?? null,
        gateDeployed: gate(uid, base.quality),
        gateSwitched: gate(uid, quality),
      })),
      why: null,
    };
  });
}

/** The contenders as a switch has them, or why it cannot be computed. */
function recordsUnder(
  name: SwitchName,
  deployed: readonly Measured[],
  recomputed: () => readonly Measured[],
  { recomputed: other, indents }: SwitchedAxes,
): readonly Measured[] | string {
  const withRecords = (of: (one: Measured) => readonly AxisRecord[]): readonly Measured[] =>
    deployed.map((one) => ({ ...one, records: of(one) }));
  if (name === 'recompute-full') return other === null ? 'Nothing was decoded another way.' : recomputed();
  if (name !== 'indent-kept') return withRecords((one) => switchRecords(name, one.records));
  if (typeof indents === 'string') return indents;
  return withRecords((one) => indents.get(one.one.uid) ?? one.records);
}

const qualityOf = (
  { declared }: Measured,
  axes: Readonly<Record<string, number | null>>,
  policy: Parameters<typeof crownQuality>[2],
): number | null => crownQuality(axes, declared?.brokenAxes ?? [], policy).value;
