import { createInterface } from 'node:readline';
import { asciiOnly, printable } from '../../domain/printable.js';
import { collectRounds } from '../../report/roundRow.js';
import { ask } from '../ask.js';
import type { OpenTuiOptions } from '../data.js';
import { initialData } from '../initialData.js';
import { type Loaded, loadData, reasonOf } from '../loadData.js';
import type { Size } from '../present/layout.js';
import { type AppData, type AppState, placeOf, questionOf } from '../state/app.js';
import { openAt } from '../state/openAt.js';
import type { World } from '../state/world.js';
import { answer } from './answer.js';
import { type PerformContext, performAloud } from './performAloud.js';
import { choices, sentences } from './sentences.js';

/** High enough that little is left out, and so narrow that no panel stands beside another: lines are read one by one. */
const PAGE: Size = { columns: 95, rows: 120 };

/**
 * The screens for a screen reader: sentences on new lines, choices by number or word. Nothing is drawn over, no screen is
 * taken, no key is caught, so a reader's own keys all work.
 * @returns exit code: 0, or 130 after an interruption
 */
export const startAloud = async (
  options: OpenTuiOptions,
  loaded: Loaded,
  worldFrom: (data: AppData, size: Size) => World,
  write: (text: string) => void,
): Promise<number> => {
  let data = initialData(loaded);
  const world = (): World => worldFrom(data, PAGE);
  const line = (text: string): void => {
    const safe = printable(text);
    write(`${world().charset === 'ascii' ? asciiOnly(safe) : safe}\n`);
  };
  let state: AppState = openAt(options.initial, world(), 'none');
  let heard: { readonly screen: string; readonly texts: ReadonlySet<string> } | null = null;
  let offered = '';
  /** What was just read is not read again: of the same screen only the sentences that are new. */
  const fresh = (said: readonly string[]): readonly string[] => {
    const { screen, key } = placeOf(state);
    const name = `${screen} ${key}`;
    const known = heard?.screen === name ? heard.texts : new Set<string>();
    heard = { screen: name, texts: new Set(said) };
    const left = said.filter((text) => !known.has(text));
    return left.length === 0 ? ['Nothing changed.'] : left;
  };
  const say = async (texts?: readonly string[]): Promise<void> => {
    const question = questionOf(state);
    if (texts === undefined && question !== null && data.asked[question] === undefined) {
      line('One moment.');
      data = { ...data, asked: { ...data.asked, [question]: await ask(options.source, question, data) } };
    }
    if (state.message !== null) line(`${state.message}.`);
    for (const text of texts ?? fresh(sentences(state, world()))) line(text);
    const offer = choices(state, world());
    if (offer !== offered) line(offer);
    offered = offer;
  };
  const context: PerformContext = {
    options,
    say: line,
    latest: () => data,
    reload: async () => {
      const { views, problems } = await loadData(options.source);
      data = { ...data, views, rows: collectRounds(views), problems };
    },
    put: (over) => {
      data = { ...data, ...over };
    },
  };
  for (const problem of loaded.problems) line(`Not readable: ${problem}`);
  await say();
  const input = createInterface({ input: process.stdin, terminal: false });
  let code = 0;
  process.once('SIGINT', () => {
    code = 130;
    input.close();
  });
  for await (const typed of input) {
    const answered = answer(state, typed, world());
    state = answered.state;
    let ended: number | null = null;
    for (const effect of answered.effects)
      ended = await performAloud(effect, context).catch((error: unknown) => {
        line(`That failed: ${reasonOf(error)}`);
        return null;
      });
    if (ended !== null) {
      code = ended;
      break;
    }
    await say(answered.said ?? undefined);
  }
  input.close();
  return code;
};
