// The engine process: the only code that loads ONNX Runtime. It answers its parent's calls and ends with it.
import type * as Runtime from 'onnxruntime-node';
import { describeLibrary } from './describeLibrary.js';
import { EngineSessions } from './EngineSessions.js';
import { loadedLibraries } from './loadedLibraries.js';
import type { EngineCall, EngineReplies, EngineReply, EngineRequest, FailureKind } from './messages.js';
import { PlacementFault } from './PlacementFault.js';

class LibraryFault extends Error {}

let library: Promise<{ readonly runtime: typeof Runtime; readonly sessions: EngineSessions }> | undefined;

// A signal of the terminal reaches the whole process group; the parent decides when to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Also leaves a native call that would otherwise run to its end after the parent is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (request: EngineRequest) => {
  const { id } = request;
  answer(request, (done) => send({ id, done })).then(
    (value) => send({ id, value }),
    (error: unknown) => send({ id, failure: (error as Error).message, of: kindOf(error) }),
  );
});

function send(reply: EngineReply): void {
  process.send?.(reply);
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof LibraryFault) return 'library';
  return error instanceof PlacementFault ? 'placement' : 'work';
}

async function answer(
  call: EngineCall,
  onStep: (done: number) => void,
): Promise<EngineReplies[keyof EngineReplies]> {
  library ??= load();
  const { runtime, sessions } = await library;
  switch (call.kind) {
    case 'describe':
      return describe(runtime);
    case 'loaded':
      return loadedLibraries();
    case 'open':
      return sessions.open(call);
    case 'run':
      return sessions.run(call);
    case 'decode':
      return sessions.decode(call, onStep);
    case 'close':
      return sessions.close(call.session);
  }
}

async function load() {
  try {
    const runtime = await import('onnxruntime-node');
    runtime.env.logLevel = 'fatal';
    return { runtime, sessions: new EngineSessions(runtime) };
  } catch (cause) {
    throw new LibraryFault((cause as Error).message, { cause });
  }
}

function describe(runtime: typeof Runtime): EngineReplies['describe'] {
  try {
    return describeLibrary(runtime);
  } catch (cause) {
    throw new LibraryFault((cause as Error).message, { cause });
  }
}
