import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../domain/canonical.js';
import { UsageError } from '../../errors/input.js';
import { ModelRefusedError } from '../../errors/model.js';
import { type ChatTemplate, readChatTemplate } from '../../model/tokenizer/chatTemplate.js';
import { readTokenizer } from '../../model/tokenizer/readTokenizer.js';
import type { Tokenizer } from '../../model/tokenizer/Tokenizer.js';

/** What the teacher's repository says about asking a model. */
export interface ChatFiles {
  readonly tokenizer: Tokenizer;
  readonly template: ChatTemplate;
  /** As its config spells it; null without one. */
  readonly eosToken: string | null;
}

const MOST_BYTES = 64 << 20;

/**
 * Reads tokenizer, chat template and end token of a teacher's folder: `tokenizer.json`, `tokenizer_config.json` and, where
 * the config has no template, `chat_template.jinja`. The folder is the caller's word: its template is taken as the official one.
 *
 * @throws UsageError for a folder without these files, ModelRefusedError for what they hold
 */
export async function readChatFiles(folder: string): Promise<ChatFiles> {
  return chatFilesFrom((name) => readPart(folder, name), null);
}

/**
 * The same from any place.
 *
 * @param read bytes of a file by its name
 * @param official sha256 of the only chat template that is taken; null for any
 * @throws ModelRefusedError for what the files hold
 */
export async function chatFilesFrom(
  read: (name: string) => Promise<Uint8Array>,
  official: string | null,
): Promise<ChatFiles> {
  const tokenizer = readTokenizer(Buffer.from(await read('tokenizer.json')));
  const config = parsed(Buffer.from(await read('tokenizer_config.json')));
  const text =
    typeof config.chat_template === 'string'
      ? config.chat_template
      : Buffer.from(await read('chat_template.jinja')).toString('utf8');
  const eos = config.eos_token;
  const eosToken =
    typeof eos === 'string' ? eos : ((eos as { readonly content?: unknown } | null)?.content ?? null);
  return {
    tokenizer,
    template: readChatTemplate(text, [official ?? sha256Hex(text)]),
    eosToken: typeof eosToken === 'string' ? eosToken : null,
  };
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > MOST_BYTES) throw new Error('it is no file of at most 64 MiB');
    return await readFile(path);
  } catch (cause) {
    throw new UsageError({
      what: `${folder} is no teacher's folder: ${name} cannot be read`,
      why: (cause as Error).message,
      remedy:
        'Give a folder with tokenizer.json, tokenizer_config.json and the chat template with --teacher.',
      facts: { path },
    });
  }
}

function parsed(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    throw new Error('it holds no object');
  } catch (cause) {
    throw new ModelRefusedError({
      what: 'tokenizer_config.json is refused',
      why: (cause as Error).message,
      remedy: "Use the file of the teacher's repository.",
    });
  }
}
