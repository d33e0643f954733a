import type { JsonValue } from '../published/parsePythonJson.js';
import { PublishedValue } from '../published/publishedValue.js';
import { readComposites } from '../published/readComposites.js';
import { readRows } from '../published/readRows.js';
import type { CaptureName } from './captureLine.js';
import { jsonText } from './jsonText.js';

/** A file as the readers of published rounds expect it, made from what an endpoint served. */
export interface ServedFile {
  readonly name: CaptureName;
  /** Text of the file; null when the body itself is the file. */
  readonly text: string | null;
  /** The block that the file names as its own; null when it names none. */
  readonly block: number | null;
}

const MAX_BLOCK = 0xffffffff;
const ABSENT = new PublishedValue('', '', undefined);
const blockAt = (place: PublishedValue): number | null => place.count(MAX_BLOCK);

/** The record of a round, and whether it is a preliminary one: the round is then not decided. */
export function fromLatestRound(body: PublishedValue): ServedFile & { readonly preliminary: boolean } {
  const block = body.get('block').required(blockAt(body.get('block')));
  readRows(body, ABSENT);
  for (const key of ['king_uid', 'prev_king_uid', 'new_king_uid']) body.get(key).uid();
  return { name: 'h2h_latest.json', text: null, block, preliminary: body.get('_preliminary').flag() };
}

/** What one page of the history says of itself. */
export interface HistoryPage {
  readonly rounds: readonly JsonValue[];
  /** Null where the answer does not say. */
  readonly total: number | null;
  readonly page: number | null;
  readonly hasMore: boolean;
}

export function readHistoryPage(body: PublishedValue): HistoryPage {
  const rounds = body.get('rounds');
  if (rounds.isNull) throw rounds.refuse('a list');
  return {
    rounds: rounds.items().map((one) => one.value ?? null),
    total: body.get('total').count(),
    page: body.get('page').count(),
    hasMore: body.get('has_more').flag(),
  };
}

/**
 * `h2h_history.json` from its pages, which come newest first: the file is oldest first. What the endpoint adds to a record
 * (`t_stat`, `p_value`, `_exploit`) stays: a file may hold the same names.
 * @returns the blocks of the decided records beside it, in the file's order
 */
export function fromHistory(
  pages: readonly HistoryPage[],
): ServedFile & { readonly decided: readonly number[] } {
  const records = pages.flatMap((page) => page.rounds).reverse();
  const file = new PublishedValue('round history', '', records);
  const decided = file
    .items()
    .filter((record) => !record.get('_preliminary').flag())
    .flatMap((record) => {
      record.get('king_uid').uid();
      return blockAt(record.get('block')) ?? [];
    });
  return { name: 'h2h_history.json', text: jsonText(records), block: decided.at(-1) ?? null, decided };
}

/** `last_eval.json` in the scores; null when they hold none. */
export function fromLastEval(scores: PublishedValue): ServedFile | null {
  const lastEval = scores.get('last_eval');
  if (lastEval.isNull) return null;
  for (const [, student] of lastEval.get('students').entries())
    for (const kl of student.get('kl_per_prompt').items()) kl.number();
  return { name: 'last_eval.json', text: textOf(lastEval), block: blockAt(lastEval.get('block_seed')) };
}

/** `composite_scores.json`, where the scores hold it under this name; null when they do not. */
export function fromComposites(scores: PublishedValue): ServedFile | null {
  const composites = scores.get('composite_scores');
  if (composites.isNull) return null;
  readComposites(composites);
  return { name: 'composite_scores.json', text: textOf(composites), block: null };
}

/** Refuses scores that hold none of what is kept of them. */
export function checkScores(scores: PublishedValue): void {
  if (!['last_eval', 'disqualified', 'composite_scores'].some((key) => scores.get(key).isPresent))
    throw scores.refuse('an object with last_eval and disqualified');
}

const textOf = (place: PublishedValue): string => jsonText(place.value ?? null);
