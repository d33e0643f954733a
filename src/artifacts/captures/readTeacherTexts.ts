import type { JsonValue } from '../published/parsePythonJson.js';
import type { PublishedValue } from '../published/publishedValue.js';
import type { ServedFile } from './convertServed.js';
import { jsonText } from './jsonText.js';

const MAX_BLOCK = 0xffffffff;
/** A validator keeps the texts of ten rounds; an answer with many more of them is of another kind. */
const MAX_TEXTS = 64;

/**
 * Teacher texts of an answer: one document, or a list or an object whose values are such documents. The keys of an object are
 * not read.
 * @returns one file for each document, in the order of the answer
 * @throws PublishedFileError when a part of the answer is of another shape
 */
export function readTeacherTexts(body: PublishedValue): readonly ServedFile[] {
  const { value } = body;
  if (value instanceof Map && Array.isArray(value.get('data'))) return [readDocument(body, true)];
  const isTable = Array.isArray(value) || value instanceof Map;
  const places = Array.isArray(value) ? body.items() : isTable ? body.entries().map(([, one]) => one) : [];
  if (places.length === 0 || places.length > MAX_TEXTS)
    throw body.refuse(`the document of a text, or 1 to ${MAX_TEXTS} of them,`);
  return places.map((place) => readDocument(place, false));
}

/** `{teacher, max_new_tokens, block_seed, n_prompts, data: [{prompt, continuation, ..}]}`. */
function readDocument(place: PublishedValue, isBody: boolean): ServedFile {
  const data = place.get('data');
  if (data.isNull) throw data.refuse('a list');
  place.get('teacher').text();
  for (const key of ['max_new_tokens', 'n_prompts']) place.get(key).count();
  for (const item of data.items())
    for (const part of [item.get('prompt'), item.get('continuation')]) part.required(part.text());
  const block = place.get('block_seed').count(MAX_BLOCK);
  return { name: 'eval_data.json', text: isBody ? null : jsonText(place.value as JsonValue), block };
}
