import type { Command } from 'commander';

/** The option for what dealers carried in, as commander parses it. */
export interface OpenInterestOptions {
  readonly openInterest?: string;
}

/** Adds `--open-interest`. */
export const addOpenInterestOption = (command: Command): Command =>
  command.option(
    '--open-interest <file>',
    "dealers' opening inventory; default: open-interest.csv in the session's folder",
  );
