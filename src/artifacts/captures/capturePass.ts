import { PublishedFileError } from '../../errors/artifact.js';
import { UnavailableError } from '../../errors/network.js';
import { PublishedValue } from '../published/publishedValue.js';
import { CaptureFiler, roundOf, type Source } from './captureFiler.js';
import type { CaptureName } from './captureLine.js';
import type { CaptureLog } from './captureLog.js';
import * as convert from './convertServed.js';
import type { PassReport } from './passReport.js';
import { type CommittedRevision, readCommitted } from './readCommitted.js';
import { readDisqualified, readEvaluated } from './readTables.js';
import { readTeacherTexts } from './readTeacherTexts.js';
import type { ServedApi } from './servedApi.js';

/** The newest record that the validator serves. */
interface Latest {
  readonly block: number;
  readonly preliminary: boolean;
}

interface Asked {
  readonly body: PublishedValue;
  readonly source: Source;
}

interface PageAsked extends Asked {
  readonly made: convert.HistoryPage;
}

interface Table {
  readonly made: convert.ServedFile;
  readonly source: Source;
}

/** Files that the scores hold, and how each is read. */
const SCORES: readonly (readonly [CaptureName, (body: PublishedValue) => convert.ServedFile | null])[] = [
  ['last_eval.json', convert.fromLastEval],
  [
    'disqualified.json',
    (body) => (body.get('disqualified').isNull ? null : readDisqualified(body.get('disqualified'))),
  ],
  ['composite_scores.json', convert.fromComposites],
];

function isScores(body: PublishedValue): true {
  convert.checkScores(body);
  return true;
}

const PAGE = 50;
const MAX_PAGES = 10;
/** Rounds after the last decided one in which a text of the teacher is taken to be of the round that runs. */
const MAX_AHEAD = 10;

/**
 * Asks a validator's endpoints once and files what is new. What cannot be taken is noted in the report, and the rest goes on.
 * @returns the report, and the revisions that the served commitments name
 * @throws RetryLaterError when the server is not reached or limits its callers, UnavailableError when nothing it serves
 * can be taken, DamagedError, IoError, the signal's reason; what was filed before stays
 */
export async function capturePass(
  api: ServedApi,
  log: CaptureLog,
  signal: AbortSignal,
): Promise<{ readonly report: PassReport; readonly committed: readonly CommittedRevision[] }> {
  const pass = new CapturePass(api, log, signal);
  const latest = await pass.latest();
  await pass.texts();
  await pass.history(latest);
  await pass.tables(latest);
  const committed = await pass.commitments();
  const { report } = pass.filer;
  if (report.captured.length === 0 && report.refused.length > 0)
    throw new UnavailableError({
      what: `nothing that ${api.shown} serves can be taken`,
      why: report.refused[0]?.why ?? '',
      remedy: 'Check the address: it is the one below which /api/latest-round is served.',
    });
  return { report, committed };
}

class CapturePass {
  readonly filer: CaptureFiler;

  constructor(
    readonly api: ServedApi,
    readonly log: CaptureLog,
    readonly signal: AbortSignal,
  ) {
    this.filer = new CaptureFiler(log);
  }

  async latest(): Promise<Latest | null> {
    const found = await this.#read('h2h_latest.json', '/api/latest-round', convert.fromLatestRound);
    if (found === null || found.made.block === null) return null;
    const { block, preliminary } = found.made;
    await this.filer.take(found.made, [found.source], roundOf(block));
    return { block, preliminary };
  }

  /** Texts of the teacher, one or several: each is filed under the round that it names. */
  async texts(): Promise<void> {
    const found = await this.#read('eval_data.json', '/api/eval-data', readTeacherTexts);
    for (const made of found?.made ?? [])
      await this.filer.take(made, [(found as Asked).source], roundOf(made.block));
  }

