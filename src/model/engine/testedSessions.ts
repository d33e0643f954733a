import { tmpdir } from 'node:os';
import type { Provider } from '../../domain/engine.js';
import type { EngineChild } from './EngineChild.js';
import { nextSession } from './nextSession.js';
import type { OpenTested } from './selfTest.js';

const OUTPUTS = ['answer', 'order', 'fine'] as const;

/** Sessions of the self-test, opened with the calls and the options that real models get. */
export function testedSessions(child: EngineChild, provider: Provider): OpenTested {
  return async ({ model, mapped, threads }) => {
    const session = nextSession();
    const watched = provider !== 'cpu';
    await child.call({ kind: 'open', session, model, folder: tmpdir(), provider, threads, mapped, watched });
    return {
      run: async (rows) => {
        const outputs = await child.call({
          kind: 'run',
          session,
          feeds: { rows: { dims: [rows.length], data: rows } },
          fetches: OUTPUTS,
        });
        // No digest was asked for.
        return outputs as Record<string, Float32Array | Int32Array>;
      },
      close: async () => {
        await child.call({ kind: 'close', session });
      },
    };
  };
}
