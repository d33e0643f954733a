import type { BlockHash, BlockNumber } from '../../../domain/block.js';
import type { RoundId } from '../../../domain/round.js';

/** Lines of `chain.jsonl`: what is known of a chain as a whole. */
export type ChainEntry =
  | { readonly kind: 'genesis'; readonly hash: BlockHash }
  /** `endpoints`: hosts that all gave this hash for the number, of a block that was final then. */
  | {
      readonly kind: 'hash';
      readonly number: BlockNumber;
      readonly hash: BlockHash;
      readonly endpoints: readonly string[];
    }
  | ({ readonly kind: 'range' } & RangeDone);

/** A range that was recorded to its end, with the number of its blocks. */
export interface RangeDone {
  readonly netuid: number;
  readonly fromRound: RoundId;
  readonly toRound: RoundId;
  readonly proofs: 'auto' | 'none';
  readonly endpoints: readonly string[];
  readonly blocks: number;
}

/** Lines of `blocks/<hash>.jsonl`. */
export type BlockEntry =
  | { readonly kind: 'header'; readonly scale: string }
  /** Runtime version of the PARENT. */
  | { readonly kind: 'spec'; readonly specVersion: number; readonly endpoints: readonly string[] }
  /** `endpoints`: hosts that all gave these values; empty where any one of several was asked. */
  | {
      readonly kind: 'values';
      readonly pairs: readonly (readonly [key: string, value: string | null])[];
      readonly endpoints: readonly string[];
    }
  /** Nodes that prove the cached values of the keys. */
  | { readonly kind: 'proof'; readonly keys: readonly string[]; readonly nodes: readonly string[] }
  /** None of the endpoints offered a proof. */
  | { readonly kind: 'unproven'; readonly endpoints: readonly string[] }
  /** Values that a proof refuted. */
  | { readonly kind: 'refuted'; readonly keys: readonly string[] };

/** Lines of `metadata/<specVersion>.jsonl`. */
export interface MetadataEntry {
  readonly kind: 'metadata';
  readonly specVersion: number;
  /** Hex with `0x`. */
  readonly metadata: string;
  /** Hosts that all gave it. */
  readonly endpoints: readonly string[];
}

/** Characters of one hex text: above every value of a runtime that can be read. */
const MAX_HEX = 64 * 1024 * 1024;

const isHex = (value: unknown): value is `0x${string}` =>
  typeof value === 'string' &&
  value.length <= MAX_HEX &&
  value.length % 2 === 0 &&
  /^0x[0-9a-f]*$/.test(value);

const isHash = (value: unknown): value is BlockHash =>
  typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isTexts = (value: unknown, is: (one: unknown) => boolean): value is readonly string[] =>
  Array.isArray(value) && value.every(is);

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 512;

const isPair = (pair: unknown): boolean =>
  Array.isArray(pair) && pair.length === 2 && isHex(pair[0]) && (pair[1] === null || isHex(pair[1]));

const fieldsOf = (entry: unknown): Record<string, unknown> =>
  typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};

/** A line of `chain.jsonl`; null when it is none. */
export function chainEntry(entry: unknown): ChainEntry | null {
  const fields = fieldsOf(entry);
  const { kind, hash, number, endpoints } = fields;
  const sound =
    (kind === 'genesis' && isHash(hash)) ||
    (kind === 'hash' && isHash(hash) && isCount(number) && isTexts(endpoints, isText)) ||
    (kind === 'range' &&
      [fields.netuid, fields.fromRound, fields.toRound, fields.blocks].every(isCount) &&
      isText(fields.proofs) &&
      isTexts(endpoints, isText));
  return sound ? (entry as ChainEntry) : null;
}

/** A line of a block's file; null when it is none. */
export function blockEntry(entry: unknown): BlockEntry | null {
  const fields = fieldsOf(entry);
  const sound: Record<BlockEntry['kind'], () => boolean> = {
    header: () => isHex(fields.scale),
    spec: () => isCount(fields.specVersion) && isTexts(fields.endpoints, isText),
    values: () =>
      Array.isArray(fields.pairs) && fields.pairs.every(isPair) && isTexts(fields.endpoints, isText),
    proof: () => isTexts(fields.keys, isHex) && isTexts(fields.nodes, isHex),
    unproven: () => isTexts(fields.endpoints, isText),
    refuted: () => isTexts(fields.keys, isHex),
  };
  const check = Object.hasOwn(sound, String(fields.kind)) ? sound[fields.kind as BlockEntry['kind']] : null;
  return check?.() === true ? (entry as BlockEntry) : null;
}

/** A line of a metadata file; null when it is none. */
export function metadataEntry(entry: unknown): MetadataEntry | null {
  const { kind, specVersion, metadata, endpoints } = fieldsOf(entry);
  const sound = kind === 'metadata' && isCount(specVersion) && isHex(metadata) && isTexts(endpoints, isText);
  return sound ? (entry as MetadataEntry) : null;
}
