import type { CrownComposite, CrownContender, CrownInput } from '../../decide/crownInput.js';
import { decideBand } from '../../decide/decideBand.js';
import type { Uid } from '../../domain/identity.js';
import type { LegalRules } from '../../eras/legalRules.js';

/** Ends of a contender's band, and its middle. */
const ENDS = [0, -1, 1] as const;
type End = (typeof ENDS)[number];

/**
 * Every crown inside the band of the quality axes (rule: quality band, docs/methodology.md): the quality of each contender
 * lies anywhere within its half-width, each on its own. The gates are monotone in quality, so the ends are looked at: the
 * king at each with all challengers at one end, or one of them at the other. Each point is walked over the noise band of
 * the KLs too.
 *
 * @param halfWidthOf in units of quality, at least 0, by UID
 * @param halfWidthNats of the noise band
 * @returns distinct UIDs that get the weight, the undisturbed one first; null = nobody can be paid
 */
export function qualityBand(
  input: CrownInput,
  rules: LegalRules,
  halfWidthOf: (uid: Uid) => number,
  halfWidthNats: number,
): readonly (Uid | null)[] {
  const moved = (one: CrownContender, end: End): CrownContender => {
    const by = end * halfWidthOf(one.uid);
    return by === 0 || one.composite === null ? one : { ...one, composite: movedBy(one.composite, by) };
  };
  const found = new Set<Uid | null>();
  for (const king of ENDS)
    for (const ends of challengerEnds(input.challengers.length)) {
      const at: CrownInput = {
        ...input,
        king: input.king === null ? null : moved(input.king, king),
        challengers: input.challengers.map((one, i) => moved(one, ends[i] ?? 0)),
      };
      for (const uid of decideBand(at, rules, halfWidthNats).paid) found.add(uid);
    }
  return [...found];
}

/** All in the middle first; then all at one end, and each one alone at the other. */
function* challengerEnds(count: number): Generator<readonly End[]> {
  const all = (end: End): End[] => Array.from({ length: count }, () => end);
  for (const end of ENDS) yield all(end);
  if (count < 2) return;
  for (const end of [-1, 1] as const)
    for (let one = 0; one < count; one++)
      yield all(end).map((value, i) => (i === one ? (-value as End) : value));
}

/** A weighted mean moves by what all of its axes move by. */
function movedBy(composite: CrownComposite, by: number): CrownComposite {
  const add = (value: number | null): number | null => (value === null ? null : value + by);
  return {
    ...composite,
    axes: Object.fromEntries(Object.entries(composite.axes).map(([name, value]) => [name, add(value)])),
    worst: add(composite.worst),
    weighted: add(composite.weighted),
  };
}
