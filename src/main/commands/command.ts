import type { Command } from 'commander';

/** What every command takes. */
export interface CommonOptions {
  json: boolean;
  dataDir: string;
}

export type AddCommand = (nameAndArguments: string, description: string) => Command;
