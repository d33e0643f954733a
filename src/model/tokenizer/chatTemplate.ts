import { createHash } from 'node:crypto';
import { Template } from '@huggingface/jinja';
import { ModelRefusedError } from '../../errors/model.js';
import { strip } from '../../python/text.js';
import { removeCommentLines } from './removeCommentLines.js';
import { TimeOver, withTimeLimit } from './withTimeLimit.js';

/** sha256 of the chat template that the evaluator demands of every student: the teacher's. */
export const OFFICIAL_TEMPLATE = 'a4aee8afcf2e0711942cf848899be66016f8d14a889ff9ede07bca099c28f715';

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

interface ChatOptions {
  /** Left out: the template's own default. */
  readonly enableThinking?: boolean;
  /** Ends the text where the assistant's turn begins; true when left out. */
  readonly generationPrompt?: boolean;
}

export interface ChatTemplate {
  /** sha256 of the text that is rendered. */
  readonly sha256: string;
  /** @throws ModelRefusedError when the template raises, or takes too long or writes too much */
  render(messages: readonly ChatMessage[], options?: ChatOptions): string;
}

/** The one thing that the library lets a template ask of the world. */
const CLOCK = 'strftime_now';
const MAX_TEMPLATE = 1 << 18;
const MAX_INPUT = 1 << 22;
const MAX_OUTPUT = 1 << 23;
const MAX_MESSAGES = 1024;
const MAX_MILLISECONDS = 10_000;

/**
 * Takes a chat template when it is an official one: its sha256, or that of the text without its comment lines and outer
 * white space, is in the list. The text whose digest fits is the one that is rendered; no other template ever is.
 * Rule: chat template, docs/methodology.md.
 *
 * @param official lower-case hex digests: {@link OFFICIAL_TEMPLATE} and what the reference repository records
 * @throws ModelRefusedError for any other text
 */
export function readChatTemplate(
  text: string,
  official: readonly string[] = [OFFICIAL_TEMPLATE],
): ChatTemplate {
  if (text.length > MAX_TEMPLATE)
    throw refused(`it has ${text.length} characters, at most ${MAX_TEMPLATE} are read`);
  const forms = [text, strip(removeCommentLines(text))];
  const chosen = forms.find((form) => official.includes(digest(form)));
  if (chosen === undefined)
    throw refused(`its sha256 is ${digest(text)}, without comment lines ${digest(forms[1] as string)}`);
  if (chosen.includes(CLOCK)) throw refused('it asks for the time of day');
  const template = bounded(() => new Template(chosen));
  return {
    sha256: digest(chosen),
    render: (messages, options = {}) => render(template, messages, options),
  };
}

function render(template: Template, messages: readonly ChatMessage[], options: ChatOptions): string {
  const size = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (messages.length > MAX_MESSAGES || size > MAX_INPUT)
    throw refused(`${messages.length} messages of ${size} characters are too much for it`);
  const { enableThinking, generationPrompt = true } = options;
  const text = bounded(() =>
    template.render({
      messages: messages.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: generationPrompt,
      ...(enableThinking === undefined ? {} : { enable_thinking: enableThinking }),
    }),
  );
  if (text.length > MAX_OUTPUT) throw refused(`it wrote ${text.length} characters`);
  return text;
}

function bounded<T>(work: () => T): T {
  try {
    return withTimeLimit(MAX_MILLISECONDS, work);
  } catch (cause) {
    if (cause instanceof TimeOver) throw refused(`it was ${cause.message}`);
    throw refused(`it failed: ${(cause instanceof Error ? cause.message : String(cause)).slice(0, 200)}`);
  }
}

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const refused = (why: string): ModelRefusedError =>
  new ModelRefusedError({
    what: 'the chat template is refused',
    why,
    remedy: "Use the chat template of the teacher's repository; no other one is rendered.",
  });
