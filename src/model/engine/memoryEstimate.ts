import { freemem } from 'node:os';
import type { CheckedModel } from './openModelFiles.js';

const MIB = 2 ** 20;
const FLOAT_BYTES = 4;

/**
 * What a model needs for its weights alone, in words. Opened whole, each weight is held once as stored and up to twice in
 * float32, widened and packed; mapped, the largest one is widened at a time and the file itself stays in memory that the system can take back.
 */
export function memoryEstimate({ weights }: CheckedModel, mapped: boolean, tokens: number): string {
  let [stored, wide, largest] = [0, 0, 0];
  for (const { sizeBytes, shape } of weights.values()) {
    const widened = shape.reduce((product, extent) => product * extent, 1) * FLOAT_BYTES;
    stored += sizeBytes;
    wide += widened;
    largest = Math.max(largest, widened);
  }
  const mib = (bytes: number) => `${Math.ceil(bytes / MIB)} MiB`;
  const need = mapped
    ? `${mib(largest)} for its largest weight beside ${mib(stored)} of its mapped file`
    : `up to ${mib(stored + 2 * wide)} for its weights`;
  return `the model takes ${need}, and what ${tokens} tokens need; ${mib(freemem())} are free now`;
}
