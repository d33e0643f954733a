import { parseStrictJson, StrictJsonFault } from '../json/parseStrictJson.js';
import { createBpeTokenizer } from './bpe.js';
import { checkBpeDocument } from './bpeDocument.js';
import { fields } from './documentFields.js';
import type { Tokenizer } from './Tokenizer.js';
import { shown, tokenizerRefused } from './tokenizerRefused.js';

/** The file of Qwen3.5 is about 20 MB. */
const MAX_BYTES = 64 * 2 ** 20;

/**
 * Reads a `tokenizer.json` whose digest the caller has checked, byte-level BPE as Hugging Face writes
 * it. Nothing of the file is run; its split pattern must be a known one.
 *
 * @throws ModelRefusedError naming what does not fit, and any other kind
 */
export function readTokenizer(bytes: Uint8Array): Tokenizer {
  if (bytes.byteLength > MAX_BYTES)
    throw tokenizerRefused(`the file has ${bytes.byteLength} bytes, at most ${MAX_BYTES} are read`);
  const document = fields(parse(bytes), 'the document');
  if (!Object.hasOwn(document, 'model'))
    throw tokenizerRefused('the document has no "model": it is no tokenizer that is read');
  const { type } = fields(document.model, 'model');
  if (type !== 'BPE') throw tokenizerRefused(`model.type is ${shown(type)}, "BPE" is expected`);
  return createBpeTokenizer(checkBpeDocument(document));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    if (cause instanceof StrictJsonFault) throw tokenizerRefused(`the file is not JSON: ${cause.message}`);
    if (cause instanceof TypeError) throw tokenizerRefused('the file is not UTF-8');
    throw cause;
  }
}
