import { sha256Hex } from '../../../src/domain/canonical.js';
import { readChatTemplate } from '../../../src/model/tokenizer/chatTemplate.js';
import { readTokenizer } from '../../../src/model/tokenizer/readTokenizer.js';
import type { Tokenizer } from '../../../src/model/tokenizer/Tokenizer.js';
import { trainBpe } from './trainBpe.js';

/** Entries of the demo's tokenizer; the models' vocabulary is padded beyond them, as that of Qwen3.5 is. */
const ENTRIES = 600;

const END_OF_TEXT = '<|endoftext|>';

/** Where the assistant's turn begins: the token that ends every question, and stands in no other text. */
const ANSWER = '</think>';

/** The demo's own chat template: roles on a line, then the text. It shares nothing with the official one. */
export const CHAT_TEMPLATE = [
  '{%- for message in messages -%}',
  "{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}",
  '{%- endfor -%}',
  `{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n<think>${ANSWER}' }}{%- endif -%}`,
].join('');

/** The tokenizer files of every model of the demo, and what they do. */
export interface DemoTokenizer {
  /** Text of `tokenizer.json`. */
  readonly json: string;
  /** Text of `tokenizer_config.json`. */
  readonly config: string;
  readonly tokenizer: Tokenizer;
  /** Id of the token that ends a text. */
  readonly endId: number;
  /** Id of the token that ends a question. */
  readonly answerId: number;
  /** Ids of a question as a model is asked it. */
  readonly ask: (question: string) => readonly number[];
}

/** A byte-level BPE tokenizer of Qwen3.5's kind, trained on the demo's own texts. */
export function demoTokenizer(texts: readonly string[]): DemoTokenizer {
  const json = trainBpe(texts, ENTRIES);
  const tokenizer = readTokenizer(Buffer.from(json));
  const config = {
    tokenizer_class: 'Qwen2Tokenizer',
    add_bos_token: false,
    add_prefix_space: false,
    bos_token: null,
    eos_token: '<|im_end|>',
    pad_token: END_OF_TEXT,
    unk_token: null,
    chat_template: CHAT_TEMPLATE,
  };
  const template = readChatTemplate(CHAT_TEMPLATE, [sha256Hex(CHAT_TEMPLATE)]);
  return {
    ...{ json, config: `${JSON.stringify(config, null, 2)}\n`, tokenizer },
    ...{ endId: idOf(tokenizer, END_OF_TEXT), answerId: idOf(tokenizer, ANSWER) },
    ask: (content) => tokenizer.encode(template.render([{ role: 'user', content }])),
  };
}

/** Id of a text that is one token. */
function idOf(tokenizer: Tokenizer, text: string): number {
  const [id, ...more] = tokenizer.encode(text);
  if (id === undefined || more.length > 0) throw new TypeError(`${text} is not one token`);
  return id;
}
