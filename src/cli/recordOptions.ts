import { type Command as Commander, Option } from 'commander';
import { UsageError } from '../errors/input.js';
import { PARTS } from './call.js';
import { settingOption } from './config/settingOption.js';
import { byteCount, partList } from './optionValues.js';

/** Heads the options that mean nothing without an archive node. */
const WITH_ENDPOINT = 'Options with --endpoint:';

/** From which archive nodes is recorded, and how. */
export const archiveOptions = (command: Commander): Commander =>
  command
    .addOption(settingOption('endpoint'))
    .optionsGroup(WITH_ENDPOINT)
    .addOption(settingOption('network'))
    .addOption(settingOption('proofs'))
    .addOption(settingOption('cache'));

/** What is recorded beside the chain, and from where. */
export const worldOptions = (command: Commander): Commander =>
  command
    .addOption(
      new Option('--parts <list>', `beside the chain: ${PARTS.join(', ')}, or none`)
        .argParser(partList)
        .default(['manifests', 'corpus'], 'manifests,corpus'),
    )
    .addOption(settingOption('captures'))
    .addOption(settingOption('teacher'))
    .addOption(settingOption('hub'))
    .addOption(bytesOption('refuse to download more than this', 200 * 2 ** 30));

/** The most that a command may download, bytes. */
export const bytesOption = (what: string, bytes: number): Option =>
  new Option('--max-bytes <n>', what).argParser(byteCount).default(bytes, `${bytes / 2 ** 30}G`);

/** @throws UsageError for an option that would be passed over because no archive node is named */
export function needEndpoint(command: Commander): void {
  if (command.getOptionValueSource('endpoint') !== undefined) return;
  const idle = command.options.find(
    (one) =>
      one.helpGroupHeading === WITH_ENDPOINT && command.getOptionValueSource(one.attributeName()) === 'cli',
  );
  if (idle === undefined) return;
  throw new UsageError({
    what: `${idle.long} is used with --endpoint only`,
    why: 'without an archive node nothing is recorded: a snapshot that is there is read',
    remedy: `add --endpoint URL, or leave ${idle.long} away`,
  });
}
