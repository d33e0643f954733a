import type { LoadedModel } from '../../../src/domain/engine.js';
import { judgePrompt } from '../../../src/evaluate/axes/judgePrompt.js';
import { JUDGE_REQUESTS } from '../../../src/reconstruct/items/chatPools.js';
import type { DemoTokenizer } from '../text/demoTokenizer.js';
import { ASKED, type Marking, VERDICT } from './drawTeacher.js';

/** Requests to judge a text from which the marks are spread, and the characters of the text: as many as an answer has. */
const QUESTIONS = 32;
const ANSWER = 60;
/** Nats by which a mark falls behind per squared step from the best one; and steps per standard deviation of opinions. */
const FALL = 0.5;
const STEPS = 1.3;

/** Offsets are multiples of it; the rest has two digits: so other machines, which compute nearly the same, learn the same. */
const GRID = 1 / 128;

/**
 * How marks follow from what the teacher's layers make of a question: the mark is the nearer to the middle one, the nearer the
 * opinion is to its mean over many questions, so that all marks are given.
 * @param load makes the teacher that marks so, @param marks ids of the marks, ascending, @param texts that are judged
 */
export async function learnMarks(
  load: (marking: Marking) => Promise<LoadedModel>,
  { ask, answerId }: DemoTokenizer,
  marks: readonly number[],
  texts: readonly string[],
): Promise<Marking> {
  const questions = Array.from({ length: QUESTIONS }, (_, at) => {
    const request = JUDGE_REQUESTS[at % JUDGE_REQUESTS.length] as string;
    return ask(judgePrompt(request, (texts[at % texts.length] as string).slice(0, ANSWER)));
  });
  const none: Marking = { answerId, less: 0, marks: new Map() };
  const look = async (less: number) => lookAt(await load({ ...none, less }), questions, marks);
  // What is taken away moves the mean along a line, nearly: two looks say where it is 0.
  const untouched = mean((await look(0)).opinions);
  const less = Number((untouched ** 2 / (untouched - mean((await look(untouched)).opinions))).toPrecision(2));
  const { opinions, asked, levels } = await look(less);
  const middle = mean(opinions);
  const spread = Math.sqrt(mean(opinions.map((opinion) => (opinion - middle) ** 2)));
  const rules = marks.map((id, at) => {
    const away = at - (marks.length - 1) / 2;
    const slope = Number(((2 * FALL * STEPS * away) / spread).toPrecision(2));
    const wanted = mean(levels) - (levels[at] as number) - FALL * away * away - slope * middle;
    return [id, { slope, offset: Math.round(wanted / asked / GRID) * GRID }] as const;
  });
  return { answerId, less, marks: new Map(rules) };
}

/** What a teacher holds at the ends of questions: its opinions, and on the mean the other channel and the logits of marks. */
async function lookAt(
  teacher: LoadedModel,
  questions: readonly (readonly number[])[],
  marks: readonly number[],
): Promise<{
  readonly opinions: readonly number[];
  readonly asked: number;
  readonly levels: readonly number[];
}> {
  const states: Float32Array[] = [];
  const logits: Float32Array[] = [];
  for (const ids of questions) {
    const seen = await teacher.score({ ids, rows: [ids.length - 1], hidden: true, logits: true });
    states.push(seen.hidden as Float32Array);
    logits.push(seen.logits as Float32Array);
  }
  await teacher.release();
  const column = (rows: readonly Float32Array[], at: number): number[] =>
    rows.map((row) => row[at] as number);
  return {
    opinions: column(states, VERDICT),
    asked: mean(column(states, ASKED)),
    levels: marks.map((id) => mean(column(logits, id))),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
