import { type Line, span, wrap } from '../present/line.js';
import { clean, rule } from '../present/look.js';
import type { AppState } from '../state/app.js';
import { lookOf, type World } from '../state/world.js';
import { waitingLines } from './askedView.js';
import { plainView, type ScreenView, scrolled } from './screenView.js';

/** What this machine offers: the probes of the command, each measured when the screen was opened. */
export const doctorScreen = (state: AppState, world: World): ScreenView => {
  const look = lookOf(world);
  const command = ['doctor', '--json'];
  const asked = world.data.asked.doctor;
  if (asked?.state !== 'doctor')
    return plainView(
      waitingLines(asked, 'Starting the engine with each provider, verifying every snapshot ...', world),
      command,
    );
  const { checks, providers, provider, version } = asked.document;
  // The window may have changed since it was probed.
  const { columns, rows } = world.size;
  const item = (mark: Line[number], text: string): Line[] =>
    wrap(clean(text, look, 1000), look.width - 6).map(
      (part, index): Line => [index === 0 ? mark : span('      '), span(part)],
    );
  const ok = (good: boolean): Line[number] =>
    good ? span('ok    ', 'gate.ok') : span('FAIL  ', 'gate.fail');
  const lines: Line[] = [
    ...checks.flatMap((check) => [
      ...item(
        check.state === 'warning' ? span('warn  ', 'notice') : ok(check.ok),
        `${check.name}: ${check.name === 'terminal' ? check.detail.replace(/^\d+ x \d+/, `${columns} x ${rows}`) : check.detail}`,
      ),
      ...(check.remedy == null ? [] : item(span('      '), check.remedy)),
    ]),
    rule(look, 'Providers of the engine'),
    ...providers.flatMap((one) => [
      ...item(
        one.ok ? span('ok    ', 'gate.ok') : span('no    ', 'text.secondary'),
        `${one.name}${one.name === provider ? ' (chosen)' : ''}${one.why === null ? '' : `: ${one.why}`}`,
      ),
      ...(one.remedy === null ? [] : item(span('      '), one.remedy)),
    ]),
  ];
  const { shown, at, length, more } = scrolled(lines, look.height, state.cursor.doctor);
  return plainView(shown, command, {
    aside: more === '' ? `recrown ${clean(version, look, 24)}` : more,
    at,
    length,
    page: Math.floor(look.height / 2),
    row: asked.document,
  });
};
