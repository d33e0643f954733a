import type { Probes, ScoreRequest } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';
import type { Inside } from '../graphs/Architecture.js';
import type { HeadOptions } from '../graphs/GraphOptions.js';

/**
 * Checks a request against the model before anything runs.
 *
 * @returns the head that the request needs
 * @throws UsageError naming the first value that does not fit
 */
export function checkRequest(
  request: ScoreRequest,
  limits: { readonly vocabSize: number; readonly maxSeqLen: number; readonly inside: Inside },
): HeadOptions {
  const { ids, rows, topIds, topK } = request;
  const { vocabSize, maxSeqLen } = limits;
  if (ids.length === 0) throw refused('the sequence is empty');
  if (ids.length > maxSeqLen)
    throw refused(`the sequence has ${ids.length} tokens, the model takes ${maxSeqLen}`);
  checkIndices(ids, vocabSize, (i) => `token ${i}`, 'the vocabulary');
  if (rows.length === 0) throw refused('no row is asked for');
  checkIndices(rows, ids.length, (i) => `row entry ${i}`, 'the sequence');
  if (topIds !== undefined && topK !== undefined) throw refused('topIds and topK exclude each other');
  if (topIds !== undefined) checkTopIds(topIds, rows.length, vocabSize);
  if (topK !== undefined && !(Number.isSafeInteger(topK) && topK >= 1 && topK < vocabSize))
    throw refused(`topK is ${topK}, a whole number from 1 to ${vocabSize - 1} is expected`);
  const head: HeadOptions = {
    picks: topIds !== undefined ? 'gather' : topK !== undefined ? 'topk' : 'none',
    logits: request.logits === true,
    hidden: request.hidden === true,
  };
  const probed = checkProbes(request.probes, limits.inside);
  if (!probed && head.picks === 'none' && !head.logits && !head.hidden) throw refused('nothing is asked for');
  return head;
}

/** @returns whether anything is asked for */
function checkProbes(probes: Probes = {}, { layers, withExperts, withMemory }: Inside): boolean {
  const { drops = false, gates = false, values } = probes;
  if (drops && withExperts.length === 0) throw refused('no layer of this model has experts that could drop');
  if (gates && withMemory.length === 0) throw refused('no layer of this model has a latent memory');
  if (values !== undefined && !(Number.isSafeInteger(values) && values >= 0 && values < layers))
    throw refused(`the values of layer ${values} are asked for, the model has layers 0 to ${layers - 1}`);
  return drops || gates || probes.layers === true || values !== undefined;
}

function checkTopIds(topIds: readonly (readonly number[])[], rows: number, vocabSize: number): void {
  if (topIds.length !== rows) throw refused(`topIds has ${topIds.length} lists for ${rows} rows`);
  const width = topIds[0]?.length ?? 0;
  if (width === 0) throw refused('the lists of topIds are empty');
  if (width >= vocabSize)
    throw refused(`topIds asks for ${width} of ${vocabSize} ids, at least one must be left for the tail`);
  topIds.forEach((list, row) => {
    if (list.length !== width)
      throw refused(`topIds list ${row} has ${list.length} ids, list 0 has ${width}`);
    checkIndices(list, vocabSize, (i) => `id ${i} of topIds list ${row}`, 'the vocabulary');
    if (new Set(list).size !== width) throw refused(`topIds list ${row} names an id twice`);
  });
}

function checkIndices(
  values: readonly number[],
  limit: number,
  name: (index: number) => string,
  range: string,
): void {
  values.forEach((value, i) => {
    if (!Number.isSafeInteger(value) || value < 0 || value >= limit)
      throw refused(`${name(i)} is ${value}, outside ${range} (0 to ${limit - 1})`);
  });
}

function refused(what: string): UsageError {
  return new UsageError({
    what: `the score request does not fit: ${what}`,
    remedy: 'Correct the request; nothing was run.',
  });
}
