/** Texts that a validator serves, as the last files of its folder. */
const TEXTS = 10;
const HISTORY = 50;

/** The hotkey that is disqualified with every round. */
export const HOTKEY = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM';

type Json = Record<string, unknown>;

/** What a made-up validator holds in its state directory, and how its API shows it. */
export class ValidatorState {
  readonly history: Json[] = [];
  readonly texts = new Map<string, Json>();
  readonly evaluated: number[] = [];
  readonly disqualified: Record<string, string> = {};
  readonly commitments: Record<string, Json> = {};
  lastEval: Json | null = null;
  scores: Record<string, number> = {};
  /** What an answer with teacher text is: the newest document, all of them in a list, or all by a name. */
  textForm: 'newest' | 'list' | 'named' = 'newest';

  constructor(public nextRound: number) {}

  /** The teacher has spoken: the text of the running round is served, its decision is not there yet. */
  publishText(seedBlock = this.nextRound * 720, mark = ''): void {
    const name = `text of ${seedBlock}${mark}`;
    const data = [0, 1, 2].map((at) => ({
      prompt: `prompt ${at} of ${seedBlock}`,
      continuation: `text ${at} of ${seedBlock}${mark}`,
      prompt_tokens: 4,
      continuation_tokens: 5,
    }));
    this.texts.set(name, {
      teacher: 'org/teacher',
      max_new_tokens: 512,
      block_seed: seedBlock,
      n_prompts: 3,
      data,
    });
    while (this.texts.size > TEXTS) this.texts.delete([...this.texts.keys()][0] as string);
  }

  /** The running round is decided: rows, raw results and tables move on. */
  decide(king = 181, change: Json = {}): Json {
    const block = this.nextRound * 720;
    const uid = 10 + (this.nextRound % 200);
    const model = `miner${uid}/model`;
    const results = [
      { uid: king, model: 'acme/king', kl: 2.5, commit_block: 100, is_king: true, prompts_scored: 3, prompts_total: 3 },
      { uid, model, kl: 2.75, commit_block: 200, is_king: false, prompts_scored: 3, prompts_total: 3, t_test: { p: 0.5, t: -1.5, n: 3, mean_delta: -0.25, se: 0.125, lcb: -0.5 } },
    ]; // biome-ignore format: rows
    const record = { block, king_uid: king, prev_king_uid: king, new_king_uid: null, king_changed: false, n_prompts: 3, results, ...change }; // biome-ignore format: one record
    const kl = (first: number) => ({ status: 'ok', kl_per_prompt: [first, first + 0.25, first + 0.5] });
    this.history.push(record);
    while (this.history.length > HISTORY) this.history.shift();
    this.lastEval = {
      teacher: 'org/teacher',
      block_seed: block,
      students: { 'acme/king': kl(2.25), [model]: kl(2.5) },
    };
    this.evaluated.push(uid);
    this.scores[uid] = 2.75;
    this.disqualified[`${HOTKEY}:${this.nextRound}`] = 'a reason';
    this.nextRound += 1;
    return record;
  }

  /** One round from text to decision. */
  playRound(): void {
    this.publishText();
    this.decide();
  }

  /** What a path answers: status and document. */
  answer(url: URL): readonly [status: number, document: unknown] {
    const query = url.searchParams;
    switch (url.pathname) {
      case '/api/latest-round':
      case '/api/h2h-latest':
        return orNone(this.history.at(-1));
      case '/api/round-history':
      case '/api/h2h-history':
        return [200, this.#page(Number(query.get('limit') ?? 50), Number(query.get('page') ?? 1))];
      case '/api/eval-data':
        return orNone(this.#text());
      case '/api/scores':
        return [
          200,
          {
            scores: this.scores,
            disqualified: this.disqualified,
            last_eval: this.lastEval,
            last_eval_time: 1,
          },
        ];
      case '/api/dq_reasons':
        return [200, this.disqualified];
      case '/api/evaluated_uids':
        return [200, [...this.evaluated].reverse()];
      case '/api/commitments':
        return [200, this.commitments];
      default:
        return NONE;
    }
  }

  #page(limit: number, number: number): Json {
    const newestFirst = [...this.history].reverse();
    const rounds = newestFirst.slice((number - 1) * limit, number * limit);
    const total = this.history.length;
    return { rounds, total, page: number, limit, has_more: number * limit < total };
  }

  #text(): unknown {
    const texts = [...this.texts.values()];
    if (this.textForm === 'newest' || texts.length === 0) return texts.at(-1);
    return this.textForm === 'list' ? texts : Object.fromEntries(this.texts);
  }
}

const NONE = [404, { detail: 'Not Found' }] as const;
const orNone = (document: unknown): readonly [number, unknown] =>
  document === undefined ? NONE : [200, document];
