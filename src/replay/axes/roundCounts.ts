import type { ItemCounts } from '../../domain/itemCounts.js';
import type { SyntheticProfile } from '../../domain/snapshot.js';
import type { Era } from '../../eras/defineEra.js';
import { BENCH_BUDGETS } from '../../evaluate/axes/benches.js';
import { ITEM_COUNTS } from '../../reconstruct/items/itemCounts.js';

/** What a round asks on the axes beside the duel. */
export interface RoundCounts {
  readonly counts: ItemCounts;
  /** Most new tokens of an answer, beneath the axis's own budget. */
  readonly maxTokens: number;
  readonly of: 'default' | 'operator';
}

/** Counts of the era's default setting, or of the operator where the recorded world names them. */
export const roundCounts = (profile: SyntheticProfile | null): RoundCounts =>
  profile?.axes === undefined
    ? {
        counts: ITEM_COUNTS.default,
        maxTokens: Math.max(...Object.values(BENCH_BUDGETS)),
        of: 'default',
      }
    : { ...profile.axes, of: 'operator' };

/** sha256 of the chat template that contenders are asked through. */
export const officialTemplate = (profile: SyntheticProfile | null, { pins }: Pick<Era, 'pins'>): string =>
  profile?.chatTemplateSha256 ?? pins.chatTemplateSha256;
