import type { TeacherCapture, TeacherItem } from '../../domain/published.js';
import type { PublishedValue } from './publishedValue.js';

/** `data` of an `eval_data.json`: prompts and the teacher's continuations, in the order of the filtered list. */
export const readItems = (file: PublishedValue): TeacherCapture['items'] =>
  file.get('data').items().map(readItem);

function readItem(item: PublishedValue): TeacherItem {
  const [prompt, continuation] = [item.get('prompt'), item.get('continuation')];
  const promptTokens = item.get('prompt_tokens').count();
  const continuationTokens = item.get('continuation_tokens').count();
  return {
    prompt: prompt.required(prompt.text()),
    continuation: continuation.required(continuation.text()),
    ...(promptTokens === null ? {} : { promptTokens }),
    ...(continuationTokens === null ? {} : { continuationTokens }),
  };
}
