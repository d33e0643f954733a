import { gzipSync } from 'node:zlib';
import { mean } from '../../python/mean.js';
import { words } from '../../python/text.js';

const LEVEL = 6;

/** Bytes of a text that gzip packed at level 6, in parts of its UTF-8 bytes; 1 for no text. */
export function gzipRatio(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length === 0 ? 1 : gzipSync(bytes, { level: LEVEL }).length / bytes.length;
}

/** Share of the most frequent run of six words among all runs of six words; 0 without one. */
export function topSixShare(text: string): number {
  const runs = runsOf(text, 6);
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1);
  return runs.length === 0 ? 0 : Math.max(...counts.values()) / runs.length;
}

/** Mean over pairs of texts of the shared part of their runs of four words; pairs with a text without a run are left out. */
export function selfBleu(texts: readonly string[]): number {
  const sets = texts.map((text) => new Set(runsOf(text, 4))).filter(({ size }) => size > 0);
  const shares: number[] = [];
  for (const [i, one] of sets.entries())
    for (const other of sets.slice(i + 1)) {
      const shared = [...one].filter((run) => other.has(run)).length;
      shares.push(shared / (one.size + other.size - shared));
    }
  return mean(shares);
}

function runsOf(text: string, length: number): string[] {
  const all = words(text);
  return Array.from({ length: Math.max(0, all.length - length + 1) }, (_, at) =>
    all.slice(at, at + length).join(' '),
  );
}
