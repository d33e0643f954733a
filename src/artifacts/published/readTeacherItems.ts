import type { TeacherCapture } from '../../domain/published.js';
import type { PublishedValue } from './publishedValue.js';

/** `data` of an `eval_data.json`: prompts and the teacher's continuations, in the order of the filtered list. */
export const readItems = (file: PublishedValue): TeacherCapture['items'] =>
  file
    .get('data')
    .items()
    .map((item) => {
      const [prompt, continuation] = [item.get('prompt'), item.get('continuation')];
      return {
        prompt: prompt.required(prompt.text()),
        continuation: continuation.required(continuation.text()),
      };
    });
