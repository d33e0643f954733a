import { PublishedFileError } from '../../errors/artifact.js';
import { parsePythonJson } from './parsePythonJson.js';
import { PublishedValue } from './publishedValue.js';

/** Largest published file that is read: 64 MiB. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The error that a published file of another form gives. */
export const fileRefusal = (
  file: string,
  why: string,
  facts: Readonly<Record<string, unknown>>,
  cause?: unknown,
): PublishedFileError =>
  new PublishedFileError({
    what: `the published file ${file} cannot be read`,
    why,
    remedy: 'Record the file again; a round is not judged from a part of it.',
    facts,
    cause,
  });

/**
 * Parses the bytes of a published file.
 * @param file in words, for errors
 * @throws PublishedFileError when it is not UTF-8, cut, or not JSON as Python writes it
 */
export function parseFile(
  bytes: Uint8Array,
  file: string,
  facts: Readonly<Record<string, unknown>>,
): PublishedValue {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return new PublishedValue(file, '', parsePythonJson(text));
  } catch (cause) {
    throw fileRefusal(file, cause instanceof SyntaxError ? cause.message : 'it is not UTF-8', facts, cause);
  }
}
