import type { Hub } from '../../artifacts/hub/createHub.js';
import type { RecordEvent } from './recordEvents.js';

/** What a recording works with. */
export interface RecordTools {
  readonly hub: Hub;
  /** Folder of what was fetched before; answers of the hub that cannot change are kept in it. */
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  /** UTC, ISO 8601: when the recording is made. */
  readonly now: string;
  readonly onEvent: (event: RecordEvent) => void;
}
