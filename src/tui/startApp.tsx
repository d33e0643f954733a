import { Writable } from 'node:stream';
import { render } from 'ink';
import { App } from './App.js';
import { createPainter } from './createPainter.js';
import type { OpenTuiOptions } from './data.js';
import { type Ending, openGuard } from './guard.js';
import type { Loaded } from './loadData.js';
import type { Size } from './present/layout.js';
import type { AppData } from './state/app.js';
import type { World } from './state/world.js';

/** A terminal that says more lies, or nobody reads it: every cell costs time. */
const LARGEST: Size = { columns: 400, rows: 160 };
/** At most 25 frames a second: a key waits 40 ms for its frame at worst. What a replay writes comes four times a second. */
const SHORTEST_MS = 40;

const measured = (told: number | undefined, otherwise: number, most: number): number =>
  told === undefined || !Number.isFinite(told) || told < 1 ? otherwise : Math.min(Math.floor(told), most);

/** The window as the terminal tells it, within reason. */
export const sizeOf = (told: { readonly columns?: number; readonly rows?: number }): Size => ({
  columns: measured(told.columns, 80, LARGEST.columns),
  rows: measured(told.rows, 24, LARGEST.rows),
});

/** Ink reads the keys and keeps the state. Its own frames, laid out again cell by cell each time, would take most of a frame's time. */
const nowhere = (): NodeJS.WriteStream => {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  return Object.assign(sink, { columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream;
};

/** Shows the screens until they end, and gives the terminal back however they end. */
export const startApp = async (
  options: OpenTuiOptions,
  loaded: Loaded,
  worldFrom: (data: AppData, size: Size) => World,
): Promise<Ending> => {
  const guard = openGuard();
  const painter = createPainter((text) => process.stdout.write(text), SHORTEST_MS);
  guard.beforeLeave = painter.stop;
  const element = () => (
    <App
      options={options}
      loaded={loaded}
      worldFrom={worldFrom}
      size={sizeOf(process.stdout)}
      guard={guard}
      painter={painter}
    />
  );
  const onResize = (): void => app.rerender(element());
  let app: ReturnType<typeof render>;
  try {
    app = render(element(), { stdout: nowhere(), exitOnCtrlC: false, patchConsole: false });
  } catch (error) {
    guard.leave();
    return { error };
  }
  guard.beforeLeave = () => {
    painter.stop();
    app.unmount();
  };
  process.stdout.on('resize', onResize);
  app.waitUntilExit().then(
    () => guard.end({ code: 0 }),
    (error: unknown) => guard.end({ error }),
  );
  const ending = await guard.ended;
  process.stdout.off('resize', onResize);
  guard.leave();
  return ending;
};
