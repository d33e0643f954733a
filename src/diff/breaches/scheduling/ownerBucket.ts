import type { BlockNumber } from '../../../domain/block.js';

/** Owner of a repository as the quota counts it: the text before the first slash, trimmed, in lower case. */
export const ownerOf = (repo: string): string => (repo.split('/')[0] ?? '').trim().toLowerCase();

/** Fixed bucket of the submission quotas that a block lies in (rule: schedule, docs/methodology.md). */
export const bucketOf = (block: BlockNumber, quotaWindow: number): number => Math.floor(block / quotaWindow);
