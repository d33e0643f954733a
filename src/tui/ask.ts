import type { Source } from './data.js';
import { reasonOf } from './loadData.js';
import { type AppData, type Asked, textsOf } from './state/app.js';

/** The answer to a question of a screen: `doctor`, `compare A..B`, or `texts ROW`. What fails is an answer too. */
export const ask = async (source: Source, question: string, data: AppData): Promise<Asked> => {
  const failed = (reason: string): Asked => ({ state: 'failed', reason });
  try {
    if (question === 'doctor') {
      if (source.doctor === undefined) return failed('this session cannot probe the machine');
      return { state: 'doctor', document: await source.doctor() };
    }
    const row = data.rows.find(({ key }) => textsOf(key) === question);
    if (row !== undefined) {
      if (source.promptTexts === undefined) return failed('this session reads no snapshot');
      if (row.result === null) return failed('no replay has finished this round');
      return { state: 'texts', texts: await source.promptTexts(row.replay, row.result) };
    }
    if (source.compare === undefined) return failed('this session has no index of replays');
    const [a = '', b = ''] = question.replace(/^compare /, '').split('..', 2);
    return { state: 'compare', document: await source.compare(a, b) };
  } catch (error) {
    return failed(reasonOf(error));
  }
};
