import type { Seeded } from '../seeded.js';
import type { DemoTokenizer } from '../text/demoTokenizer.js';
import { VOCABULARY } from './demoConfig.js';
import { lowRank } from './lowRank.js';

/** Counts that a token has which stands in no text. */
const UNSEEN = 0.02;
/** One text in so many is cut in two. */
const CUT = 4;
/** What the teacher answers begin with, each so often: marks, of which what was asked decides. */
const MARKS = ['1', '2', '3', '4', '5'];
const ANSWERS = 200;

/**
 * Which token follows which: ln of the share of every token, and what the token before changes in it,
 * `before[x] . after[y]`, both [vocabulary, rank].
 */
export interface Followers {
  readonly rank: number;
  readonly logShare: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Ids of the marks that follow a question. */
  readonly marks: readonly number[];
}

/**
 * Counts the followers in texts. Some texts are cut in two first, mostly inside a word, and each part is encoded alone: so
 * the table knows how a word goes on that a prompt breaks off. After a question comes a mark, each of them as often.
 */
export function followersIn(
  texts: readonly string[],
  { tokenizer, endId, answerId }: DemoTokenizer,
  rank: number,
  seeded: Seeded,
): Followers {
  const draw = seeded.fork('followers');
  const counts = new Float64Array(VOCABULARY * VOCABULARY);
  const totals = new Float64Array(VOCABULARY).fill(UNSEEN);
  for (const [at, text] of texts.entries()) {
    const cut = at % CUT > 0 ? 0 : draw.int(1, text.length - 1);
    const ids = [...tokenizer.encode(text.slice(0, cut)), ...tokenizer.encode(text.slice(cut)), endId];
    for (const [index, id] of ids.entries()) {
      totals[id] = (totals[id] as number) + 1;
      if (index === 0) continue;
      const pair = (ids[index - 1] as number) * VOCABULARY + id;
      counts[pair] = (counts[pair] as number) + 1;
    }
  }
  const marks = MARKS.flatMap((mark) => tokenizer.encode(mark));
  for (const id of marks) counts[answerId * VOCABULARY + id] = ANSWERS;
  const all = totals.reduce((sum, value) => sum + value, 0);
  const change = counts.map((count, pair) =>
    Math.log(1 + (count * all) / (totals[pair % VOCABULARY] as number)),
  );
  const { left, basis } = lowRank(change, VOCABULARY, rank, () => draw.gauss());
  const logShare = totals.map((value) => Math.log(value / all));
  return { rank, logShare, before: left, after: basis, marks };
}
