import { SETTINGS, type Setting } from './settings.js';

/** A value as TOML. */
const toml = (value: Setting['example']): string =>
  Array.isArray(value) ? `[${value.map((one) => JSON.stringify(one)).join(', ')}]` : JSON.stringify(value);

/** The commented example of `config init`: it parses, and changes nothing before a line is opened. */
export function configExample(): string {
  const entries = SETTINGS.map((setting) => {
    const { name, help, choices, example, flag, env, ownFileOnly } = setting;
    const allowed = choices === undefined ? '' : `; one of ${choices.join(', ')}`;
    const note = ownFileOnly ? '\n# Only in your own file, or in one named with --config.' : '';
    return `# ${help}${allowed}\n# ${flag.split(' ')[0]}, ${env}${note}\n#${name} = ${toml(example)}\n`;
  });
  return [
    '# recrown: settings. A flag goes before a RECROWN_ variable, a variable before this file, this file before the default.',
    "# Paths are taken from this file's folder. Secrets are never read from here: RECROWN_TEACHER_API_KEY, HF_TOKEN.\n",
    ...entries,
    '# Keys of the full-screen view, by action (docs/keys.md); what stands here replaces the keys of the action.\n#[keys]\n#"move.down" = ["j", "down"]\n',
  ].join('\n');
}
