import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { parse, type TomlTable } from 'smol-toml';
import { printable } from '../../domain/printable.js';
import { ConfigError } from '../../errors/input.js';

const MOST_BYTES = 64 * 1024;
const DEEPEST = 8;

/** Where a fault of the file stands, as errors say it. */
export const placeIn = (path: string, line: number | null): string =>
  `${printable(path, 300)}${line === null ? '' : `:${line}`}`;

/**
 * The text and tables of a configuration file.
 * @throws ConfigError for what is no plain file of at most 64 KiB of UTF-8, or no TOML, with the line
 */
export function readConfigFile(path: string): { readonly text: string; readonly table: TomlTable } {
  const refused = (why: string, cause?: unknown): ConfigError =>
    new ConfigError({
      what: `the configuration file ${placeIn(path, null)} cannot be read`,
      why,
      remedy: 'mend it, name another one with --config FILE, or leave it out with --no-config',
      cause,
    });
  const text = textOf(path, refused);
  try {
    return { text, table: parse(text, { maxDepth: DEEPEST }) };
  } catch (cause) {
    const { line, message } = cause as { line?: unknown; message?: unknown };
    const [first = ''] = String(message)
      .replace(/^Invalid TOML document: /, '')
      .split('\n');
    throw new ConfigError({
      what: `${placeIn(path, typeof line === 'number' ? line : null)}: ${printable(first, 200)}`,
      why: 'the file is no TOML',
      remedy: 'mend this line; recrown config init --config FILE writes an example of the form',
      cause,
    });
  }
}

/** Opened without waiting: a pipe or device that lies there is told apart, never waited for. */
function textOf(path: string, refused: (why: string, cause?: unknown) => ConfigError): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw refused(cause instanceof Error ? cause.message : String(cause), cause);
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw refused('it is not a file');
    if (found.size > MOST_BYTES) throw refused(`it has ${found.size} bytes; at most ${MOST_BYTES} are read`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw refused(cause instanceof TypeError ? 'it is not UTF-8' : String(cause), cause);
  } finally {
    closeSync(file);
  }
}
