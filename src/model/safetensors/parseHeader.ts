import { parseStrictJson, StrictJsonFault } from '../json/parseStrictJson.js';
import { type Entries, parseEntries, type Refuse } from './parseEntries.js';

/**
 * Parses and checks the JSON of a safetensors header.
 * @param header the JSON alone, without the 8 bytes of its length
 * @param fileBytes size of the whole file
 * @param refuse throws the error of this file
 */
export function parseHeader(header: Uint8Array, fileBytes: number, refuse: Refuse): Entries {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
  } catch {
    return refuse('the header is not UTF-8');
  }
  if (!text.startsWith('{')) return refuse('the header does not start with an opening brace');
  let document: unknown;
  try {
    document = parseStrictJson(text);
  } catch (error) {
    if (error instanceof StrictJsonFault) return refuse(`the header is not plain JSON: ${error.message}`);
    throw error;
  }
  return parseEntries(document as Record<string, unknown>, 8 + header.length, fileBytes, refuse);
}
