import type { LegalSetting } from './defineEra.js';

/** What operators of an era may have set beside its defaults; null of a maximum KL = no such rule. */
interface LegalChoices {
  readonly floors?: readonly number[];
  readonly maxKl?: readonly (number | null)[];
  readonly prompts?: readonly number[];
  /** True where a share of the weight is kept back by default: then it may be off. */
  readonly reserve?: boolean;
}

type Changes = LegalSetting['changes'];

/**
 * Legal settings of an era, the default first. The gates that read the floor, the maximum KL and the number of prompts
 * combine, so these three are crossed; the reserve moves only the row, so it stands alone and with a floor.
 */
export function legalSettings({
  floors = [],
  maxKl = [],
  prompts = [],
  reserve = false,
}: LegalChoices): LegalSetting[] {
  const all: Changes[] = [];
  for (const count of [{}, ...prompts.map((value) => ({ prompts: value }))])
    for (const floor of [{}, ...floors.map((value) => ({ qualityFloor: value }))])
      for (const limit of [{}, ...maxKl.map((value) => ({ maxKl: value }))])
        all.push({ ...floor, ...limit, ...count });
  all.sort((a, b) => Object.keys(a).length - Object.keys(b).length);
  if (reserve)
    for (const floor of [{}, ...floors.map((value) => ({ qualityFloor: value }))])
      all.push({ ...floor, reserveFraction: 0 });
  return all.map((changes) => ({
    id: nameOf(changes),
    changes,
    movesCrown: Object.keys(changes).some((key) => key !== 'reserveFraction'),
  }));
}

/** For example `floor-0.20+max-kl-2.1`; `default` without changes. */
function nameOf({ qualityFloor, maxKl, prompts, reserveFraction }: Changes): string {
  const names = [
    typeof qualityFloor === 'number' ? `floor-${qualityFloor.toFixed(2)}` : '',
    maxKl === null ? 'no-max-kl' : maxKl === undefined ? '' : `max-kl-${maxKl.toFixed(1)}`,
    prompts === undefined ? '' : `prompts-${prompts}`,
    reserveFraction === undefined ? '' : `reserve-${reserveFraction}`,
  ].filter((name) => name !== '');
  return names.length === 0 ? 'default' : names.join('+');
}