  /** The published rows: read when there is a newer record than the history that was taken. */
  async history(latest: Latest | null): Promise<void> {
    const name = 'h2h_history.json';
    const round = roundOf(latest?.block ?? null);
    const isNews = this.filer.report.captured.some((one) => one.name === 'h2h_latest.json' && one.new);
    if (round !== null && !isNews && this.log.last(name, round) !== null) return;
    const pages = (await this.#pages()) ?? (await this.#pages());
    if (pages === null)
      return this.filer.refuse(name, historyPath(null), 200, 'moving: the pages do not fit together');
    const [first] = pages;
    if (first === undefined || first.made.rounds.length === 0) return;
    const made = await this.#convert(name, first, () => convert.fromHistory(pages.map((one) => one.made)));
    if (made === null || made.block === null) return;
    const newest = roundOf(made.block);
    const sources = pages.map((one) => one.source);
    // Rounds that went by unseen have no other record than this.
    for (const older of new Set(made.decided.map(roundOf)))
      if (older !== newest && this.log.last(name, older) === null)
        await this.filer.take(made, sources, older);
    await this.filer.take(made, sources, newest);
  }

  /**
   * Tables without a block of their own: they show the state before the round that runs. When the record changed while
   * they were read they are read again.
   */
  async tables(before: Latest | null): Promise<void> {
    let latest = before;
    for (let attempt = 0; ; attempt += 1) {
      const found = await this.#readTables();
      const after = await this.latest();
      if (after?.block === latest?.block && after?.preliminary === latest?.preliminary) {
        const running = this.#running(latest);
        for (const { made, source } of found)
          await this.filer.take(
            made,
            [source],
            made.name === 'last_eval.json' ? roundOf(made.block) : running,
          );
        return;
      }
      latest = after;
      if (attempt === 1)
        return this.filer.refuse('evaluated_uids.json', '/api/evaluated_uids', 200, 'moving: the round changed while it was read'); // biome-ignore format: one call
    }
  }

  async commitments(): Promise<readonly CommittedRevision[]> {
    const found = await this.#read('commitments.json', '/api/commitments', readCommitted);
    if (found === null) return [];
    await this.filer.take({ name: 'commitments.json', text: null, block: null }, [found.source], null);
    return found.made;
  }

  async #readTables(): Promise<Table[]> {
    const found = await this.#readScores();
    if (!found.some(({ made }) => made.name === 'disqualified.json')) {
      const reasons = await this.#read('disqualified.json', '/api/dq_reasons', readDisqualified);
      if (reasons !== null) found.push(reasons);
    }
    const evaluated = await this.#read('evaluated_uids.json', '/api/evaluated_uids', readEvaluated);
    if (evaluated !== null) found.push(evaluated);
    return found;
  }

  /** What the scores hold, each part for itself: one of another shape leaves the others. */
  async #readScores(): Promise<Table[]> {
    const asked = await this.#ask('last_eval.json', '/api/scores');
    if (asked === null || (await this.#convert('last_eval.json', asked, isScores)) === null) return [];
    const found: Table[] = [];
    for (const [name, make] of SCORES) {
      const made = await this.#convert(name, asked, make);
      if (made !== null) found.push({ made, source: asked.source });
    }
    return found;
  }

  /** The round whose decision comes next: the one of a preliminary record or of a newer text, else the next one. */
  #running(latest: Latest | null): number | null {
    const decided = roundOf(latest?.block ?? null);
    if (latest === null || decided === null) return null;
    if (latest.preliminary) return decided;
    const ahead = this.log.lines.flatMap((line) =>
      line.kind === 'capture' && line.name === 'eval_data.json' && line.roundId !== null ? line.roundId : [],
    );
    return Math.max(decided + 1, ...ahead.filter((round) => round <= decided + MAX_AHEAD));
  }

  /**
   * All pages of the history: the first as it comes without a number, the others by the number that it names.
   * @returns null when they do not fit together, none when one cannot be taken
   */
  async #pages(): Promise<PageAsked[] | null> {
    const pages: PageAsked[] = [];
    for (let asked: number | null = null; pages.length < MAX_PAGES; ) {
      const found: PageAsked | null = await this.#read(
        'h2h_history.json',
        historyPath(asked),
        convert.readHistoryPage,
      );
      if (found === null) return [];
      pages.push(found);
      const { total, page, hasMore }: convert.HistoryPage = found.made;
      if (total !== pages[0]?.made.total || (page ?? asked) !== (asked ?? page)) return null;
      if (!hasMore) break;
      asked = (page ?? asked ?? 1) + 1;
    }
    return pages;
  }

  async #read<T>(
    name: CaptureName,
    path: string,
    make: (body: PublishedValue) => T,
  ): Promise<(Asked & { made: T }) | null> {
    const asked = await this.#ask(name, path);
    const made = await this.#convert(name, asked, make);
    return asked === null || made === null ? null : { ...asked, made };
  }

  /** Asks one path; a fault is noted. */
  async #ask(name: CaptureName, path: string): Promise<Asked | null> {
    const served = await this.api.get(path, this.signal);
    if ('why' in served) {
      const { status, why, bytes } = served;
      const source = status === null || bytes === undefined ? undefined : { path, status, bytes };
      await this.filer.refuse(name, path, status, why, source);
      return null;
    }
    const { status, bytes, value } = served;
    return { body: new PublishedValue(path, '', value), source: { path, status, bytes } };
  }

  /** Makes a file of an answer; one of another shape is noted, and its body kept. */
  async #convert<T>(
    name: CaptureName,
    asked: Asked | null,
    make: (body: PublishedValue) => T,
  ): Promise<T | null> {
    if (asked === null) return null;
    try {
      return make(asked.body);
    } catch (error) {
      if (!(error instanceof PublishedFileError)) throw error;
      const { path, status } = asked.source;
      await this.filer.refuse(name, path, status, `wrong-shape: ${error.why ?? ''}`, asked.source);
      return null;
    }
  }
}

const historyPath = (page: number | null): string =>
  `/api/round-history?limit=${PAGE}${page === null ? '' : `&page=${page}`}`;
