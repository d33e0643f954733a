import { render } from 'ink';
import { App } from './App.js';
import type { OpenTuiOptions } from './data.js';
import { type Ending, openGuard } from './guard.js';
import type { Loaded } from './loadData.js';
import type { Size } from './present/layout.js';

const sizeNow = (): Size => ({ columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 });

/** Shows the screens until they end, and gives the terminal back however they end. */
export const startApp = async (options: OpenTuiOptions, loaded: Loaded, ascii: boolean): Promise<Ending> => {
  const guard = openGuard();
  const element = () => (
    <App
      options={options}
      loaded={loaded}
      ascii={ascii}
      size={sizeNow()}
      onQuit={(code) => guard.end({ code })}
    />
  );
  // Before Ink's own listener: the frame must have the new size when Ink draws it.
  const onResize = (): void => app.rerender(element());
  let app: ReturnType<typeof render>;
  try {
    app = render(element(), { exitOnCtrlC: false, patchConsole: false });
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
