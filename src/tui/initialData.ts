import { collectRounds } from '../report/roundRow.js';
import type { Loaded } from './loadData.js';
import type { AppData } from './state/app.js';

/** What the screens know before anything was asked or started. */
export const initialData = ({ views, problems }: Loaded): AppData => ({
  ...{ views, problems, rows: collectRounds(views) },
  ...{ running: null, paused: false, moved: {}, asked: {} },
});
