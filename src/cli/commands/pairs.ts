import { beginning } from '../../domain/beginning.js';
import type { JournalView } from '../../domain/journal.js';
import { asciiOnly, printable } from '../../domain/printable.js';
import type { PromptTexts } from '../../domain/promptTexts.js';
import { parseRange } from '../../domain/range.js';
import type { Prompt } from '../../domain/round.js';
import type { RoundResult } from '../../domain/verdict.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { InvalidRangeError } from '../../errors/input.js';
import { promptTexts } from '../../replay/texts/promptTexts.js';
import { pairedPrompts } from '../../report/pairedPrompts.js';
import { pairedSummary } from '../../report/pairedSummary.js';
import { signed } from '../../report/roundText.js';
import { choiceOf } from '../choiceOf.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { readViews, tellLeftOut } from './readViews.js';

/** Code points of a text that the plain output shows. */
const SHOWN = 200;

/** KL of king and challenger, prompt by prompt, of every duel of a round; on request with the texts of the prompts. */
export async function pairs(
  context: CommandContext,
  { round, replay, text }: { round: string; replay?: string; text: boolean },
): Promise<number> {
  const span = parseRange(round);
  if (typeof span === 'string' || span.from !== span.to || span.kind !== 'rounds')
    throw new InvalidRangeError({
      what: `pairs takes one round, not "${printable(round, 40)}"`,
      ...(typeof span === 'string' ? { why: span } : {}),
      remedy: 'give a round id such as 11650',
    });
  const { view, result } = find(context, span.from, replay);
  const texts = text ? await textsOf(context, view, result) : null;
  const duels = result.challengers.map(({ uid }) => {
    const paired = result.king === null ? null : pairedPrompts(view, result.roundId, result.king.uid, uid);
    return {
      uid,
      capture: paired?.capture ?? null,
      summary: pairedSummary(paired?.prompts ?? [], result.eraId),
      prompts: paired?.prompts ?? [],
    };
  });
  if (context.options.json) {
    const king = result.king?.uid ?? null;
    context.out(
      jsonLine({
        ...{ schema: 1, replay: view.id, roundId: result.roundId, eraId: result.eraId, king, duels },
        ...(texts === null ? {} : { texts }),
      }),
    );
    return EXIT.ok;
  }
  const textOf = new Map(texts?.prompts.map((one) => [one.sha256, one]));
  for (const { uid, summary, prompts } of duels) {
    context.out(
      `u${result.king?.uid} against u${uid}  n ${prompts.length}  mean ${signed(summary?.mean)}  lcb ${signed(summary?.lcb)}\n`,
    );
    for (const one of prompts) {
      context.out(
        `  ${String(one.index).padStart(5)}  draw ${String(one.draw ?? '-').padStart(5)}  king ${one.king.toFixed(6)}  challenger ${one.challenger.toFixed(6)}  ${signed(one.delta, 6)}\n`,
      );
      const own = textOf.get(one.sha256 ?? '');
      if (own !== undefined) context.out(textLine(own, context.options.ascii));
    }
  }
  return EXIT.ok;
}

/** The first words of a prompt; the whole text stands in the JSON document. */
const textLine = ({ row, codePoints, text }: Prompt, ascii: boolean): string => {
  const line = `         row ${row}, ${codePoints} characters: ${printable(beginning(text, SHOWN), 4 * SHOWN)}`;
  return `${ascii ? asciiOnly(line) : line}\n`;
};

async function textsOf(
  context: CommandContext,
  view: JournalView,
  result: RoundResult,
): Promise<PromptTexts> {
  const texts = await promptTexts(view, result, choiceOf(context));
  if ('prompts' in texts) return texts;
  throw new NotRecordedError({
    what: `the texts of the prompts of round ${result.roundId} are not at hand`,
    why: texts.why,
    remedy: texts.remedy,
  });
}

/** The latest sealed replay that finished the round, or the one that is named. */
function find(
  context: CommandContext,
  roundId: number,
  replay: string | undefined,
): { view: JournalView; result: RoundResult } {
  const { views, damaged } = readViews(context);
  const view = views.findLast(
    (one) =>
      (replay === undefined || one.id === replay) && one.results.some((result) => result.roundId === roundId),
  );
  const result = view?.results.find((one) => one.roundId === roundId);
  const isFound = view !== undefined && result !== undefined;
  const [first, ...others] = damaged;
  tellLeftOut(context, isFound ? damaged : others);
  if (isFound) return { view, result };
  // It may be the one that holds the round.
  if (first !== undefined) throw first.error;
  throw new NotRecordedError({
    what: `round ${roundId} is in no replay under ${context.options.replays}`,
    why:
      replay === undefined
        ? 'nobody has audited it there yet'
        : `replay ${printable(replay, 20)} does not hold it`,
    remedy: `run: recrown audit ${roundId}`,
  });
}
