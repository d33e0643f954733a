import { identityOf } from '../../domain/engine.js';
import type { JournalView } from '../../domain/journal.js';
import type { RoundResult } from '../../domain/verdict.js';
import { groupDecisions } from '../../report/groupDecisions.js';
import { causeReason, causeWord } from './causeReason.js';
import { cutMiddle, fitLine, fitParts, type Line, type Part, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';
import { percent } from './numbers.js';
import { verdictSpan } from './roundsTable.js';

const NAME = 9;

/** The answer under the evidence, always in this order: VERDICT, CAUSE, NOTE. One line each, so that it never scrolls away. */
export const verdictLines = (result: RoundResult, look: Look): Line[] => {
  const line = (name: string, ...text: Line): Line =>
    fitLine([span(name.padEnd(NAME), 'text.secondary'), ...text], look.width);
  const why = causeReason(result);
  return [
    line('VERDICT', verdictSpan(result, look), span(`   ${clean(result.summary, look)}`)),
    line('CAUSE', span(causeWord(result), 'text.heading'), span(why === '' ? '' : `   ${clean(why, look)}`)),
    line(
      'NOTE',
      span(
        result.conditional
          ? '* conditional: the king here comes from a wrong crown'
          : 'nothing is said about intent: no number shows it',
      ),
    ),
  ];
};

/** All reasons and breaches with their evidence, in full. */
export const reasonLines = (result: RoundResult, look: Look): Line[] => {
  const item = (text: string, indent: number): Line[] =>
    wrap(clean(text, look, 2000), look.width - indent - 2).map(
      (part, index): Line => [
        span(`${' '.repeat(indent)}${index === 0 ? '- ' : '  '}`, 'text.secondary'),
        span(part),
      ],
    );
  const breaches = result.breaches.flatMap((breach) => [
    ...item(`breach ${breach.code}: ${breach.title} (u${breach.uid})`, 0),
    ...breach.evidence.flatMap((fact) => item(fact, 2)),
  ]);
  const settings = groupDecisions(result).flatMap(({ winner, reason, names }) =>
    item(
      `${winner === null ? 'nobody' : `u${winner}`} holds the crown under ${names.length} setting${names.length === 1 ? '' : 's'} (${names.join(', ')}): ${reason}`,
      0,
    ),
  );
  const reasons = [result.summary, ...result.reasons].flatMap((reason) => item(reason, 0));
  return [
    rule(look, `Why   coverage ${percent(result.coverage)}`),
    ...reasons,
    ...(breaches.length > 0 ? [rule(look, 'Breaches that need no model'), ...breaches] : []),
    ...(settings.length > 0 ? [rule(look, 'The rule under each legal setting'), ...settings] : []),
  ];
};

/** What computed the numbers on this screen. */
export const engineLine = (view: JournalView, result: RoundResult, look: Look): Line => {
  const engine = view.start.fingerprint;
  const parts: Part[] = [
    { text: `replay ${clean(view.id, look, 24)}`, rank: 0 },
    { text: view.sealed ? 'sealed' : 'not sealed', rank: 1 },
    { text: `${result.tokenMode ?? 'no'} text`, rank: 4 },
    ...(view.start.teacher === undefined
      ? []
      : [{ text: `teacher ${clean(view.start.teacher.model, look, 40)} on a server`, rank: 1 }]),
    ...(engine === null
      ? [{ text: 'no model was run', rank: 0 }]
      : [
          { text: clean(engine.engine, look, 40), rank: 5 },
          { text: `onnxruntime ${clean(engine.onnxruntime, look, 24)}`, rank: 3 },
          { text: clean(engine.provider, look, 24), rank: 2 },
          { text: `digest ${clean(cutMiddle(engine.digest), look, 24)}`, rank: 0 },
          ...(identityOf(engine) === null ? [{ text: 'not seen to repeat its bits', rank: 1 }] : []),
          { text: `${engine.threads} thread${engine.threads === 1 ? '' : 's'}`, rank: 6 },
          { text: clean(engine.cpu, look, 60), rank: 7 },
        ]),
  ];
  return [span(fitParts(parts, look.width), 'text.secondary')];
};
