import type { Uid } from '../domain/identity.js';
import type { Era, LegalSetting } from '../eras/defineEra.js';
import type { CrownInput } from './crownInput.js';
import { decideCrown, type KlShifts } from './decideCrown.js';
import { paidUid } from './expectedWeights.js';

/** Every crown that the noise could give under one setting. */
export interface CrownBand {
  readonly setting: string;
  /** Distinct UIDs that get the weight, the undisturbed one first; null = nobody can be paid. */
  readonly paid: readonly (Uid | null)[];
  /** Gates of challengers whose outcome changes inside the band, as `uid gate`. */
  readonly touched: readonly string[];
}

/**
 * Walks the noise band: the mean KL of all challengers, of each one against the others, and of the king is moved by
 * plus and minus `noiseNats` with the standard error unchanged; mean, lower bound, p and the KL limits move with it.
 * @param noiseNats half-width of the band, nats per position, at least 0
 */
export function decideBand(input: CrownInput, era: Era, setting: LegalSetting, noiseNats: number): CrownBand {
  const plain = decideCrown(input, era, setting);
  const paid = [paidUid(plain.expected)];
  const touched = new Set<string>();
  for (const shifts of bandShifts(input, noiseNats)) {
    const moved = decideCrown(input, era, setting, shifts);
    const uid = paidUid(moved.expected);
    if (!paid.includes(uid)) paid.push(uid);
    for (const [i, challenger] of moved.challengers.entries())
      for (const [j, gate] of challenger.gates.entries())
        if (gate.ok !== plain.challengers[i]?.gates[j]?.ok) touched.add(`${challenger.uid} ${gate.name}`);
  }
  return { setting: setting.id, paid, touched: [...touched].sort() };
}

function bandShifts(input: CrownInput, noise: number): KlShifts[] {
  const uids = input.challengers.map((one) => one.uid);
  const all = (by: number) => new Map(uids.map((uid) => [uid, by]));
  const shifts: Map<Uid, number>[] = [all(noise), all(-noise)];
  if (uids.length > 1)
    for (const uid of uids) for (const by of [noise, -noise]) shifts.push(new Map([...all(-by), [uid, by]]));
  if (input.king !== null) for (const by of [noise, -noise]) shifts.push(new Map([[input.king.uid, by]]));
  return shifts;
}
