import type { RoundResult } from '../../../domain/verdict.js';
import { pairedPrompts } from '../../../report/pairedPrompts.js';
import type { RoundRow } from '../../../report/roundRow.js';
import { cutMiddle, fitLine, fitParts, type Line, span } from '../../present/line.js';
import { clean, rule } from '../../present/look.js';
import { count } from '../../present/numbers.js';
import { orderPrompts, promptColumns, promptDetail } from '../../present/promptsTable.js';
import { promptOf, promptTextLines, type TextsAt, wholePromptText } from '../../present/promptText.js';
import { tableLines } from '../../present/table.js';
import { type AppState, questionOf } from '../../state/app.js';
import { lookOf, type World } from '../../state/world.js';
import { filled, rowIndex, type ScreenView } from '../screenView.js';
import { challengerOf } from './challengerOf.js';

/** Lines about the selected prompt; its sha256 stands in the table, and is what the copying key copies. */
const DETAIL = 5;
/** Lines of its text, with the line above: what a window of 24 rows has room for, and the most that is worth it. */
const TEXT = { least: 3, most: 9, share: 0.25 } as const;

/** The texts as the screen has them. */
const textsAt = (state: AppState, world: World): TextsAt => {
  const asked = world.data.asked[questionOf(state) ?? ''];
  if (asked?.state === 'texts') return asked.texts;
  return asked?.state === 'failed' ? { why: asked.reason, remedy: 'open this tab again' } : null;
};

/** KL of king and challenger, prompt by prompt: which of them moved the crown. */
export const promptsTab = (
  state: AppState,
  world: World,
  row: RoundRow,
  result: RoundResult,
): Pick<ScreenView, 'body' | 'at' | 'length' | 'page' | 'value' | 'row'> &
  Pick<Partial<ScreenView>, 'text'> => {
  const look = lookOf(world);
  const { challenger, place } = challengerOf(state, result);
  const paired =
    challenger === null || result.king === null
      ? null
      : pairedPrompts(row.replay, row.roundId, result.king.uid, challenger.uid);
  const complete = paired !== null && paired.prompts.length >= (challenger?.replayed?.n ?? 0);
  if (paired === null || challenger === null || !complete) {
    const text =
      challenger === null
        ? 'no challenger took part'
        : paired === null
          ? 'no pair of values: this duel was not replayed'
          : 'not every pair is in yet: nothing is said before that';
    return { body: [fitLine([span(text)], look.width)], at: 0, length: 0, page: 1, value: null, row: null };
  }
  const ordered = orderPrompts(paired.prompts, state.round.order);
  const at = rowIndex(state.cursor['round.prompts'], ordered.length);
  const selected = ordered[at];
  const limit = Math.max(...paired.prompts.map((one) => Math.abs(one.delta)));
  const drawn = result.prompts?.drawn ?? ordered.length;
  const head = fitParts(
    [
      { text: `u${result.king?.uid} against u${challenger.uid} (${place.at + 1} of ${place.of})`, rank: 0 },
      { text: `${count(ordered.length)} of ${count(drawn)} drawn were scored`, rank: 1 },
      { text: `sort: ${state.round.order}`, rank: 2 },
      { text: `teacher text ${clean(cutMiddle(paired.capture), look, 40)}`, rank: 3 },
    ],
    look.width,
  );
  const texts = textsAt(state, world);
  const prompt = promptOf(texts, selected);
  const text = Math.max(TEXT.least, Math.min(TEXT.most, Math.floor(look.height * TEXT.share)));
  const table = Math.max(1, look.height - DETAIL - text - 3);
  const body: Line[] = [
    [span(head, 'text.secondary')],
    ...tableLines({
      columns: promptColumns(look, limit),
      rows: ordered,
      selected: at,
      width: look.width,
      height: table,
    }),
    rule(look, 'delta = king KL - challenger KL'),
    ...filled(promptDetail(paired.prompts, selected, result.eraId, look), DETAIL),
    ...filled(promptTextLines(texts, selected, text, look), text),
  ];
  return {
    body,
    at,
    length: ordered.length,
    page: Math.floor(table / 2),
    value:
      selected === undefined
        ? null
        : selected.sha256 === null
          ? { text: String(selected.index), what: 'the index of the prompt' }
          : { text: selected.sha256, what: `the sha256 of prompt ${selected.index}` },
    row: selected ?? null,
    text:
      prompt === null || selected === undefined
        ? null
        : () => wholePromptText(prompt, selected, row.roundId, look),
  };
};
