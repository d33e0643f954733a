import type { Plan } from '../plan.js';
import type { Seeded } from '../seeded.js';

/**
 * The rows of one corpus shard: texts of whole pieces that neither begin nor end in a space, some of them with NUL
 * characters between pieces (the formatter drops them), some rows empty or null (the draw skips them).
 */
export function corpusRows(
  plan: Plan,
  pieces: readonly string[],
  shard: number,
  seeded: Seeded,
): readonly (string | null)[] {
  const draw = seeded.fork(`corpus/${shard}`);
  const closed = pieces.filter((piece) => !piece.endsWith(' '));
  const pick = (from: readonly string[]): string => from[draw.int(0, from.length - 1)] as string;
  const { rows, pieces: lengths } = plan.text;
  const blank = Math.min(16, Math.floor((rows - 300) / 2));
  const kinds = draw.shuffle(
    Array.from({ length: rows }, (_, at) => (at < blank ? 'blank' : at < blank + 12 ? 'nul' : 'plain')),
  );
  return kinds.map((kind, at) => {
    if (kind === 'blank') return at % 3 === 0 ? null : '';
    const words = Array.from({ length: draw.int(...lengths) - 1 }, () => pick(pieces));
    return [...words, pick(closed)].join(kind === 'nul' ? '\0' : '');
  });
}
