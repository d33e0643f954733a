import type { Source } from './data.js';
import { reasonOf } from './loadData.js';
import type { Asked } from './state/app.js';

/** The answer to a question of a screen: `doctor`, or `compare A..B`. What fails is an answer too. */
export const ask = async (source: Source, question: string): Promise<Asked> => {
  const failed = (reason: string): Asked => ({ state: 'failed', reason });
  try {
    if (question === 'doctor') {
      if (source.doctor === undefined) return failed('this session cannot probe the machine');
      return { state: 'doctor', document: await source.doctor() };
    }
    if (source.compare === undefined) return failed('this session has no index of replays');
    const [a = '', b = ''] = question.replace(/^compare /, '').split('..', 2);
    return { state: 'compare', document: await source.compare(a, b) };
  } catch (error) {
    return failed(reasonOf(error));
  }
};
