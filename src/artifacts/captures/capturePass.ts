import { UnavailableError } from '../../errors/network.js';
import type { PublishedValue } from '../published/publishedValue.js';
import { CaptureFiler, roundOf, type Source } from './captureFiler.js';
import type { CaptureName } from './captureLine.js';
import type { CaptureLog } from './captureLog.js';
import * as convert from './convertServed.js';
import type { PassReport } from './passReport.js';
import { type CommittedRevision, readCommitted } from './readCommitted.js';
import { readDisqualified, readEvaluated } from './readTables.js';
import { readTeacherTexts } from './readTeacherTexts.js';
import type { ServedApi } from './servedApi.js';
import { historyPath, ServedReader } from './servedReader.js';

/** The newest record that the validator serves. */
interface Latest {
  readonly block: number;
  readonly preliminary: boolean;
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
  readonly served: ServedReader;

  constructor(
    api: ServedApi,
    readonly log: CaptureLog,
    signal: AbortSignal,
  ) {
    this.filer = new CaptureFiler(log);
    this.served = new ServedReader(api, this.filer, signal);
  }

  async latest(): Promise<Latest | null> {
    const found = await this.served.read('h2h_latest.json', '/api/latest-round', convert.fromLatestRound);
    if (found === null || found.made.block === null) return null;
    const { block, preliminary } = found.made;
    await this.filer.take(found.made, [found.source], roundOf(block));
    return { block, preliminary };
  }

  /** Texts of the teacher, one or several: each is filed under the round that it names. */
  async texts(): Promise<void> {
    const found = await this.served.read('eval_data.json', '/api/eval-data', readTeacherTexts);
    if (found === null) return;
    for (const made of found.made) await this.filer.take(made, [found.source], roundOf(made.block));
  }

  /** The published rows: read when there is a newer record than the history that was taken. */
  async history(latest: Latest | null): Promise<void> {
    const name = 'h2h_history.json';
    const round = roundOf(latest?.block ?? null);
    const isNews = this.filer.report.captured.some((one) => one.name === 'h2h_latest.json' && one.new);
    if (round !== null && !isNews && this.log.last(name, round) !== null) return;
    const pages = (await this.served.pages()) ?? (await this.served.pages());
    if (pages === null)
      return this.filer.refuse(name, historyPath(null), 200, 'moving: the pages do not fit together');
    const [first] = pages;
    if (first === undefined || first.made.rounds.length === 0) return;
    const made = await this.served.convert(name, first, () =>
      convert.fromHistory(pages.map((one) => one.made)),
    );
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
        return this.filer.refuse(
          'evaluated_uids.json',
          '/api/evaluated_uids',
          200,
          'moving: the round changed while it was read',
        );
    }
  }

  async commitments(): Promise<readonly CommittedRevision[]> {
    const found = await this.served.read('commitments.json', '/api/commitments', readCommitted);
    if (found === null) return [];
    await this.filer.take({ name: 'commitments.json', text: null, block: null }, [found.source], null);
    return found.made;
  }

  async #readTables(): Promise<Table[]> {
    const found = await this.#readScores();
    if (!found.some(({ made }) => made.name === 'disqualified.json')) {
      const reasons = await this.served.read('disqualified.json', '/api/dq_reasons', readDisqualified);
      if (reasons !== null) found.push(reasons);
    }
    const evaluated = await this.served.read('evaluated_uids.json', '/api/evaluated_uids', readEvaluated);
    if (evaluated !== null) found.push(evaluated);
    return found;
  }

  /** What the scores hold, each part for itself: one of another shape leaves the others. */
  async #readScores(): Promise<Table[]> {
    const asked = await this.served.ask('last_eval.json', '/api/scores');
    if (asked === null || (await this.served.convert('last_eval.json', asked, isScores)) === null) return [];
    const found: Table[] = [];
    for (const [name, make] of SCORES) {
      const made = await this.served.convert(name, asked, make);
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
}
