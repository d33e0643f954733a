import { createHash } from 'node:crypto';
import type { RecurrenceForm, ScoreRequest } from '../../domain/engine.js';
import { requestBytes } from '../../domain/scoreBytes.js';

/**
 * Under which key a result is kept, as lower-case hex: sha256 over the model's digest (32 bytes), one byte for the
 * recurrence form (0 contrib, 1 plain), and the bytes of the request.
 */
export const scoreKey = (digest: string, form: RecurrenceForm, request: ScoreRequest): string =>
  createHash('sha256')
    .update(Buffer.from(digest, 'hex'))
    .update(Buffer.of(form === 'contrib' ? 0 : 1))
    .update(requestBytes(request))
    .digest('hex');
