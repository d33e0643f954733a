import type { ExportFormat } from '../data.js';
import type { AppState } from './app.js';

/** What a key asks for outside of the state. */
export type Effect =
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  | { readonly type: 'replay'; readonly rounds: readonly number[] }
  | { readonly type: 'export'; readonly rounds: readonly string[]; readonly format: ExportFormat }
  | { readonly type: 'page'; readonly text: string }
  | { readonly type: 'hold'; readonly held: boolean }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'stop' | 'detach' | 'suspend' | 'redraw' }
  | { readonly type: 'quit'; readonly code: 0 | 130 };

export interface Pressed {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}

/** A state without anything to do outside. */
export const only = (state: AppState): Pressed => ({ state, effects: [] });
