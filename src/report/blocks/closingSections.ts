import { repeatCommands } from '../repeatCommands.js';
import type { ReportView } from '../reportView.js';
import type { Section } from './block.js';

/** Exact commands for whoever does not believe it. */
export const repeatSection = (view: ReportView): Section => ({
  id: 'repeat',
  title: 'How to repeat the check',
  blocks: [{ kind: 'commands', commands: repeatCommands(view) }],
});

/** What no report of this program says. */
export const limitsSection = (isSynthetic: boolean): Section => ({
  id: 'limits',
  title: 'What this does not show',
  blocks: [
    {
      kind: 'list',
      items: [
        'Why anything happened, or who knew of it: no number shows intent.',
        'Anything about rounds that are not named here.',
        'That a block is final: the tier above says how far its facts are proven.',
        ...(isSynthetic
          ? ['Anything about a real network: the chain, models and texts of this snapshot are made up.']
          : []),
      ],
    },
  ],
});
