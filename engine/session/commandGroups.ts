import type { Command } from '../core/protocol.ts';

export type ComparisonCommand = Extract<Command, { type: 'compare_start' | 'compare_stop' }>;

export const isComparisonCommand = (command: Command): command is ComparisonCommand =>
  command.type === 'compare_start' || command.type === 'compare_stop';

/** What one screen asks for itself alone. */
export type ClientCommand = Extract<
  Command,
  { type: 'explain' | 'frame_drawn' | 'want_gamma_profile' }
>;

export const isClientCommand = (command: Command): command is ClientCommand =>
  command.type === 'explain' ||
  command.type === 'frame_drawn' ||
  command.type === 'want_gamma_profile';

/** What opens the session anew in another way, and goes back to where its playhead is. */
export type ChangeCommand = Extract<Command, { type: 'set_config' | 'follow' }>;

export const isChangeCommand = (command: Command): command is ChangeCommand =>
  command.type === 'set_config' || command.type === 'follow';
