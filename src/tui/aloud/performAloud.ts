import { ask } from '../ask.js';
import type { OpenTuiOptions } from '../data.js';
import { exportOf } from '../exportOf.js';
import { reasonOf } from '../loadData.js';
import { measuredWork } from '../present/liveBody.js';
import { stagesOf } from '../present/progress.js';
import type { AppData } from '../state/app.js';
import type { Effect } from '../state/effect.js';

/** What an effect may touch where no screen is drawn. */
export interface PerformContext {
  readonly options: OpenTuiOptions;
  readonly say: (text: string) => void;
  readonly latest: () => AppData;
  readonly put: (over: Partial<AppData>) => void;
  readonly reload: () => Promise<void>;
}

/** Says how far a replay is, once for every tenth of it, until it ended. */
const follow = async (rounds: readonly number[], context: PerformContext): Promise<void> => {
  const { source } = context.options;
  if (source.startAudit === undefined) return;
  const audit = await source.startAudit(rounds);
  const control = new AbortController();
  let tenths = 0;
  source.follow(
    audit.path,
    (view) => {
      const { done, total } = measuredWork(stagesOf(view));
      const now = total > 0 ? Math.floor((done / total) * 10) : 0;
      if (now <= tenths) return;
      tenths = now;
      context.say(`Replay ${view.id}: ${now * 10} percent of the prompts that are planned so far.`);
    },
    control.signal,
  );
  context.say('The replay runs; it is said when a tenth is done, and when it ended.');
  try {
    await audit.ended;
    context.say('The replay ended.');
  } catch (error) {
    context.say(`The replay failed: ${reasonOf(error)}`);
  } finally {
    control.abort();
  }
  await context.reload();
};

/**
 * Does what was asked for outside of the state, in words.
 * @returns the exit code when the program ends; null when it goes on
 */
export const performAloud = async (effect: Effect, context: PerformContext): Promise<number | null> => {
  const { options, say } = context;
  switch (effect.type) {
    case 'quit':
      return effect.code;
    case 'copy':
      say(`${effect.what}: ${effect.text}`);
      return null;
    case 'page':
      for (const text of effect.text.split('\n')) say(text);
      return null;
    case 'replay':
      await follow(effect.rounds, context);
      return null;
    case 'ask': {
      const asked = {
        ...context.latest().asked,
        [effect.question]: await ask(options.source, effect.question, context.latest()),
      };
      context.put({ asked });
      return null;
    }
    case 'export': {
      const { views, rounds } = exportOf(effect.rounds, context.latest());
      const path = await options.source.writeReport?.(views, rounds, effect.format);
      say(path === undefined ? 'This session writes no file.' : `Wrote ${path}.`);
      return null;
    }
    default:
      say('That needs a drawn screen.');
      return null;
  }
};
