import type { ScoreRequest } from '../../domain/engine.js';
import { inputRefused, isIntegers, readInput } from './readInput.js';

const KEYS = ['ids', 'rows', 'topIds', 'logits'];
const FORM =
  'Give {"ids": [..], "rows": [..], "topIds": [[..], ..]} with one list of topIds a row, or "logits": true.';

/**
 * Reads the input file of `recrown score`: `{ids, rows, topIds?, logits?: true}`. Ranges are the engine's to check.
 *
 * @param probed whether options ask for something already
 * @throws UsageError naming the key that does not fit
 */
export async function readScoreInput(path: string, probed = false): Promise<ScoreRequest> {
  const refused = (why: string) => inputRefused(path, why, FORM);
  const { ids, rows, topIds, logits } = await readInput(path, FORM, KEYS);
  if (!isIntegers(ids)) throw refused('ids is not a list of whole numbers');
  if (!isIntegers(rows)) throw refused('rows is not a list of whole numbers');
  if (logits !== undefined && typeof logits !== 'boolean') throw refused('logits is neither true nor false');
  if (topIds !== undefined && !(Array.isArray(topIds) && topIds.every(isIntegers)))
    throw refused('topIds is not a list of lists of whole numbers');
  if (topIds === undefined && logits !== true && !probed)
    throw refused('it asks for nothing: give topIds, or logits: true');
  return { ids, rows, ...(topIds === undefined ? {} : { topIds }), logits: logits === true };
}
