import { render } from 'ink';
import { App } from './App.js';
import type { OpenTuiOptions } from './data.js';
import { type Ending, openGuard } from './guard.js';
import type { Loaded } from './loadData.js';
import type { Size } from './present/layout.js';
import type { AppData } from './state/app.js';
import type { World } from './state/world.js';

/** A terminal that says more lies, or nobody reads it: every cell costs time. */
const LARGEST: Size = { columns: 400, rows: 160 };
/** Frames a second at most: a key waits 40 ms for its frame at worst. What a replay writes comes four times a second. */
const MAX_FPS = 25;

const measured = (told: number | undefined, otherwise: number, most: number): number =>
  told === undefined || !Number.isFinite(told) || told < 1 ? otherwise : Math.min(Math.floor(told), most);

/** The window as the terminal tells it, within reason. */
export const sizeOf = (told: { readonly columns?: number; readonly rows?: number }): Size => ({
  columns: measured(told.columns, 80, LARGEST.columns),
  rows: measured(told.rows, 24, LARGEST.rows),
});

/** Shows the screens until they end, and gives the terminal back however they end. */
export const startApp = async (
  options: OpenTuiOptions,
  loaded: Loaded,
  worldFrom: (data: AppData, size: Size) => World,
): Promise<Ending> => {
  const guard = openGuard();
  const element = () => (
    <App
      options={options}
      loaded={loaded}
      worldFrom={worldFrom}
      size={sizeOf(process.stdout)}
      guard={guard}
    />
  );
  // Before Ink's own listener: the frame must have the new size when Ink draws it.
  const onResize = (): void => app.rerender(element());
  let app: ReturnType<typeof render>;
  try {
    app = render(element(), { exitOnCtrlC: false, patchConsole: false, maxFps: MAX_FPS });
  } catch (error) {
    guard.leave();
    return { error };
  }
  guard.beforeLeave = () => app.unmount();
  process.stdout.prependListener('resize', onResize);
  app.waitUntilExit().then(
    () => guard.end({ code: 0 }),
    (error: unknown) => guard.end({ error }),
  );
  const ending = await guard.ended;
  process.stdout.off('resize', onResize);
  guard.leave();
  return ending;
};
