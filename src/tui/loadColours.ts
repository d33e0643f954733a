type Env = Readonly<Record<string, string | undefined>>;

/** Read once, while they are loaded, by the colour library and by the CI detection under the screens. */
const READ_ON_LOAD = ['FORCE_COLOR', 'CI', 'CONTINUOUS_INTEGRATION'] as const;

/**
 * Loads the screens with the wanted kind of terminal codes. Without colour, bold and reverse stay (level 1, and a theme that
 * names no colour); a dumb terminal gets no codes. A person in front of a terminal is not CI, whatever the variable says.
 */
export const loadColours = async <Loaded>(
  color: boolean,
  env: Env,
  load: () => Promise<Loaded>,
): Promise<Loaded> => {
  // biome-ignore lint/style/noProcessEnv: the libraries know no other way to be told
  const variables = process.env;
  const before = READ_ON_LOAD.map((name) => variables[name]);
  for (const name of READ_ON_LOAD.slice(1)) delete variables[name];
  if (env.TERM === 'dumb') variables.FORCE_COLOR = '0';
  else if (!color) variables.FORCE_COLOR = '1';
  try {
    return await load();
  } finally {
    READ_ON_LOAD.forEach((name, index) => {
      const value = before[index];
      if (value === undefined) delete variables[name];
      else variables[name] = value;
    });
  }
};
