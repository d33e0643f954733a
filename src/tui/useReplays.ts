import { useEffect, useRef, useState } from 'react';
import type { JournalView } from '../domain/journal.js';
import { collectRounds } from '../report/roundRow.js';
import { ask } from './ask.js';
import type { Source, StartedAudit } from './data.js';
import { initialData } from './initialData.js';
import { type Loaded, loadData, reasonOf } from './loadData.js';
import { type AppData, textsOf } from './state/app.js';

/** How often a followed journal is looked for in the list: a sealed one is gone from its old path. */
const LIST_MS = 2000;
/** At most four new pictures a second while a replay writes. */
const SHORTEST_MS = 250;

const withView = (views: readonly JournalView[], next: JournalView): JournalView[] => {
  const at = views.findIndex((view) => view.path === next.path);
  return at < 0 ? [...views, next] : views.map((view, index) => (index === at ? next : view));
};

export interface Replays {
  readonly data: AppData;
  /** The data of this moment, also within one burst of keys. */
  readonly latest: () => AppData;
  /** Starts a replay; resolves with its path. */
  readonly start: (rounds: readonly number[]) => Promise<string>;
  /** Of the replay that was started here. */
  readonly stop: () => void;
  readonly hold: (held: boolean) => void;
  readonly detach: () => void;
  /** Asks outside what a screen shows; the answer comes with the data. */
  readonly ask: (question: string) => void;
}

/**
 * Holds what was read and keeps it current: follows one journal, and owns the replay that was started here.
 * @param followed path of the journal to follow; null for none
 * @param onFollowed called with each new view, at most four times a second
 * @param onEnded called when the replay of this process ended, with the reason when it failed
 */
export const useReplays = (
  source: Source,
  loaded: Loaded,
  followed: (data: AppData) => string | null,
  onFollowed: (view: JournalView) => void,
  onEnded: (reason: string | null) => void,
): Replays => {
  const [data, setData] = useState<AppData>(() => initialData(loaded));
  const latest = useRef(data);
  const started = useRef<StartedAudit | null>(null);
  const put = (over: Partial<AppData>): void => {
    latest.current = { ...latest.current, ...over };
    setData(latest.current);
  };
  const take = (view: JournalView): void => {
    const views = withView(latest.current.views, view);
    const running = view.sealed && latest.current.running === view.path ? null : latest.current.running;
    put({ views, rows: collectRounds(views), running });
    onFollowed(view);
  };
  const reload = async (lost?: string): Promise<void> => {
    const { views, problems } = await loadData(source).catch(
      (error: unknown): Loaded => ({ views: latest.current.views, problems: [reasonOf(error)] }),
    );
    const gone = latest.current.views.filter((old) => !views.some((view) => view.path === old.path));
    const moved = {
      ...latest.current.moved,
      ...(lost === undefined ? {} : { [lost]: '' }),
      ...Object.fromEntries(gone.map((old) => [old.path, old.id])),
    };
    put({ views, rows: collectRounds(views), problems, moved });
  };
  // A replay belongs to the screen that started it: however the screen ends, it stops, and what is finished is on disk.
  useEffect(() => () => started.current?.stop(), []);
  const path = followed(data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a journal is followed once; what is called reads current state
  useEffect(() => (path === null ? undefined : follow(source, path, take, reload)), [source, path]);

  const ended = async (reason: string | null): Promise<void> => {
    started.current = null;
    put({ running: null, paused: false });
    await reload();
    onEnded(reason);
  };
  return {
    data,
    latest: () => latest.current,
    start: async (rounds) => {
      if (source.startAudit === undefined) throw new Error('this session only reads');
      const audit = await source.startAudit(rounds);
      started.current = audit;
      put({ running: audit.path, paused: false });
      audit.ended?.then(
        () => (started.current === audit ? ended(null) : undefined),
        (error: unknown) => (started.current === audit ? ended(reasonOf(error)) : undefined),
      );
      return audit.path;
    },
    stop: () => started.current?.stop(),
    hold: (held) => {
      started.current?.hold?.(held);
      put({ paused: held });
    },
    detach: () => {
      started.current?.hold?.(false);
      started.current?.detach?.();
      started.current = null;
      put({ running: null, paused: false });
    },
    ask: (question) => {
      put({ asked: { ...withoutTexts(latest.current.asked), [question]: { state: 'busy' } } });
      void ask(source, question, latest.current).then((answer) => {
        // An answer that nobody waits for any more is dropped.
        if (latest.current.asked[question] !== undefined)
          put({ asked: { ...latest.current.asked, [question]: answer } });
      });
    },
  };
};

/** Texts are large: those of the round before are given up when the next are asked for. */
const withoutTexts = (asked: AppData['asked']): AppData['asked'] =>
  Object.fromEntries(Object.entries(asked).filter(([question]) => !question.startsWith(textsOf(''))));

/** Follows a journal until the returned function is called; new views come at most four times a second. */
const follow = (
  source: Source,
  path: string,
  take: (view: JournalView) => void,
  reload: (lost: string) => Promise<void>,
): (() => void) => {
  const control = new AbortController();
  let newest: JournalView | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    timer = null;
    if (newest === null || control.signal.aborted) return;
    const view = newest;
    newest = null;
    timer = setTimeout(flush, SHORTEST_MS);
    take(view);
  };
  source.follow(
    path,
    (view) => {
      newest = view;
      if (timer === null) flush();
    },
    control.signal,
  );
  const listed = setInterval(() => {
    source.list().then(
      (entries) => {
        if (!control.signal.aborted && !entries.some((entry) => entry.path === path)) void reload(path);
      },
      () => {},
    );
  }, LIST_MS);
  return () => {
    control.abort();
    clearInterval(listed);
    if (timer !== null) clearTimeout(timer);
  };
};
