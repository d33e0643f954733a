import type { RecordPart } from './recordEvents.js';
import type { RecordTools } from './recordTools.js';

const NAMES: Readonly<Record<RecordPart, string>> = {
  chain: 'states of the chain',
  manifests: 'files that commitments name',
  corpus: 'shards of the corpus',
  captures: 'captures of a watch',
  weights: 'weights of the models',
  snapshot: 'the snapshot',
};

/** Runs the parts of a recording, and tells when each begins and ends. */
export function announceParts({ signal, onEvent }: Pick<RecordTools, 'signal' | 'onEvent'>) {
  return async <T>(part: RecordPart, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    onEvent({ type: 'part', part, state: 'started', what: NAMES[part] });
    const value = await work();
    onEvent({ type: 'part', part, state: 'done', what: NAMES[part] });
    return value;
  };
}
