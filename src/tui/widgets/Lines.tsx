import { Box, Text } from 'ink';
import { createContext, useContext } from 'react';
import { type Line, lineCells } from '../present/line.js';
import { styleOf, type ThemeName } from '../theme.js';

export const ThemeContext = createContext<ThemeName>('dark');

/** Draws lines as they are: one row each, never wrapped. */
export function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const theme = useContext(ThemeContext);
  return (
    <Box flexDirection="column">
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
        <Text key={row} wrap="truncate">
          {lineCells(line) === 0
            ? ' '
            : line.map((part, at) =>
                part.token === undefined ? (
                  part.text
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a part of a line is its place
                  <Text key={at} {...styleOf(part.token, theme)}>
                    {part.text}
                  </Text>
                ),
              )}
        </Text>
      ))}
    </Box>
  );
}
