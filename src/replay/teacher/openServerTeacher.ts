import { retry } from '../../artifacts/transport/retry.js';
import { InterruptedError } from '../../errors/interrupt.js';
import { createServerTeacher, type ServerTeacher } from '../../model/openai/createServerTeacher.js';
import { httpEndpoint, TEACHER_MANNERS, type TeacherManners } from './httpEndpoint.js';

export interface ServerTeacherAsk {
  /** One or more addresses of servers of one model. */
  readonly urls: readonly string[];
  /** The name under which they offer it; null for the only one. */
  readonly model: string | null;
  /** Bearer token; null for none. */
  readonly key: string | null;
  readonly signal: AbortSignal;
  readonly manners?: TeacherManners;
}

/**
 * The teacher on servers, reached over the guarded transport; each must offer the model.
 * @throws AddressRefusedError, UsageError, UnavailableError, RetryLaterError, InterruptedError
 */
export async function openServerTeacher(ask: ServerTeacherAsk): Promise<ServerTeacher> {
  const manners = ask.manners ?? TEACHER_MANNERS;
  try {
    return await createServerTeacher({
      endpoints: ask.urls.map((url) => httpEndpoint(url, ask.key, manners)),
      model: ask.model,
      signal: ask.signal,
      patiently: (work, signal) => retry(work, signal, manners.patience),
      now: manners.patience.now,
    });
  } catch (error) {
    if (!ask.signal.aborted) throw error;
    throw new InterruptedError(ask.signal, 'Run the same command again.');
  }
}
